"""`trellis backup`: the database of one moment, and every file that it names.

Files never change once they are there; one is stored before the row that names it is committed, and deleted
after that row is. So each file of a moment was there in that moment. Links are made before it and right
after it, and keep what is deleted while the archive is written. Then each row's file is looked for among
them, and a moment that one slipped out of is let go for another.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg

from trellis.launcher.archive.container import DATABASE, FILES, MANIFEST, Writer
from trellis.launcher.archive.database import connected, dump, major_version, reached_instance
from trellis.launcher.archive.files import held_still, link_all, storage_folders, walk
from trellis.launcher.archive.key import fingerprint, push_fingerprint
from trellis.launcher.archive.rows import missing_files
from trellis.launcher.django_commands import in_django, one_line
from trellis.launcher.environment import place_of_key
from trellis.launcher.errors import LauncherError
from trellis.launcher.layout import DataDirectory
from trellis.launcher.progress import Meter, Progress

FORMAT = 1
_ATTEMPTS = 3
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"


def backup(*, file: Path, directory: DataDirectory) -> None:
    """Write an archive of the instance into a new file; raise LauncherError."""
    progress = Progress()
    if file.exists():
        raise LauncherError(f"{file} is there already; choose another name.")
    try:
        with reached_instance(directory, progress):
            directory.create()
            in_django(lambda: _backup(file, directory, progress))
    except OSError as error:
        raise LauncherError(f"The archive {file} cannot be written: {error.strerror or error}.") from None
    except psycopg.Error as error:
        raise LauncherError(f"The database cannot be copied: {one_line(error)}") from None


def _backup(file: Path, directory: DataDirectory, progress: Progress) -> None:
    import django

    django.setup()
    folders = storage_folders()
    with held_still(directory) as held, connected() as connection, _whole_file(file) as out:
        with progress.talkative_step("Holding the files"):
            snapshot, missing = _moment(connection, folders, held)
        writer = Writer(out)
        writer.note(MANIFEST, _facts(connection, directory))
        with progress.talkative_step("Copying the database"):
            _add_database(writer, snapshot, major_version(connection), progress)
        with progress.talkative_step("Copying the files"):
            _add_files(writer, folders, held, progress)
        writer.finish()
    if missing:
        progress.say(f"{len(missing)} files that rows name are not there, for example {min(missing)[1]}")
    progress.headline(
        f"The backup is {file}. Keep a copy of the key apart from it: {place_of_key(directory)}"
    )


def _moment(
    connection: psycopg.Connection[Any], folders: dict[str, Path], held: Path
) -> tuple[str, set[tuple[str, str]]]:
    """Return a snapshot that the connection keeps, and those of its files that cannot be had."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    before: set[tuple[str, str]] | None = None
    for _ in range(_ATTEMPTS):
        link_all(folders, held)
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        link_all(folders, held)
        missing = missing_files(connection, folders, held=held)
        if not missing or missing == before:
            break
        before = missing
        connection.rollback()
    else:
        raise LauncherError("Files go faster than they can be held; try again when less is done.")
    return (row or [""])[0], missing


def _facts(connection: psycopg.Connection[Any], directory: DataDirectory) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "postgresql": major_version(connection),
        "migrations": [list(row) for row in connection.execute(_MIGRATIONS)],
        "key": fingerprint(directory),
        "push_key": push_fingerprint(directory),
    }


def _add_database(writer: Writer, snapshot: str, server: int, progress: Progress) -> None:
    meter = Meter(progress)
    for number, piece in enumerate(dump(snapshot=snapshot, server=server), start=1):
        writer.piece(f"{DATABASE}/{number:08}", piece)
        meter.add(len(piece))


def _add_files(writer: Writer, folders: dict[str, Path], held: Path, progress: Progress) -> None:
    meter = Meter(progress)
    for storage in folders:
        for name in walk(held / storage):
            with (held / storage / name).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                writer.file(f"{FILES}/{storage}/{name}", file, size=size)
            meter.add(size)


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for this user's eyes only that appears under its name when it is whole."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        _keep_name(path.parent)
    except BaseException:
        with suppress(FileNotFoundError):
            unfinished.unlink()
        raise


def _keep_name(folder: Path) -> None:
    """Have the disk know by now what was renamed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
