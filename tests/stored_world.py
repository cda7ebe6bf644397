"""The demo world, loaded once for a process, for each test that wants it.

Most tests stand in it. One whose rows are rolled back goes to a database where the world always is; for one
that commits, rows are copied into its tables, which takes a part of what loading does.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from psycopg import sql

from tests.migrated import TEMPLATE
from trellis.demo.world import load_world

# Whom the world tells something while it is loaded is no part of it: tests ask who was told by what they did.
_TOLD = {"core_mail", "core_sms", "notifications_notification", "procrastinate_events", "procrastinate_jobs"}
# A trigger asks these for what it writes into those that point at them.
_ASKED = {"ledger_account", "ledger_transfer"}
# Triggers write these as rows are put back.
_TALLIED = {"learning_tally"}

_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
ORDER BY attnum
"""
_SEQUENCES = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"


class StoredWorld:
    """What a demo world has in each table, and its files."""

    def __init__(self, media: Path) -> None:
        """Load a world whose files go into a folder; its rows are gone from the database again."""
        self._media = media
        with override_settings(MEDIA_ROOT=media), transaction.atomic():
            before = _rows_of_tables()
            load_world(say=lambda step: None)
            after = _rows_of_tables()
            changed = {table for table in after if after[table] != before[table]} - _TOLD - _TALLIED
            added_to = {table for table in changed if before[table]}
            if added_to:
                raise AssertionError(f"rows of migrations and of the demo world stand together in {added_to}")
            self._statements = "; ".join(map(_insertion, sorted(changed, key=_place)))
            transaction.set_rollback(True)
        walk = [(Path(folder).relative_to(media), names) for folder, _, names in os.walk(media)]
        self._folders = [str(folder) for folder, _ in walk]
        self._files = [str(folder / name) for folder, names in walk for name in names]

    def put_back(self) -> None:
        """Have every row and file as it was; where the world is not yet, the tables must be empty."""
        if connection.settings_dict["NAME"] != _name():
            self._put_rows_back()
        for folder in self._folders:
            Path(settings.MEDIA_ROOT, folder).mkdir(exist_ok=True)
        for file in self._files:
            # Links will do: a storage replaces a file and never writes into it.
            os.link(f"{self._media}/{file}", f"{settings.MEDIA_ROOT}/{file}")

    def _put_rows_back(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # Foreign keys are looked at when the transaction ends, so the order of tables is free.
            cursor.execute(self._statements)

    def in_a_database(self) -> BaseDatabaseWrapper:
        """Return a connection to a new database of this process, in which the world always is."""
        statement = sql.SQL("CREATE DATABASE {name} OWNER trellis_owner TEMPLATE {template}")
        names = {"name": sql.Identifier(_name()), "template": sql.Identifier(TEMPLATE)}
        address = os.environ["TRELLIS_TEST_SUPERUSER_URL"]
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(statement.format(**names))
        with connection.cursor() as cursor:
            cursor.execute(_SEQUENCES)
            given_out = cursor.fetchall()
        with psycopg.connect(address, dbname=_name()) as superuser, superuser.cursor() as cursor:
            cursor.execute(self._statements)
            # Numbers that the world has are not given out again.
            cursor.executemany("SELECT setval(%s, %s)", given_out)
            cursor.execute("ANALYZE")
        database = connections.create_connection("default")
        database.settings_dict = {**database.settings_dict, "NAME": _name()}
        return database


@contextmanager
def connected_to(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Have the default connection be another one."""
    outside = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        connections["default"] = outside


def _place(table: str) -> tuple[bool, str]:
    return table not in _ASKED, table


def _name() -> str:
    return f"{connections.databases['default']['NAME']}_world"


def _statement(text: str, table: str) -> sql.Composed:
    return sql.SQL(text).format(sql.Identifier(table))


def _insertion(table: str) -> str:
    """Return a statement that writes what is in a table: of all, sent at once, the server answers one."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        columns = [sql.Identifier(name) for (name,) in cursor.fetchall()]
        values = sql.SQL(" || ',' || ").join(
            sql.SQL("quote_nullable({}::text)").format(column) for column in columns
        )
        rows = sql.SQL("SELECT string_agg('(' || {} || ')', ', ') FROM {}")
        cursor.execute(rows.format(values, sql.Identifier(table)))
        (told,) = cursor.fetchone()
        into = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ")
        head = into.format(sql.Identifier(table), sql.SQL(", ").join(columns))
        return f"{head.as_string(cursor)}{told}"


def _rows_of_tables() -> dict[str, bytes]:
    """Return the rows of each table that has some, as `COPY` writes them; b"" for an empty one."""
    rows = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(_statement("SELECT EXISTS (SELECT FROM {})", table))
            rows[table] = b""
            if cursor.fetchone()[0]:
                with cursor.copy(_statement("COPY {} TO STDOUT (FORMAT binary)", table)) as copy:
                    rows[table] = b"".join(bytes(part) for part in copy)
    return rows
