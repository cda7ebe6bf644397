"""Emptying the tables after a test that commits: most of them are empty already."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations

from trellis.core.processes import wait_until

# Django does not count them among its own.
_TABLES_OF_JOBS = [f"procrastinate_{name}" for name in ("jobs", "events", "workers", "periodic_defers")]
# Nor those in schemas of their own, whose keys are not looked at while rows go.
_HIDDEN_TABLES = [
    f"candidates_private.{name}"
    for name in (
        *("disability", "disability_sharing", "disability_read"),
        *("selection_run", "selection_basis", "selection_rate"),
    )
]
# What migrations leave is the same in every database of the run, and is remembered by its numbers.
_KEPT_TABLES = {"django_content_type", "auth_permission"}
# A table that has rows has a page.
_FILLED = "SELECT name FROM unnest(%s::text[]) AS name WHERE pg_relation_size(name::regclass) > 0"

_connections: dict[str, psycopg.Connection] = {}


@contextmanager
def tables_emptied_by_rows() -> Iterator[None]:
    """Have Django's flush delete rows, while this lasts.

    Its `TRUNCATE` writes new files for each table and all its indexes, and it would need a right that the
    application has not got. What every start makes is kept, so nothing has to make it anew.
    """
    flush.emit_post_migrate_signal = lambda *_: None  # type: ignore[assignment]
    DatabaseOperations.sql_flush = _tables  # type: ignore[method-assign]
    DatabaseOperations.execute_sql_flush = _empty  # type: ignore[method-assign]
    try:
        yield
    finally:
        for connection in _connections.values():
            connection.close()


def _tables(operations: DatabaseOperations, _style: object, tables: list[str], **_: bool) -> list[str]:
    emptied = [*(table for table in tables if table not in _KEPT_TABLES), *_TABLES_OF_JOBS]
    return [operations.quote_name(table) for table in emptied] + _HIDDEN_TABLES


def _empty(operations: DatabaseOperations, tables: list[str]) -> None:
    """Delete all rows as the superuser of the test's database, as soon as nobody is in the way.

    A server under test may still be writing. Who waits for all tables at once easily waits in a ring
    with it, so the wait is broken off long before PostgreSQL would end one of the two, and begun anew.
    """
    database = operations.connection.settings_dict["NAME"]

    def run() -> bool:
        try:
            _delete_rows(_superuser(database), tables)
        except psycopg.errors.LockNotAvailable:
            return False
        return True

    assert wait_until(run, timeout=30)


def _superuser(database: str) -> psycopg.Connection:
    """Return a connection that stays: a new one has all tables and indexes to learn of."""
    if database not in _connections or _connections[database].closed:
        _connections[database] = psycopg.connect(
            os.environ["TRELLIS_TEST_SUPERUSER_URL"],
            dbname=database,
            options="-c lock_timeout=200",
            autocommit=True,
        )
    return _connections[database]


def _delete_rows(superuser: psycopg.Connection, tables: list[str]) -> None:
    with superuser.transaction():
        # What a server under test is still writing is waited for, and then gone too.
        superuser.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        filled = [name for (name,) in superuser.execute(_FILLED, [tables])]
        # Every row goes, so no key and no guard has to look at it.
        statements = ["SET LOCAL session_replication_role = replica", *(f"DELETE FROM {n}" for n in filled)]
        superuser.execute("; ".join(statements))
