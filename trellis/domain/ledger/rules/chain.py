"""How entries and seals are hashed. `trellis ledger verify` reckons by it; the database hashes entries alike.

Texts are lines, none of whose values holds a line break, so that no two rows have one text.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from trellis.domain.ledger.rules.limits import HASH_BYTES

# What the first seal follows.
BEGINNING = bytes(HASH_BYTES)
# So many entries a seal has at most: it is written in one short transaction.
MOST_ENTRIES = 10_000


def entry_hash(
    *,
    entry_id: int,
    key: str,
    kind: str,
    reference: UUID | str,
    currency: str,
    entry_count: int,
    happened_at: datetime,
    account_kind: str,
    user_id: int | None,
    amount_minor: int,
) -> bytes:
    """Return the hash of an entry, of its transfer and its account."""
    owner = "-" if user_id is None else user_id
    moved = (entry_id, key, kind, reference, currency, entry_count, _moment(happened_at))
    return hashlib.sha256(_lines(*moved, account_kind, owner, amount_minor)).digest()


def root_of(
    *,
    previous: bytes,
    number: int,
    last_entry_id: int,
    entry_count: int,
    sealed_at: datetime,
    hashes: Iterable[bytes],
) -> bytes:
    """Return the root of a seal: over the root before it, what the seal says, and its entries in order."""
    digest = hashlib.sha256(previous)
    digest.update(_lines(number, last_entry_id, entry_count, _moment(sealed_at), ""))
    for each in hashes:
        digest.update(each)
    return digest.digest()


def _lines(*values: object) -> bytes:
    return "\n".join(map(str, values)).encode()


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
