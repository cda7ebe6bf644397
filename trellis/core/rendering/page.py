"""A compiled page: from keys to finished JSON text in one prepared statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from rest_framework import serializers

from trellis.core.db.prepared import Argument, bound, run_prepared
from trellis.core.db.statements import Statement
from trellis.core.rendering.compiler import compile_items, compile_statement
from trellis.core.rendering.errors import UncompilableField
from trellis.core.rendering.kinds import Kind, kind_of
from trellis.core.rendering.rows import primary_key

_KEY_TYPES: dict[Kind | None, tuple[str, type[Any]]] = {
    Kind.INTEGER: ("bigint", int),
    Kind.UUID: ("uuid", UUID),
}


@dataclass(frozen=True)
class CompiledPage:
    """One serializer's list form.

    `sql` takes the keys as an array literal, `$1`, and after it the arguments in their order.
    """

    serializer_class: type[serializers.Serializer[Any]]
    model: type[models.Model]
    sql: str
    key: type[Any]
    arguments: tuple[Argument, ...] = ()

    def sql_over(self, keys: str, *, first: int = 2) -> str:
        """Return the statement over the keys that `keys`, a SELECT of one array, finds.

        `first` is the number of the parameter that is the first of the arguments.
        """
        return compile_statement(self.serializer_class(), self.model, keys, self.holes(first))

    def items_over(self, page: str) -> str:
        """Return the SELECT of each row's place and JSON; `page`, in FROM, gives their keys and places."""
        return compile_items(self.serializer_class(), self.model, page, {})

    def holes(self, first: int) -> dict[str, str]:
        """Return the SQL of each argument, by its name; `first` is the number of the first parameter."""
        return _holes(self.arguments, first)

    def render(self, ids: Iterable[Any], *, using: str = DEFAULT_DB_ALIAS, **arguments: Any) -> bytes:
        """Return the JSON list of the rows with these keys, in their order, unknown ones absent.

        Raises TypeError unless all `arguments` of the page are given, and no others.
        """
        given = self.bound(arguments)
        keys = self.keys(ids)
        if keys == "{}":
            return b"[]"
        # The bytes as they came: no decoding here to be encoded again for the response.
        (text,) = run_prepared(self.sql, [keys, *given], read=Statement.texts, using=using)
        return text or b""

    def bound(self, arguments: Mapping[str, Any]) -> list[Any]:
        """Return the parameters that these arguments are; raise TypeError for missing and unknown ones."""
        names = [argument.name for argument in self.arguments]
        if arguments.keys() != set(names):
            wrong = ", ".join(sorted(arguments.keys() ^ set(names)))
            raise TypeError(f"{self.serializer_class.__name__} takes ({', '.join(names)}): see {wrong}")
        return [bound(arguments[name]) for name in names]

    def keys(self, ids: Iterable[Any]) -> str:
        """Return the statement's parameter; always a text, so that it stays one prepared plan."""
        return "{" + ",".join([str(self.key(str(each))) for each in ids]) + "}"


def compile_page(
    serializer_class: type[serializers.Serializer[Any]],
    *,
    model: type[models.Model] | None = None,
    arguments: Sequence[Argument] = (),
) -> CompiledPage:
    """Compile the serializer for pages of its Meta.model; refuse what has no SQL form.

    `arguments` are what `render` is given beside the keys, such as who reads, for Computed that take them.
    Call it where the serializer is declared: raising UncompilableField, it stops the start.
    """
    serializer = serializer_class()
    rows = model or getattr(getattr(serializer_class, "Meta", None), "model", None)
    if rows is None:
        raise UncompilableField(serializer, "it has no Meta.model: pass model= to compile_page")
    kind = kind_of(primary_key(rows))
    if kind not in _KEY_TYPES:
        raise UncompilableField(serializer, f"the primary key of {rows.__name__} is neither integer nor uuid")
    key_type, key = _KEY_TYPES[kind]
    keys, holes = f"SELECT $1::{key_type}[]", _holes(arguments, 2)
    sql = compile_statement(serializer, rows, keys, holes)
    return CompiledPage(serializer_class, rows, sql, key, tuple(arguments))


def _holes(arguments: Sequence[Argument], first: int) -> dict[str, str]:
    """Return the SQL of each argument: a parameter that is cast to its type."""
    types = (argument.output_field.db_type(connections[DEFAULT_DB_ALIAS]) for argument in arguments)
    return {
        argument.name: f"${place}::{kind}"
        for place, (argument, kind) in enumerate(zip(arguments, types, strict=True), start=first)
    }
