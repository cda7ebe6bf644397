"""`trellis restore`: an archive put back, after all of it was looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from trellis.launcher.archive.backup import FORMAT
from trellis.launcher.archive.container import BadArchiveError, Reader
from trellis.launcher.archive.database import (
    connected,
    empty,
    fill,
    held_instance,
    is_filled,
    major_version,
    require_dump,
    shield,
)
from trellis.launcher.archive.files import Unpacked, storage_folders, walk
from trellis.launcher.archive.key import WITHOUT, WITHOUT_PUSH_KEY, fingerprint, push_fingerprint
from trellis.launcher.django_commands import in_django, one_line
from trellis.launcher.environment import settle_in
from trellis.launcher.errors import LauncherError
from trellis.launcher.layout import DataDirectory
from trellis.launcher.progress import Meter, Progress


def restore(*, file: Path, directory: DataDirectory, overwrite: bool, other_key: bool) -> None:
    """Put an archive back into an instance that is stopped, and empty unless `overwrite`.

    Raises LauncherError. `other_key` takes an archive whose instance had another key.
    """
    settle_in(directory)
    try:
        in_django(lambda: _restore(file, directory, overwrite=overwrite, other_key=other_key))
    except OSError as error:
        raise LauncherError(f"{file} cannot be restored: {error.strerror or error}.") from None
    except psycopg.Error as error:
        raise LauncherError(f"The database cannot be filled: {one_line(error)}") from None


def _restore(file: Path, directory: DataDirectory, *, overwrite: bool, other_key: bool) -> None:
    import django

    django.setup()
    progress = Progress()
    folders, reader = storage_folders(), Reader(file)
    with progress.step("Looking at the archive"):
        facts = reader.check(set(folders))
        _refuse_unknown(facts)
    key = fingerprint(directory)
    _refuse_other_key(facts, key, other_key=other_key)
    directory.create()
    with held_instance(directory, progress), connected(autocommit=True) as connection:
        if not overwrite:
            _refuse_filled(connection, folders)
        require_dump(reader.pieces(), server=major_version(connection))
        with Unpacked(folders) as unpacked:
            with progress.talkative_step("Writing the files"):
                _write_files(reader, unpacked, progress)
            with progress.talkative_step("Filling the database"):
                if overwrite:
                    empty(connection)
                fill(reader.pieces(), server=major_version(connection))
                shield(connection)
            unpacked.take_place()
    progress.headline(
        f"The backup of {facts['made_at']} is restored.{_what_of_the_key(facts, key, directory)}"
        f"{_what_of_the_push_key(facts, directory)}"
    )


def _refuse_unknown(facts: dict[str, Any]) -> None:
    """Refuse what a later Trellis has made; what an earlier one has made is migrated by the next start."""
    from django.db.migrations.loader import MigrationLoader

    if facts.get("format") != FORMAT:
        raise BadArchiveError("This is no archive that can be restored: it is of another Trellis.")
    try:
        migrations = {(str(app), str(name)) for app, name in facts["migrations"]}
        str(facts["made_at"]), str(facts["key"])
    except (KeyError, TypeError, ValueError):
        raise BadArchiveError("This is no archive that can be restored: it lacks facts.") from None
    unknown = migrations - MigrationLoader(None).disk_migrations.keys()
    if unknown:
        raise LauncherError(
            f"The archive is of a newer Trellis, which has the migration {'.'.join(min(unknown))};"
            " restore it with that version."
        )


def _refuse_other_key(facts: dict[str, Any], key: str, *, other_key: bool) -> None:
    if key and facts["key"] and key != facts["key"] and not other_key:
        raise LauncherError(
            f"The archive was made under another key (fingerprint {facts['key']}, here {key}). Put that key"
            f" into its place, or restore with --other-key, after which {WITHOUT}."
        )


def _refuse_filled(connection: psycopg.Connection[Any], folders: dict[str, Path]) -> None:
    filled = [str(root) for root in folders.values() if any(walk(root))]
    if is_filled(connection):
        filled.append("the database")
    if filled:
        raise LauncherError(
            f"There is something in {' and in '.join(filled)}; restore into an empty data directory, or with"
            " --overwrite, which removes all of it."
        )


def _write_files(reader: Reader, unpacked: Unpacked, progress: Progress) -> None:
    meter = Meter(progress)
    for storage, name, content in reader.files():
        meter.add(unpacked.write(storage, name, content))


def _what_of_the_key(facts: dict[str, Any], key: str, directory: DataDirectory) -> str:
    if key or not facts["key"]:
        return ""
    return (
        f" Before the start put its key (fingerprint {facts['key']}) into {directory.secret_key_path} or"
        f" TRELLIS_SECRET_KEY; under another one {WITHOUT}."
    )


def _what_of_the_push_key(facts: dict[str, Any], directory: DataDirectory) -> str:
    """Say what to do about the key for push services; nothing is refused for it, for little is lost by it."""
    was = facts.get("push_key")  # archives of earlier have none
    if not was or was == push_fingerprint(directory):
        return ""
    return (
        f" Its key for push services (fingerprint {was}) belongs into {directory.push_key_path} or"
        f" TRELLIS_VAPID_KEY; under another one {WITHOUT_PUSH_KEY}."
    )
