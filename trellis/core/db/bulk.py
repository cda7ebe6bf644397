"""Many rows at once: read while the server still sends them, and written while it still takes them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models
from psycopg import Cursor, sql

_AT_ONCE = 100


def streamed(rows: models.QuerySet[Any, tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a `values_list` as the server finds them; bytes and JSON come as they are kept.

    Until all are read the connection does nothing else.
    """
    statement, parameters = rows.query.sql_with_params()
    connection.ensure_connection()
    # Django's own cursors put values into the statement, and can be answered in text alone.
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        yield from cursor.stream(statement, parameters, binary=True, size=_AT_ONCE)


def copied(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of these columns, in their order; JSON is given as text."""
    called = {field.name: str(field.column) for field in model._meta.concrete_fields}
    table = sql.Identifier(model._meta.db_table)
    names = sql.SQL(", ").join([sql.Identifier(called[name]) for name in columns])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(table, names)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
