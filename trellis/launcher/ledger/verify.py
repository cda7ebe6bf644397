"""`trellis ledger verify`: what the walk through the books found, told to an operator."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import psycopg

from trellis.launcher.archive.container import Reader
from trellis.launcher.archive.database import connected, reached_instance
from trellis.launcher.archive.files import storage_folders
from trellis.launcher.django_commands import in_django, one_line
from trellis.launcher.environment import settle_in
from trellis.launcher.errors import LauncherError
from trellis.launcher.layout import DataDirectory
from trellis.launcher.ledger.dumped import DumpedBooks
from trellis.launcher.ledger.rows import Books
from trellis.launcher.ledger.running import RunningBooks
from trellis.launcher.ledger.verifying import Head, Verification
from trellis.launcher.progress import Progress

_MOST_TOLD = 20


def verify_ledger(*, file: Path | None, head: Head | None, directory: DataDirectory) -> None:
    """Reckon the ledger of the instance anew, or that of an archive; raise LauncherError unless it is whole.

    `head` is one that was printed earlier: its seal must be there as it was.
    """
    progress = Progress()
    try:
        with _archived(file, directory) if file else _running(directory, progress) as books:
            tell(books, head=head, progress=progress)
    except OSError as error:
        raise LauncherError(f"The ledger cannot be read: {error.strerror or error}.") from None
    except psycopg.Error as error:
        raise LauncherError(f"The ledger cannot be read: {one_line(error)}") from None


def tell(books: Books, *, head: Head | None, progress: Progress) -> None:
    """Say what books have, and each fault of theirs; raise LauncherError where there is one."""
    verification = Verification(books, expected=head)
    faults = verification.faults()
    told = 0
    for fault in islice(faults, _MOST_TOLD):
        progress.say(fault)
        told += 1
    more = sum(1 for _ in faults)
    progress.say(
        f"Transfers: {verification.transfer_count}. Entries: {verification.entry_count},"
        f" of them not sealed yet: {verification.unsealed_count}."
        f" Seals: {verification.head.number if verification.head else 0}."
    )
    if told:
        rest = f"; {more} faults more are not told" if more else ""
        raise LauncherError(f"The ledger is not as it was written{rest}.")
    progress.say(f"Head: {verification.head}" if verification.head else "There is no head yet.")


@contextmanager
def _running(directory: DataDirectory, progress: Progress) -> Iterator[Books]:
    with reached_instance(directory, progress), connected() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield RunningBooks(connection)


@contextmanager
def _archived(file: Path, directory: DataDirectory) -> Iterator[Books]:
    settle_in(directory)
    reader = Reader(file)
    server = [0]

    def check() -> None:
        import django

        django.setup()
        server[0] = int(reader.check(set(storage_folders()))["postgresql"])

    in_django(check)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(DumpedBooks(reader.pieces(), server=server[0], file=Path(folder) / "books")) as books,
    ):
        yield books
