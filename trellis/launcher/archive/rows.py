"""Whether each file that a row names is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql


def missing_files(
    connection: psycopg.Connection[Any], folders: dict[str, Path], *, held: Path
) -> set[tuple[str, str]]:
    """Return storage and name of each file that a row of this transaction names, and `held` has not."""
    return {
        (storage, name)
        for storage, table, column in _columns(folders)
        for name in _names(connection, table, column)
        if not (held / storage / name).is_file()
    }


def _columns(folders: dict[str, Path]) -> Iterator[tuple[str, str, str]]:
    """Yield storage, table and column of every field of a file."""
    from django.apps import apps
    from django.db.models import FileField

    by_place = {folder: storage for storage, folder in folders.items()}
    for model in apps.get_models():
        for field in [] if model._meta.proxy else model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                place = Path(getattr(field.storage, "location", ""))
                if place in by_place:
                    yield by_place[place], model._meta.db_table, str(field.column)


def _names(connection: psycopg.Connection[Any], table: str, column: str) -> Iterator[str]:
    statement = sql.SQL("SELECT {column} FROM {table} WHERE {column} <> ''").format(
        column=sql.Identifier(column), table=sql.Identifier(table)
    )
    with connection.cursor(name="names") as cursor:
        cursor.execute(statement)
        for (name,) in cursor:
            yield name
