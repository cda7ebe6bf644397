"""A database that an older Trellis made, and what is in it: counted before and after it is migrated."""

import lzma
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql

_ROOT = Path(__file__).resolve().parents[2]
_FILE = Path(__file__).with_name("before_rooms.sql.xz")


class Key(NamedTuple):
    """A foreign key: its table and column, and the table that it leads to."""

    table: str
    column: str
    target: str


@contextmanager
def old_database(name: str) -> Iterator[str]:
    """Lay a database as it was with the demo's data in it, and give the owner's address of it.

    `before_rooms.sql.xz` was written by `pg_dump --rows-per-insert=500` from the last Trellis whose apps
    were not in rooms yet, after its demo was used a little: a selection and a rejection, a tenant renamed,
    an invitation, a mailed code, a calendar's address.
    """
    superuser = os.environ["TRELLIS_TEST_SUPERUSER_URL"]
    identifier = sql.Identifier(name)
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER trellis_owner TEMPLATE template0").format(identifier)
        )
        try:
            with psycopg.connect(superuser, dbname=name) as old:
                old.execute(lzma.decompress(_FILE.read_bytes()))
            yield os.environ["TRELLIS_OWNER_DATABASE_URL"].rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def migrate(owner_url: str) -> None:
    """Migrate the database to what the code is now."""
    migration = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
        check=False,
        capture_output=True,
        text=True,
        cwd=_ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "trellis.config.settings", "DATABASE_URL": owner_url},
    )
    assert not migration.returncode, migration.stderr


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
