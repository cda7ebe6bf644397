"""Reckoning a ledger anew: every hash, every root, the balance of every transfer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from trellis.domain.ledger.rules.chain import BEGINNING, root_of
from trellis.domain.ledger.rules.months import NO_EARNINGS, span_of
from trellis.launcher.ledger.rows import Books, EntryRow, SealRow, SubtotalRow


class Head(NamedTuple):
    """A seal by its number and root: whoever keeps one knows everything up to it again."""

    number: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.number}:{self.root.hex()}"


@dataclass
class _Open:
    """A transfer some of whose entries were seen."""

    agreed: int
    entries: int = 0
    balance: int = 0


class _Kept:
    """A subtotal, from which is taken what it should sum up."""

    def __init__(self, row: SubtotalRow) -> None:
        self.through, self._balance = row.through_entry_id, row.balance_minor
        self._spans = {int(second): amount for second, amount in row.spans.items()}

    def take(self, row: EntryRow) -> None:
        """Take an entry of the account."""
        if row.id <= self.through:
            self._balance -= row.amount_minor
            if row.kind not in NO_EARNINGS:
                span = span_of(row.happened_at)
                self._spans[span] = self._spans.get(span, 0) - row.amount_minor

    def is_right(self) -> bool:
        """Tell whether nothing is left of it."""
        return not self._balance and not any(self._spans.values())


@dataclass
class Verification:
    """One walk through the books. `faults` walks; the rest is known when it has come to its end."""

    books: Books
    expected: Head | None = None
    entry_count: int = 0
    unsealed_count: int = 0
    transfer_count: int = 0
    head: Head | None = None
    _open: dict[int, _Open] = field(default_factory=dict)
    _kept: dict[int, _Kept] = field(default_factory=dict)
    _found: list[str] = field(default_factory=list)

    def faults(self) -> Iterator[str]:
        """Yield a sentence on each thing that is not as it was written."""
        self._kept = {row.account_id: _Kept(row) for row in self.books.subtotals()}
        rows = self.books.entries()
        ahead = next(rows, None)
        for seal in self.books.seals():
            taken: list[EntryRow | None] = [ahead]
            self._look_at_seal(seal, self._up_to(seal.last_entry_id, taken, rows))
            ahead = taken[0]
            yield from self._told()
        for row in chain([ahead] if ahead else [], rows):
            self._look_at_entry(row)
            self.unsealed_count += 1
            yield from self._told()
        self._look_at_the_rest()
        yield from self._told()

    def _told(self) -> list[str]:
        found, self._found = self._found, []
        return found

    def _up_to(
        self, last_id: int, ahead: list[EntryRow | None], rows: Iterator[EntryRow]
    ) -> Iterator[EntryRow]:
        """Yield what comes up to an id, and leave in `ahead` what comes behind."""
        while (row := ahead[0]) is not None and row.id <= last_id:
            yield row
            ahead[0] = next(rows, None)

    def _look_at_seal(self, seal: SealRow, rows: Iterator[EntryRow]) -> None:
        before = self.head or Head(0, BEGINNING)
        count = 0

        def hashes() -> Iterator[bytes]:
            nonlocal count
            for row in rows:
                self._look_at_entry(row)
                count += 1
                yield row.hash

        root = root_of(
            previous=before.root,
            number=seal.number,
            last_entry_id=seal.last_entry_id,
            entry_count=seal.entry_count,
            sealed_at=seal.sealed_at,
            hashes=hashes(),
        )
        self.head = Head(seal.number, seal.root)
        if seal.number != before.number + 1:
            self._found.append(
                f"Seal {before.number + 1} is not there: seal {seal.number} comes in its place."
            )
        elif count != seal.entry_count:
            self._found.append(f"Seal {seal.number} is over {seal.entry_count} entries; {count} are there.")
        elif root != seal.root:
            self._found.append(
                f"Seal {seal.number} is another than its entries and the seals before it make."
            )
        if self.expected and self.expected.number == seal.number and self.expected != self.head:
            self._found.append(f"Seal {seal.number} is not that of the head {self.expected}.")

    def _look_at_entry(self, row: EntryRow) -> None:
        self.entry_count += 1
        if row.key is None:
            self._found.append(f"Entry {row.id} is of transfer {row.transfer_id}, which is not there.")
            return
        if row.account_kind is None:
            self._found.append(f"Entry {row.id} is on account {row.account_id}, which is not there.")
        elif row.hash != row.reckoned_hash():
            self._found.append(f"Entry {row.id}, its transfer or its account is not as it was written.")
        elif row.currency != row.account_currency:
            self._found.append(f"Entry {row.id} is in {row.currency} on account {row.account_id} in another.")
        if row.account_id in self._kept:
            self._kept[row.account_id].take(row)
        self._balance(row)

    def _balance(self, row: EntryRow) -> None:
        # What is whole is forgotten, so that no more is kept than was written at one time.
        transfer = self._open.setdefault(row.transfer_id, _Open(row.entry_count))
        transfer.entries += 1
        transfer.balance += row.amount_minor
        if transfer.entries == transfer.agreed:
            del self._open[row.transfer_id]
            self.transfer_count += 1
            if transfer.balance:
                self._found.append(f"Transfer {row.transfer_id} is off balance by {transfer.balance}.")

    def _look_at_the_rest(self) -> None:
        for number, transfer in sorted(self._open.items()):
            self._found.append(
                f"Transfer {number} has not the {transfer.agreed} entries that it was made of."
            )
        empty = list(self.books.empty_transfers())
        self._found += [f"Transfer {number} has no entries." for number in empty]
        there = self.books.transfer_count()
        if not self._open and self.transfer_count + len(empty) != there:
            self._found.append(f"{there} transfers are there; the entries are of {self.transfer_count}.")
        for number, kept in self._kept.items():
            if not kept.is_right():
                self._found.append(f"The subtotal of account {number} is not what its entries sum to.")
        last, noted = self.head.number if self.head else 0, self.books.last_seal_number()
        if last != noted:
            self._found.append(f"The last seal is {last}; {noted} have been made.")
        if self.expected and self.expected.number > last:
            self._found.append(f"Seal {self.expected.number}, of the head {self.expected}, is not there.")
