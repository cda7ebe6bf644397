"""Statements that a connection keeps prepared, run through libpq itself.

psycopg's cursors take 20 µs longer for each, all of it in the interpreter, so that no other thread runs
meanwhile, and prepare everything anew after a rollback. What they do for a statement stands here: they open
the transaction, turn values into what the server reads and back, refuse what it cannot read, and know its
errors.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from itertools import count
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import FeatureNotSupported, InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

# So many a connection keeps; one that has not run for the longest time makes room for another.
MOST = 200
_KEPT = "_trellis_statements"
_ARE_WELL = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_numbers = count(1)


class Statement:
    """One statement of one connection, and what it found when it last ran, until it is closed."""

    def __init__(self, raw: psycopg.Connection[Any], sql: str) -> None:
        self._raw = raw
        self._sql = sql
        self._name = f"trellis_{next(_numbers)}".encode()
        # It learns once how the columns are read; what is prepared has the same ones for ever.
        self._transformer = Transformer(raw)
        self._is_prepared = self._knows_columns = False
        self._found: PGresult | None = None

    def run(self, parameters: Sequence[Any]) -> None:
        """Run the statement; raise psycopg's errors."""
        raw = self._raw
        if not raw.autocommit and raw.pgconn.transaction_status == TransactionStatus.IDLE:
            raw.execute("SELECT")  # has psycopg open the transaction as it was told to
        with raw.lock:
            if not self._is_prepared:
                self._well(raw.pgconn.prepare(self._name, self._sql.encode()))
                self._is_prepared = True
            formats = [PyFormat.TEXT] * len(parameters)
            values = self._transformer.dump_sequence(parameters, formats)
            # The annotation forgets NULL.
            self._found = self._well(raw.pgconn.exec_prepared(self._name, values))  # type: ignore[arg-type]

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows that were found, as psycopg's cursors do."""
        if self._found is None:
            return []
        self._transformer.set_pgresult(self._found, set_loaders=not self._knows_columns)
        self._knows_columns = True
        return self._transformer.load_rows(0, self._found.ntuples, tuple)

    def texts(self) -> list[bytes | None]:
        """Return the columns of the first row as the server wrote them, to be sent on."""
        found = self._found
        return [found.get_value(0, column) for column in range(found.nfields)] if found else []

    def close(self) -> None:
        """Forget what was found, which may be large."""
        self._found = None
        self._transformer.set_pgresult(None, set_loaders=False)

    def deallocate(self) -> None:
        """Have the server forget the statement."""
        with self._raw.lock:
            self._raw.pgconn.exec_(b"DEALLOCATE " + self._name)

    def _well(self, result: PGresult) -> PGresult:
        if result.status in _ARE_WELL:
            return result
        if self._raw.pgconn.status == ConnStatus.BAD:
            raise psycopg.OperationalError(result.get_error_message())
        error = error_from_result(result)
        if isinstance(error, FeatureNotSupported | InvalidSqlStatementName):
            # A migration has changed the columns, or somebody else has deallocated it.
            _kept_by(self._raw).pop(self._sql, None)
        raise error


def statement_of(raw: psycopg.Connection[Any], sql: str) -> Statement:
    """Return the connection's statement of this text, whose parameters are `$1`, `$2` …"""
    kept = _kept_by(raw)
    found = kept.get(sql)
    if found is None:
        found = kept[sql] = Statement(raw, sql)
        if len(kept) > MOST:
            kept.popitem(last=False)[1].deallocate()
    else:
        kept.move_to_end(sql)
    return found


def _kept_by(raw: psycopg.Connection[Any]) -> OrderedDict[str, Statement]:
    kept: OrderedDict[str, Statement] = raw.__dict__.setdefault(_KEPT, OrderedDict())
    return kept
