"""From a serializer to one static SQL statement: objects, nested rows, lists of rows."""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from string import Formatter
from textwrap import indent
from typing import Any

from django.db import models
from django.db.models.fields.reverse_related import ManyToOneRel, OneToOneRel
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.utils.encoders import JSONEncoder

from trellis.core.rendering.choices import json_of_choice_name
from trellis.core.rendering.errors import UncompilableField
from trellis.core.rendering.fields import Computed, Constant, Nest
from trellis.core.rendering.kinds import Kind, Value
from trellis.core.rendering.rows import (
    Holes,
    NoSuchPathError,
    Row,
    Select,
    UndeclaredArgumentError,
    column_of,
    crosses_null,
    follow,
    literal,
    primary_key,
    quoted,
    relation_of,
    value_at,
)
from trellis.core.rendering.values import (
    AnyField,
    json_of,
    kind_printed_by,
    owner_of,
    refuse_unknown,
)

# A PostgreSQL function takes at most 100 arguments, and a key of the object takes two.
_KEYS_IN_ONE_CALL = 40
_KNOWN_GETTERS = {serializers.Field, serializers.RelatedField, Computed, Constant, Nest}


def compile_statement(
    serializer: AnyField, model: type[models.Model], keys: str, arguments: Mapping[str, str]
) -> str:
    """Return the statement for a page of rows; `keys` is a SELECT that gives the array of their keys.

    `arguments` has the SQL of each argument that it takes, by name; all must be referred to.

    The array is read through a sub-select, so that the planner never sees how long it is: it plans
    for ten keys, by primary key, whatever page comes first and whether or not a table was analyzed.
    """
    items = compile_items(serializer, model, f"unnest(({keys})) WITH ORDINALITY", arguments)
    return (
        "SELECT concat('[', string_agg(item, ','), ']') FROM (\n"  # noqa: S608 (all is quoted)
        f"{items}ORDER BY page.place\n) AS items"
    )


def compile_items(
    serializer: AnyField, model: type[models.Model], page: str, arguments: Mapping[str, str]
) -> str:
    """Return the SELECT of the place and the JSON object of each row of a page, in no order.

    `page` is what stands in FROM: a function that gives each row's key and place.
    """
    holes = Holes(arguments)
    select = Select(_aliases(), holes)
    row = Row(model, next(select.aliases), select)
    item = json_object(serializer, row)
    if holes.unused:
        raise UncompilableField(serializer, f"no field takes its argument {', '.join(sorted(holes.unused))}")
    return (
        f"SELECT page.place, {item} AS item\n"
        f"FROM {page} AS page(key, place)\n"
        f"JOIN {quoted(model._meta.db_table)} AS {row.alias} ON {row.key} = page.key\n"
        f"{_lines(select.joins)}"
    )


def json_object(serializer: AnyField, row: Row) -> str:
    """Return SQL for the JSON object that `serializer` makes of `row`."""
    if not isinstance(serializer, serializers.Serializer):
        raise UncompilableField(serializer, f"{type(serializer).__name__} is not a Serializer with fields")
    if owner_of(serializer, "to_representation") is not serializers.Serializer:
        raise UncompilableField(serializer, "its serializer overrides to_representation")
    if hasattr(getattr(serializer, "Meta", None), "list_serializer_class"):
        raise UncompilableField(serializer, "its serializer has a list_serializer_class")
    shown = [field for field in serializer.fields.values() if not field.write_only]
    pairs = [f"{_key(field, place)}, {_json_value(field, row)}" for place, field in enumerate(shown)]
    return _concat([*pairs, "'}'"] if pairs else ["'{}'"])


def _key(field: AnyField, place: int) -> str:
    return literal(f"{',' if place else '{'}{json.dumps(field.field_name)}:")


def _json_value(field: AnyField, row: Row) -> str:
    if not isinstance(field, Computed | Constant | Nest | serializers.BaseSerializer):
        refuse_unknown(field)
    if owner_of(field, "get_attribute") not in _KNOWN_GETTERS:
        raise UncompilableField(field, "it overrides get_attribute")
    try:
        match field:
            case Constant():
                return literal(json.dumps(field.value, cls=JSONEncoder, ensure_ascii=False))
            case Computed():
                return _computed(field, row)
            case Nest():
                return _nest(field, row)
            case serializers.BaseSerializer():
                return _nested(field, row)
        return _column(field, row)
    except (NoSuchPathError, UndeclaredArgumentError) as error:
        raise UncompilableField(field, str(error)) from error


def _column(field: AnyField, row: Row) -> str:
    path = field.source_attrs
    if not path:
        raise UncompilableField(field, "source='*' is for nested serializers")
    _refuse_null_hop(field, row.model, path[:-1])
    if path[-1].startswith("get_") and path[-1].endswith("_display"):
        choice = value_at(row, [*path[:-1], path[-1].removeprefix("get_").removesuffix("_display")])
        return json_of_choice_name(field, choice)
    if isinstance(field, serializers.PrimaryKeyRelatedField):
        return json_of(field, _foreign_key(row, path))
    return json_of(field, value_at(row, path))


def _foreign_key(row: Row, path: list[str]) -> Value:
    for hop in path[:-1]:
        row = follow(row, hop)
    relation = relation_of(row.model, path[-1])
    if not isinstance(relation, models.ForeignKey):
        raise NoSuchPathError(f"{row.model.__name__}.{path[-1]} is not a foreign key")
    return value_at(row, [relation.attname])


def _nested(field: "serializers.BaseSerializer[Any]", row: Row) -> str:
    """Print the row at the other end of a to-one relation, or this very row for source='*'."""
    if isinstance(field, serializers.ListSerializer):
        raise UncompilableField(field, "a list needs an order and a limit: declare it with Nest")
    if field.source == "*":
        return json_object(field, row)
    _refuse_null_hop(field, row.model, field.source_attrs[:-1])
    for hop in field.source_attrs:
        row = follow(row, hop)
    _refuse_other_model(field, row.model)
    printed = json_object(field, replace(row, nullable=False))
    return f"CASE WHEN {row.key} IS NULL THEN 'null' ELSE {printed} END" if row.nullable else printed


def _nest(field: Nest, row: Row) -> str:
    """Print the rows that point at this one as a list: a SELECT of its own for each outer row."""
    *hops, name = field.source_attrs
    for hop in hops:
        row = follow(row, hop)
    relation = relation_of(row.model, name)
    if not isinstance(relation, ManyToOneRel) or isinstance(relation, OneToOneRel):
        raise NoSuchPathError(f"{row.model.__name__}.{name} does not lead to many rows")
    model: type[models.Model] = relation.related_model
    if model._default_manager.get_queryset().query.where:
        raise UncompilableField(field, f"the default manager of {model.__name__} leaves rows out")
    _refuse_other_model(field.child, model)
    select = Select(row.select.aliases, row.select.holes)
    child = Row(model, next(select.aliases), select)
    item = json_object(field.child, child)
    near, far = relation.field.target_field.column, relation.field.column
    limit = "" if field.limit is None else f" LIMIT {int(field.limit)}"
    return (
        "(SELECT concat('[', string_agg(item, ','), ']') FROM (\n"  # noqa: S608 (all is quoted)
        f"SELECT {item} AS item\n"
        f"FROM {quoted(model._meta.db_table)} AS {child.alias}\n"
        f"{_lines(select.joins)}"
        f"WHERE {child.column(far)} = {row.column(near)}\n"
        f"ORDER BY {_order(field, child)}{limit}\n"
        ") AS items)"
    )


def _order(field: Nest, child: Row) -> str:
    columns = [
        (column_of(child.model, name.removeprefix("-")), name.startswith("-")) for name in field.order_by
    ]
    if not columns or columns[-1][0] != primary_key(child.model):
        raise UncompilableField(field, "its order_by does not end with the primary key, so it is not total")
    return ", ".join(child.column(column.column) + (" DESC" if down else "") for column, down in columns)


def _computed(field: Computed, row: Row) -> str:
    output = copy.deepcopy(field.output)
    output.bind(str(field.field_name), field.parent)
    kind = kind_printed_by(output)
    if kind is None:
        raise UncompilableField(field, f"it cannot print {type(output).__name__}")
    sql = "".join(_expand(field, row))
    # JSON may be json or jsonb; every other type is made certain.
    typed = f"({sql})" if kind is Kind.JSON else f"({sql})::{kind.value}"
    return json_of(output, Value(typed, kind, nullable=True))


def _expand(field: Computed, row: Row) -> Iterator[str]:
    """Yield the pieces of the expression with the columns in the place of `{name}`."""
    for text, name, form, conversion in Formatter().parse(field.sql):
        yield text
        if name is None:
            continue
        if not name or form or conversion:
            raise UncompilableField(
                field, f"its sql has {{{name}…}}: name a column, or double a literal brace"
            )
        if name in field.arguments:
            yield row.select.holes[name]
            continue
        yield value_at(row, name.split(".")).sql


def _refuse_null_hop(field: AnyField, model: type[models.Model], hops: list[str]) -> None:
    """Refuse what DRF leaves out, or fails on, where a foreign key on the way is NULL."""
    gives_null = field.default is None or (field.default is empty and field.allow_null)
    if not gives_null and crosses_null(model, hops):
        raise UncompilableField(
            field,
            f"source '{field.source}' goes over a nullable foreign key: give it allow_null=True",
        )


def _refuse_other_model(serializer: AnyField, model: type[models.Model]) -> None:
    declared = getattr(getattr(serializer, "Meta", None), "model", model)
    if declared._meta.concrete_model is not model._meta.concrete_model:
        raise UncompilableField(
            serializer, f"it serializes {declared.__name__}, but its source gives {model.__name__}"
        )


def _concat(pairs: list[str]) -> str:
    if len(pairs) > _KEYS_IN_ONE_CALL:
        calls = [pairs[at : at + _KEYS_IN_ONE_CALL] for at in range(0, len(pairs), _KEYS_IN_ONE_CALL)]
        return " || ".join(_concat(call) for call in calls)
    return "concat(\n" + indent(",\n".join(pairs), "  ") + ")"


def _lines(parts: list[str]) -> str:
    return "".join(f"{part}\n" for part in parts)


def _aliases() -> Iterator[str]:
    return (f"t{number}" for number in count())
