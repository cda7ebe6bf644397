"""A database of a test's own beside that of the run, for what happens to whole databases."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest_django
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

# What Django calls it while it is there, if nothing else is said.
ALIAS = "another"


@contextmanager
def another_database(
    blocker: pytest_django.DjangoDbBlocker, *, template: str, alias: str = ALIAS
) -> Iterator[BaseDatabaseWrapper]:
    """Make a database from a template and connect to it as the owner of its tables; it is gone afterwards."""
    name = f"{alias}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
    default = connections.databases["default"]
    connections.databases[alias] = {**default, "NAME": name, "USER": "trellis_owner"}
    with psycopg.connect(os.environ["TRELLIS_TEST_SUPERUSER_URL"], autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {name} OWNER trellis_owner TEMPLATE {template}").format(**names)
        )
        try:
            with blocker.unblock():
                yield connections[alias]
        finally:
            connections[alias].close()
            del connections[alias], connections.databases[alias]
            server.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**names))


def rows_of(database: BaseDatabaseWrapper, statement: str) -> list[tuple[Any, ...]]:
    """Return what a statement gives there."""
    with database.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
