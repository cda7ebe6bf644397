"""Making a million rows within a minute or two: indexes and references follow after them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

_REFERENCES = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = ANY(%(tables)s::text[]::regclass[]) AND contype IN ('f', 'u')
"""
_INDEXES = """
SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes
WHERE tablename = ANY(%(tables)s) AND indexname NOT LIKE '%%pkey'
"""


@contextmanager
def without_indexes(database: psycopg.Connection[Any], *tables: str) -> Iterator[None]:
    """Take indexes and references off the tables, and put them back at the end."""
    database.execute("SET maintenance_work_mem = '512MB'")
    database.execute("SET max_parallel_maintenance_workers = 2")
    later = []
    for query in (_REFERENCES, _INDEXES):
        # Each asks anew: with a unique constraint its index is gone.
        for drop, create in (
            psycopg.ClientCursor(database).execute(query, {"tables": list(tables)}).fetchall()
        ):
            database.execute(drop)
            later.append(create)
    yield
    for create in later:
        database.execute(create)
