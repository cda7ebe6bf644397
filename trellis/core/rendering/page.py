"""A compiled page: from keys to finished JSON text in one prepared statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, models
from rest_framework import serializers

from trellis.core.db.prepared import PreparedCursor, run_prepared
from trellis.core.rendering.compiler import compile_statement
from trellis.core.rendering.errors import UncompilableField
from trellis.core.rendering.kinds import Kind, kind_of
from trellis.core.rendering.rows import primary_key

_KEY_TYPES: dict[Kind | None, tuple[str, type[Any]]] = {
    Kind.INTEGER: ("bigint", int),
    Kind.UUID: ("uuid", UUID),
}


@dataclass(frozen=True)
class CompiledPage:
    """One serializer's list form. `sql` takes one parameter, `$1`: the keys as an array literal."""

    serializer_class: type[serializers.Serializer[Any]]
    model: type[models.Model]
    sql: str
    key: type[Any]

    def sql_over(self, keys: str) -> str:
        """Return the statement over the keys that `keys`, a SELECT of one array, finds."""
        return compile_statement(self.serializer_class(), self.model, keys)

    def render(self, ids: Iterable[Any], *, using: str = DEFAULT_DB_ALIAS) -> bytes:
        """Return the JSON list of the rows with these keys, in their order, unknown ones absent."""
        keys = self.keys(ids)
        if keys == "{}":
            return b"[]"
        return run_prepared(self.sql, [keys], read=_text, using=using)

    def keys(self, ids: Iterable[Any]) -> str:
        """Return the statement's parameter; always a text, so that it stays one prepared plan."""
        return "{" + ",".join([str(self.key(str(each))) for each in ids]) + "}"


def compile_page(
    serializer_class: type[serializers.Serializer[Any]], *, model: type[models.Model] | None = None
) -> CompiledPage:
    """Compile the serializer for pages of its Meta.model; refuse what has no SQL form.

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
    sql = compile_statement(serializer, rows, f"SELECT $1::{key_type}[]")
    return CompiledPage(serializer_class, rows, sql, key)


def _text(cursor: PreparedCursor) -> bytes:
    """Return the bytes as they came: no decoding here to be encoded again for the response."""
    return cursor.pgresult.get_value(0, 0) or b"" if cursor.pgresult else b""
