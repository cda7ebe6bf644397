"""What is read of a ledger, wherever it lies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from trellis.domain.ledger.rules.chain import entry_hash

ENTRIES = """
SELECT e.id, e.amount_minor, e.hash, e.transfer_id, e.account_id,
    t.key, t.kind, t.reference, t.currency, t.entry_count, t.happened_at, a.kind, a.user_id, a.currency
FROM ledger_entry AS e
LEFT JOIN ledger_transfer AS t ON t.id = e.transfer_id
LEFT JOIN ledger_account AS a ON a.id = e.account_id
ORDER BY e.id
"""
SEALS = "SELECT number, last_entry_id, entry_count, sealed_at, root FROM ledger_seal ORDER BY number"
TRANSFERS = "SELECT count(*) FROM ledger_transfer"
EMPTY_TRANSFERS = """
SELECT id FROM ledger_transfer AS t
WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS e WHERE e.transfer_id = t.id) ORDER BY id
"""
SUBTOTALS = (
    "SELECT account_id, through_entry_id, balance_minor, spans FROM ledger_subtotal ORDER BY account_id"
)
SEALED = "SELECT coalesce(max(seal_number), 0) FROM ledger_sealing"


class EntryRow(NamedTuple):
    """An entry, with its transfer and its account, of which everything is None where they are not there."""

    id: int
    amount_minor: int
    hash: bytes
    transfer_id: int
    account_id: int
    key: str
    kind: str
    reference: UUID | str
    currency: str
    entry_count: int
    happened_at: datetime
    account_kind: str
    user_id: int | None
    account_currency: str

    def reckoned_hash(self) -> bytes:
        """Return the hash that the entry should have."""
        return entry_hash(
            entry_id=self.id,
            key=self.key,
            kind=self.kind,
            reference=self.reference,
            currency=self.currency,
            entry_count=self.entry_count,
            happened_at=self.happened_at,
            account_kind=self.account_kind,
            user_id=self.user_id,
            amount_minor=self.amount_minor,
        )


class SealRow(NamedTuple):
    """A seal."""

    number: int
    last_entry_id: int
    entry_count: int
    sealed_at: datetime
    root: bytes


class SubtotalRow(NamedTuple):
    """What is kept of an account's sums."""

    account_id: int
    through_entry_id: int
    balance_minor: int
    spans: dict[str, int]


class Books(Protocol):
    """A ledger that is read in a stream, all of it of one moment."""

    def entries(self) -> Iterator[EntryRow]:
        """Yield all entries in their order."""

    def seals(self) -> Iterator[SealRow]:
        """Yield all seals in their order."""

    def subtotals(self) -> Iterator[SubtotalRow]:
        """Yield all subtotals."""

    def transfer_count(self) -> int:
        """Return how many transfers there are."""

    def empty_transfers(self) -> Iterator[int]:
        """Yield the ids of transfers without entries."""

    def last_seal_number(self) -> int:
        """Return the number of the last seal that was made, as noted beside them."""
