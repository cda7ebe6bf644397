"""Hot queries, compiled once by the ORM and prepared once per connection by PostgreSQL.

Building and compiling a queryset costs Python several times what PostgreSQL takes to answer it, and
Django's cursors have PostgreSQL plan it anew each time. A queryset with named holes is compiled once:

    COACH = PreparedQuery(Coach.objects.filter(user_id=Argument("user_id")).values_list("pk"))
    rows = COACH.rows(user_id=5)

Worth it where a request does little else; everything else uses the ORM as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cached_property
from time import monotonic
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators

from trellis.core.db.statements import Statement, statement_of

Model = TypeVar("Model", bound=models.Model)
Result = TypeVar("Result")
_PLACEHOLDER = re.compile("%%|%s")
_NUMBERED = re.compile(r"\$([0-9]+)")
_NUMBERS = range(-(2**63), 2**63)


def run_prepared(
    sql: str,
    parameters: Sequence[Any],
    *,
    read: Callable[[Statement], Result],
    using: str = DEFAULT_DB_ALIAS,
) -> Result:
    """Run a statement, whose parameters are `$1`, `$2` …, and return what `read` makes of what it found.

    It has what Django's own cursors have: Django's errors, wrappers, query log, health check.
    """
    connection = connections[using]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.validate_thread_sharing()
    if connection.queries_logged or connection.execute_wrappers:
        return _run_watched(sql, parameters, read, connection)
    # What Django's own cursor does where nobody watches it, at a third of its cost.
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, closing(statement_of(connection.connection, sql)) as statement:
        statement.run(parameters)
        return read(statement)


def _run_watched(
    sql: str,
    parameters: Sequence[Any],
    read: Callable[[Statement], Result],
    connection: BaseDatabaseWrapper,
) -> Result:
    watched = _Watched(connection)
    with connection.make_cursor(watched) as cursor:  # type: ignore[arg-type]
        started = monotonic()
        cursor.execute(sql, parameters)
        if connection.queries_logged:
            taken = f"{monotonic() - started:.3f}"
            connection.queries_log.append({"sql": f"{sql} -- {list(parameters)}", "time": taken})
        if watched.statement is None:
            raise ProgrammingError("what watches the connection has run no statement")
        with connection.wrap_database_errors:
            return read(watched.statement)


class _Watched:
    """What Django takes for the cursor: wrappers may have it run another text."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._raw = connection.connection
        self.statement: Statement | None = None

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run the statement of this text."""
        self.statement = statement_of(self._raw, sql)
        self.statement.run(parameters)

    def close(self) -> None:
        """Forget what was found."""
        if self.statement is not None:
            self.statement.close()


class Argument(Expression):
    """A hole in a queryset, filled when the prepared query runs."""

    def __init__(self, name: str, output_field: models.Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field or models.BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return a placeholder of the hole's type, with the hole itself for its value."""
        return f"%s::{self.output_field.db_type(connection)}", [self]


class PreparedQuery(Generic[Model]):
    """A queryset with Arguments. It is compiled at its first use, when the database is known.

    What else the queryset compares with stands in the statement itself: a plan for whatever there might be
    could not use an index WHERE stage <> 'withdrawn'.
    """

    def __init__(self, queryset: models.QuerySet[Model, Any]) -> None:
        self._queryset = queryset

    def rows(self, **arguments: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a `values_list` queryset, as PostgreSQL gives them.

        A number that no column holds finds nothing, as in Django's own queries; PostgreSQL would refuse it.
        """
        if any(isinstance(value, int) and value not in _NUMBERS for value in arguments.values()):
            return []
        try:
            sql, parameters = self.bound(**arguments)
        except EmptyResultSet:
            return []
        return run_prepared(sql, parameters, read=Statement.rows)

    def bound(self, **arguments: Any) -> tuple[str, list[Any]]:
        """Return the statement, always the same, and its parameters, to run or to build on."""
        sql, holes = self._compiled
        return sql, [hole(arguments) for hole in holes]

    def first(self, **arguments: Any) -> Model | None:
        """Return the first row of a queryset over whole rows as an instance of its model.

        What the queryset joins by `select_related` comes along.
        """
        rows = self.rows(**arguments)
        if not rows:
            return None
        values = list(rows[0])
        for position, converters, column in self._converters:
            for convert in converters:
                values[position] = convert(values[position], column, connections[DEFAULT_DB_ALIAS])
        fields = self._fields
        found = self._queryset.model.from_db(DEFAULT_DB_ALIAS, fields, values[: len(fields)])
        for related in self._related:
            related.populate(values, found)
        return found

    @cached_property
    def _fields(self) -> list[str]:
        return [field.attname for field in self._queryset.model._meta.concrete_fields]

    @cached_property
    def _compiler(self) -> Any:
        compiler = self._queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.setup_query()
        return compiler

    @cached_property
    def _related(self) -> list[Any]:
        """What makes the joined instances of a row, as Django's own querysets have it."""
        compiler = self._compiler
        # The stubs are of a later Django.
        return list(get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS))  # type: ignore[call-arg]

    @cached_property
    def _converters(self) -> list[tuple[int, list[Any], Any]]:
        """What some fields make of the driver's values: JSON, for one, comes as text."""
        found = self._compiler.get_converters([column for column, *_ in self._compiler.select])
        return [(position, *each) for position, each in found.items()]

    @cached_property
    def _compiled(self) -> tuple[str, list[Callable[[dict[str, Any]], Any]]]:
        sql, parameters = self._queryset.query.sql_with_params()
        waiting, holes = iter(parameters), list[Callable[[dict[str, Any]], Any]]()

        def filled(found: re.Match[str]) -> str:
            if found[0] == "%%":
                return "%"
            parameter = next(waiting)
            if isinstance(parameter, str | int):
                return "'" + str(bound(parameter)).replace("'", "''") + "'"
            if isinstance(parameter, float):
                # Beside a whole number the server would take it for one.
                return f"'{parameter}'::float8"
            holes.append(_filler(parameter))
            return f"${len(holes)}"

        return _PLACEHOLDER.sub(filled, sql), holes


def shifted(sql: str, by: int) -> str:
    """Return a statement whose parameters stand behind so many others."""
    return _NUMBERED.sub(lambda found: f"${int(found[1]) + by}", sql)


def _filler(parameter: Any) -> Callable[[dict[str, Any]], Any]:
    if isinstance(parameter, Argument):
        return lambda arguments: bound(arguments[parameter.name])
    return lambda _: bound(parameter)


def bound(value: Any) -> Any:
    """Return a value as a parameter of a prepared statement."""
    # Integers of different sizes have different types, each of which would be prepared anew; a text
    # takes the type that the placeholder's cast gives it.
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number or isinstance(value, UUID) else value
