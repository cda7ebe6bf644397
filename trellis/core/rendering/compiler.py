"""From a serializer to one static SQL statement: objects, nested rows, lists of rows."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from string import Formatter
from textwrap import indent
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.utils.encoders import JSONEncoder

from trellis.core.rendering.errors import UncompilableField
from trellis.core.rendering.fields import Computed, Constant, MediaURL, Nest
from trellis.core.rendering.kinds import Kind, Value
from trellis.core.rendering.rows import (
    NoSuchPath,
    Row,
    Select,
    column_of,
    crosses_null,
    follow,
    literal,
    primary_key,
    quoted,
    relation_of,
    value_at,
)
from trellis.core.rendering.values import AnyField, json_of, json_of_choice_name, kind_printed_by, owner_of

AnySerializer = serializers.BaseSerializer[Any]
# A PostgreSQL function takes at most 100 arguments, and a key of the object takes two.
_KEYS_IN_ONE_CALL = 40
_KNOWN_GETTERS = {serializers.Field, serializers.RelatedField, Computed, Constant, Nest}


def statement(serializer: AnySerializer, model: type[models.Model], key_type: str) -> str:
    """Return the statement for a page of `model`'s rows; its one parameter is the array of their keys.

    The array is read through a sub-select, so that the planner never sees how long it is: it plans
    for ten keys, once, by primary key, whatever page comes first and whether or not the tables were
    ever analyzed.
    """
    _refuse_list_serializer(serializer)
    select = Select(_aliases())
    row = Row(model, next(select.aliases), select)
    item = json_object(serializer, row)
    text = (
        "SELECT concat('[', string_agg(item, ','), ']') FROM (\n"
        f"SELECT {item} AS item\n"
        f"FROM unnest((SELECT %s::{key_type}[])) WITH ORDINALITY AS page(key, place)\n"
        f"JOIN {quoted(model._meta.db_table)} AS {row.alias} ON {row.key} = page.key\n"
    )
    before, marker, after = (text + _lines(select.joins)).partition("%s")
    rest = "ORDER BY page.place\n) AS items"
    return before + marker + after + rest


def json_object(serializer: AnySerializer, row: Row) -> str:
    """Return SQL for the JSON object that `serializer` makes of `row`."""
    if not isinstance(serializer, serializers.Serializer):
        raise UncompilableField(serializer, f"{type(serializer).__name__} is not a Serializer with fields")
    for method in ("to_representation", "get_attribute"):
        if owner_of(serializer, method) not in (serializers.Serializer, serializers.Field):
            raise UncompilableField(serializer, f"its serializer overrides {method}")
    shown = [field for field in serializer.fields.values() if not field.write_only]
    pairs = [f"{literal(_key(field))}, {_json_value(field, row)}" for field in shown]
    return _concat([f"{literal(opening)} {pair[1:]}" if False else pair for opening, pair in zip(_commas(), pairs)])


