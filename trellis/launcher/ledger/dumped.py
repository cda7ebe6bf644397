"""The books of a dump: their tables alone are written out, and laid into a file that can be asked.

Nothing of a dump is run. A table comes as PostgreSQL keeps it, in no order, so it is laid down first.
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from trellis.launcher.archive.programs import program
from trellis.launcher.environment import without_libpq
from trellis.launcher.errors import LauncherError
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

_TABLES = {
    "ledger_account": "id INTEGER PRIMARY KEY, kind TEXT, currency TEXT, user_id INTEGER",
    "ledger_transfer": "id INTEGER PRIMARY KEY, key TEXT, kind TEXT, reference TEXT, currency TEXT,"
    " entry_count INTEGER, happened_at TEXT",
    "ledger_entry": "id INTEGER PRIMARY KEY, amount_minor INTEGER, hash BLOB, account_id INTEGER,"
    " transfer_id INTEGER",
    "ledger_seal": "number INTEGER PRIMARY KEY, last_entry_id INTEGER, entry_count INTEGER, sealed_at TEXT,"
    " root BLOB",
    "ledger_sealing": "id INTEGER PRIMARY KEY, seal_number INTEGER, entry_id INTEGER, xid INTEGER,"
    " summed_entry_id INTEGER",
    "ledger_subtotal": "account_id INTEGER PRIMARY KEY, through_entry_id INTEGER, balance_minor INTEGER,"
    " spans TEXT",
}
_DIGESTS = {"hash", "root"}
_HEADING = re.compile(rb"COPY public\.(\w+) \(([\w, ]+)\) FROM stdin;\n")
_ESCAPED = re.compile(rb"\\(.)")
_ESCAPES = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


class DumpedBooks:
    """What a dump has, laid into an SQLite file of ours."""

    def __init__(self, pieces: Iterable[bytes], *, server: int, file: Path) -> None:
        """Read a dump that a server of this version wrote; raise LauncherError where it has no ledger."""
        self._base = sqlite3.connect(file, isolation_level=None)
        self._base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
        for table, columns in _TABLES.items():
            self._base.execute(f"CREATE TABLE {table} ({columns})")
        found = _written_out(pieces, server=server, take=self._lay_down)
        self._base.execute("CREATE INDEX entry_of_transfer ON ledger_entry (transfer_id)")
        self._base.execute("COMMIT")
        if missing := _TABLES.keys() - found:
            raise LauncherError(f"There is no ledger in it: {min(missing)} is missing.")

    def entries(self) -> Iterator[EntryRow]:
        """Yield all entries in their order."""
        for row in map(EntryRow._make, self._base.execute(ENTRIES)):
            yield row._replace(happened_at=_moment(row.happened_at))

    def seals(self) -> Iterator[SealRow]:
        """Yield all seals in their order."""
        for row in map(SealRow._make, self._base.execute(SEALS)):
            yield row._replace(sealed_at=_moment(row.sealed_at))

    def subtotals(self) -> Iterator[SubtotalRow]:
        """Yield all subtotals."""
        for row in map(SubtotalRow._make, self._base.execute(SUBTOTALS)):
            yield row._replace(spans=json.loads(cast("Any", row.spans)))

    def transfer_count(self) -> int:
        """Return how many transfers there are."""
        return int(self._base.execute(TRANSFERS).fetchone()[0])

    def empty_transfers(self) -> Iterator[int]:
        """Yield the ids of transfers without entries."""
        return (number for (number,) in self._base.execute(EMPTY_TRANSFERS))

    def last_seal_number(self) -> int:
        """Return the number of the last seal that was made."""
        return int(self._base.execute(SEALED).fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def _lay_down(self, table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
        kept = [name for name in columns if re.search(rf"\b{name} ", _TABLES[table])]
        places = [columns.index(name) for name in kept]
        holes = ", ".join("?" * len(kept))
        statement = f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({holes})"  # noqa: S608  (names of ours)
        reads: list[Callable[[bytes], Any]] = [_digest if name in _DIGESTS else bytes.decode for name in kept]

        def values() -> Iterator[list[Any]]:
            for row in rows:
                given = (row[place] for place in places)
                yield [None if one is None else read(one) for one, read in zip(given, reads, strict=True)]

        self._base.executemany(statement, values())


def _written_out(
    pieces: Iterable[bytes], *, server: int, take: Callable[[str, list[str], Iterable[list[Any]]], None]
) -> set[str]:
    """Have `pg_restore` write the tables out, each handed to `take`; return their names."""
    tables = [f"--table={table}" for table in _TABLES]
    process = subprocess.Popen(
        [program("pg_restore", server=server), "--data-only", "--file=-", *tables],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=without_libpq(),
    )
    fed: list[Exception] = []
    with process:
        feeder = threading.Thread(target=_feed, args=[cast("IO[bytes]", process.stdin), pieces, fed])
        feeder.start()
        try:
            found = _taken(cast("IO[bytes]", process.stdout), take)
        except BaseException:
            process.kill()
            raise
        finally:
            feeder.join()
        said = cast("IO[bytes]", process.stderr).read().decode(errors="replace").strip().splitlines()
    if fed:
        raise fed[0]
    if process.returncode != 0:
        raise LauncherError(f"pg_restore failed: {said[0] if said else f'status {process.returncode}'}")
    return found


def _feed(stdin: IO[bytes], pieces: Iterable[bytes], fed: list[Exception]) -> None:
    try:
        with stdin:
            for piece in pieces:
                stdin.write(piece)
    except BrokenPipeError:
        pass  # it has ended, and says why
    except Exception as error:
        fed.append(error)


def _taken(lines: IO[bytes], take: Callable[[str, list[str], Iterable[list[Any]]], None]) -> set[str]:
    found = set()
    for line in lines:
        if heading := _HEADING.fullmatch(line):
            table = heading[1].decode()
            take(table, heading[2].decode().split(", "), _rows(lines))
            found.add(table)
    return found


def _rows(lines: IO[bytes]) -> Iterator[list[bytes | None]]:
    """Yield the rows of one `COPY`."""
    for line in lines:
        if line == b"\\.\n":
            return
        yield [None if each == b"\\N" else _plain(each) for each in line[:-1].split(b"\t")]


def _plain(text: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), text) if b"\\" in text else text


def _digest(text: bytes) -> bytes:
    return bytes.fromhex(text.removeprefix(b"\\x").decode())


def _moment(text: Any) -> Any:
    """Return a moment as PostgreSQL writes it; None where there is none."""
    return None if text is None else datetime.fromisoformat(text)
