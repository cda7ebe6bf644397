"""The books of a database, of one moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg

from trellis.launcher.ledger.rows import (
    EMPTY_TRANSFERS,
    ENTRIES,
    SEALED,
    SEALS,
    SUBTOTALS,
    TRANSFERS,
    EntryRow,
    SealRow,
    SubtotalRow,
)

_ROWS_AT_ONCE = 5_000


class RunningBooks:
    """What a connection sees, whose transaction must be of one snapshot."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def entries(self) -> Iterator[EntryRow]:
        """Yield all entries in their order."""
        return map(EntryRow._make, self._streamed("entries", ENTRIES))

    def seals(self) -> Iterator[SealRow]:
        """Yield all seals in their order."""
        return map(SealRow._make, self._streamed("seals", SEALS))

    def subtotals(self) -> Iterator[SubtotalRow]:
        """Yield all subtotals."""
        return map(SubtotalRow._make, self._streamed("subtotals", SUBTOTALS))

    def transfer_count(self) -> int:
        """Return how many transfers there are."""
        return self._number(TRANSFERS)

    def empty_transfers(self) -> Iterator[int]:
        """Yield the ids of transfers without entries."""
        return (number for (number,) in self._streamed("transfers", EMPTY_TRANSFERS))

    def last_seal_number(self) -> int:
        """Return the number of the last seal that was made."""
        return self._number(SEALED)

    def _streamed(self, name: str, statement: Any) -> Iterator[tuple[Any, ...]]:
        with self._connection.cursor(name=name) as cursor:
            cursor.itersize = _ROWS_AT_ONCE
            cursor.execute(statement)
            yield from cursor

    def _number(self, statement: Any) -> int:
        row = self._connection.execute(statement).fetchone()
        return int(row[0]) if row else 0
