"""A database that an older Trellis made, and what is in it: counted before and after it is migrated."""

import lzma
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest_django
from django.core.management import call_command
from psycopg import sql

from tests.databases import another_database

# It stays while other tests have databases of their own.
_ALIAS = "old"
_FILE = Path(__file__).with_name("before_rooms.sql.xz")


class Key(NamedTuple):
    """A foreign key: its table and column, and the table that it leads to."""

    table: str
    column: str
    target: str


@dataclass(frozen=True)
class Upgrade:
    """What was in the database before and after, and the connection to it as it is now."""

    connection: psycopg.Connection
    rows: tuple[dict[str, int], dict[str, int]]
    keys: tuple[dict[Key, str], dict[Key, str]]


@contextmanager
def old_database(blocker: pytest_django.DjangoDbBlocker) -> Iterator[psycopg.Connection]:
    """Lay a database as it was with the demo's data in it, and connect to it as its owner.

    `before_rooms.sql.xz` was written by `pg_dump --rows-per-insert=500` from the last Trellis whose apps
    were not in rooms yet, after its demo was used a little: a selection and a rejection, a tenant renamed,
    an invitation, a mailed code, a calendar's address.
    """
    with another_database(blocker, template="template0", alias=_ALIAS) as database:
        name = database.settings_dict["NAME"]
        with psycopg.connect(os.environ["TRELLIS_TEST_SUPERUSER_URL"], dbname=name) as superuser:
            superuser.execute(lzma.decompress(_FILE.read_bytes()))
        owner = os.environ["TRELLIS_OWNER_DATABASE_URL"].rpartition("/")[0]
        with psycopg.connect(f"{owner}/{name}", autocommit=True) as connection:
            yield connection


def migrate() -> None:
    """Migrate the database to what the code is now."""
    call_command("migrate", database=_ALIAS, verbosity=0)


def rows_of(connection: psycopg.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    count = sql.SQL("SELECT count(*) FROM {}")
    return {
        table: _one(connection, count.format(sql.Identifier("public", table)))  # type: ignore[misc]
        for (table,) in tables
    }


def keys_of(connection: psycopg.Connection) -> dict[Key, str]:
    """Return every foreign key of one column with a digest of all that it holds, in order."""
    rows = connection.execute(
        """
        SELECT source.relname, attname, target.relname
        FROM pg_constraint
        JOIN pg_class source ON source.oid = conrelid
        JOIN pg_class target ON target.oid = confrelid
        JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        WHERE contype = 'f' AND convalidated AND cardinality(conkey) = 1
          AND source.relnamespace = 'public'::regnamespace
        """
    ).fetchall()
    return {Key(*row): _digest(connection, Key(*row)) for row in rows}


def _digest(connection: psycopg.Connection, key: Key) -> str:
    digest = sql.SQL("SELECT coalesce(md5(string_agg({0}::text, ' ' ORDER BY {0})), '') FROM {1}")
    names = sql.Identifier(key.column), sql.Identifier("public", key.table)
    return str(_one(connection, digest.format(*names)))


def _one(connection: psycopg.Connection, statement: sql.Composed) -> object:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]
