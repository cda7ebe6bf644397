"""How each DRF field prints a value, in SQL. What is not in the table here is refused."""

import decimal
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import models
from rest_framework import serializers
from rest_framework.fields import _UnvalidatedField
from rest_framework.settings import api_settings

from trellis.core.rendering import formats
from trellis.core.rendering.errors import UncompilableField
from trellis.core.rendering.fields import MediaURL, Milliseconds
from trellis.core.rendering.kinds import Kind, Value, kind_of
from trellis.core.rendering.media import json_media_url

AnyField = serializers.Field[Any, Any, Any, Any]
# Array elements that to_json prints as these fields do.
_PLAIN_ELEMENTS = {
    (serializers.IntegerField, Kind.INTEGER),
    (serializers.CharField, Kind.TEXT),
    (serializers.BooleanField, Kind.BOOLEAN),
    (serializers.UUIDField, Kind.UUID),
}
_PLAIN_JSON = (
    serializers.CharField,
    serializers.IntegerField,
    serializers.FloatField,
    serializers.BooleanField,
    serializers.JSONField,
)


def json_of(field: AnyField, value: Value) -> str:
    """Return SQL for the JSON text of `value` as `field` prints it; never NULL."""
    try:
        printed = _PRINTERS[owner_of(field, "to_representation")](field, value)
    except formats.UnknownFormatError as error:
        raise UncompilableField(field, str(error)) from error
    return f"coalesce({printed}, 'null')" if value.nullable or value.kind in _MAY_PRINT_NULL else printed


def refuse_unknown(field: AnyField) -> None:
    """Raise UncompilableField for a field class that prints in a way of its own."""
    owner = owner_of(field, "to_representation")
    if owner not in _PRINTERS:
        raise UncompilableField(
            field, f"{owner.__name__}.to_representation has no SQL form; a Computed can have one"
        )


# These print some values that are not NULL as null: an empty file name, a number that is none.
_MAY_PRINT_NULL = {Kind.FILE, Kind.FLOAT, Kind.DECIMAL}


def owner_of(field: AnyField, method: str) -> type[Any]:
    """Return the class whose own `method` the field runs: an overriding subclass is another."""
    return next(cls for cls in type(field).__mro__ if method in vars(cls))


def kind_printed_by(field: AnyField) -> Kind | None:
    """Return the kind of value that `field` expects from a computed expression."""
    return _EXPECTED.get(owner_of(field, "to_representation"))


def _integer(field: AnyField, value: Value) -> str:
    expect(field, value, Kind.INTEGER)
    return f"{value.sql}::text" if value.nullable else value.sql


def _big_integer(field: AnyField, value: Value) -> str:
    if getattr(field, "coerce_to_string", api_settings.COERCE_BIGINT_TO_STRING):
        return _text(field, value)
    return _integer(field, value)


def _text(field: AnyField, value: Value) -> str:
    expect(field, value, Kind.TEXT, Kind.UUID, Kind.INTEGER)
    return f"to_json({value.sql}::text)" if value.kind is Kind.INTEGER else f"to_json({value.sql})"


def _uuid(field: AnyField, value: Value) -> str:
    expect(field, value, Kind.UUID)
    if getattr(field, "uuid_format", "hex_verbose") != "hex_verbose":
        raise UncompilableField(field, "only the usual form of a uuid is supported")
    return f"to_json({value.sql})"


def _boolean(field: AnyField, value: Value) -> str:
    expect(field, value, Kind.BOOLEAN)
    return f"{value.sql}::text"


def _float(field: AnyField, value: Value) -> str:
    """Print a float; NaN and the infinities, which JSON has not (DRF answers 500), as null.

    A whole one has its point, as Python prints it: in many a client's language 75 is of another type.
    """
    expect(field, value, Kind.FLOAT, Kind.INTEGER)
    if value.kind is Kind.INTEGER:
        return f"{_integer(field, value)} || '.0'"
    pointed = rf"regexp_replace({value.sql}::text, '^-?\d+$', '\&.0')"
    return f"CASE WHEN {value.sql} - {value.sql} = 0 THEN {pointed} END"


def _decimal(field: Any, value: Value) -> str:
    expect(field, value, Kind.DECIMAL)
    if field.localize or field.normalize_output:
        raise UncompilableField(field, "localize and normalize_output are not supported")
    sql, places = value.sql, field.decimal_places
    if places is not None:
        if not _fits(value.column, places) and field.rounding != decimal.ROUND_HALF_UP:
            raise UncompilableField(
                field,
                "it rounds, and PostgreSQL rounds half up: say rounding=decimal.ROUND_HALF_UP",
            )
        if getattr(value.column, "decimal_places", None) != places:
            sql = f"round({sql}, {places})"
    if getattr(field, "coerce_to_string", api_settings.COERCE_DECIMAL_TO_STRING):
        return f"""'"' || {sql} || '"'"""
    return _number(sql)


def _number(sql: str) -> str:
    return f"nullif({sql}, 'NaN')::text"


def _fits(column: "models.Field[Any, Any] | None", places: int) -> bool:
    return isinstance(column, models.DecimalField) and column.decimal_places <= places


def _date(field: AnyField, value: Value) -> str:
    expect(field, value, Kind.DATE)
    return formats.json_date(value.sql, getattr(field, "format", api_settings.DATE_FORMAT))


def _milliseconds(field: AnyField, value: Value) -> str:
    expect(field, value, Kind.DATETIME)
    return formats.json_milliseconds(value.sql)


def _time(field: AnyField, value: Value) -> str:
    expect(field, value, Kind.TIME)
    return formats.json_time(value.sql, getattr(field, "format", api_settings.TIME_FORMAT))


def _datetime(field: AnyField, value: Value) -> str:
    expect(field, value, Kind.DATETIME)
    if not settings.USE_TZ or str(getattr(field, "timezone", settings.TIME_ZONE)) != "UTC":
        raise UncompilableField(field, "times are printed in UTC only")
    return formats.json_datetime(value.sql, getattr(field, "format", api_settings.DATETIME_FORMAT))


def _choice(field: Any, value: Value) -> str:
    expect(field, value, Kind.TEXT, Kind.INTEGER)
    expected = str if value.kind is Kind.TEXT else int
    if not all(isinstance(key, expected) for key in field.choices if key not in ("", None)):
        raise UncompilableField(field, "its choices are not of the type of its column")
    return _as_is(field, value)


def _list(field: Any, value: Value) -> str:
    expect(field, value, Kind.ARRAY, Kind.JSON)
    child = field.child
    if value.kind is Kind.JSON:
        return _json_of_children(field, child, value)
    if owner_of(child, "to_representation") is _UnvalidatedField:
        return _as_is(field, value)
    if (owner_of(child, "to_representation"), _element_kind(value)) not in _PLAIN_ELEMENTS:
        raise UncompilableField(
            field, f"an array of {type(child).__name__} over this column is not supported"
        )
    return f"to_json({value.sql})"


def _dict(field: Any, value: Value) -> str:
    expect(field, value, Kind.JSON)
    return _json_of_children(field, field.child, value)


def _json_of_children(field: Any, child: AnyField, value: Value) -> str:
    """Print stored JSON as it is: what was validated on its way in needs no other form out."""
    if owner_of(child, "to_representation") not in (_UnvalidatedField, *_PLAIN_JSON):
        raise UncompilableField(field, f"stored JSON with {type(child).__name__} in it is not supported")
    return value.sql


def _json(field: Any, value: Value) -> str:
    expect(field, value, Kind.JSON)
    if field.binary:
        raise UncompilableField(field, "binary JSON is not supported")
    return value.sql


def _file_url(field: Any, value: Value) -> str:
    expect(field, value, Kind.FILE)
    return json_media_url(value.sql, absolute=field.absolute)


def _plain_file(field: AnyField, value: Value) -> str:
    raise UncompilableField(field, "its address depends on the request: use MediaURL")


def _as_is(field: AnyField, value: Value) -> str:
    """Print what DRF hands to the JSON encoder unchanged."""
    match value.kind:
        case Kind.INTEGER:
            return _integer(field, value)
        case Kind.TEXT | Kind.UUID | Kind.DATE:
            return f"to_json({value.sql})"
        case Kind.BOOLEAN:
            return _boolean(field, value)
        case Kind.FLOAT:
            return _float(field, value)
        case Kind.DECIMAL:
            return _number(value.sql)
        case Kind.TIME:
            return formats.json_time(value.sql, None)
        case Kind.DATETIME if settings.USE_TZ:
            return formats.json_datetime(value.sql, None)
        case Kind.JSON:
            return value.sql
        case Kind.ARRAY if _element_kind(value) in {kind for _, kind in _PLAIN_ELEMENTS}:
            return f"to_json({value.sql})"
    raise UncompilableField(field, f"a column of kind {value.kind.name} has no plain JSON form")


def _related_key(field: Any, value: Value) -> str:
    if field.pk_field is not None:
        return json_of(field.pk_field, replace(value, nullable=True))
    return _as_is(field, value)


def expect(field: AnyField, value: Value, *kinds: Kind) -> None:
    """Raise UncompilableField if the value is of another kind than the field prints."""
    if value.kind not in kinds:
        raise UncompilableField(
            field,
            f"{type(field).__name__} over a column of kind {value.kind.name} is not supported",
        )


def _element_kind(value: Value) -> Kind | None:
    element = getattr(value.column, "base_field", None)
    return kind_of(element) if element is not None else None


_PRINTERS: dict[type[Any], Callable[[AnyField, Value], str]] = {
    serializers.IntegerField: _integer,
    serializers.BigIntegerField: _big_integer,
    serializers.CharField: _text,
    serializers.UUIDField: _uuid,
    serializers.BooleanField: _boolean,
    serializers.FloatField: _float,
    serializers.DecimalField: _decimal,
    serializers.DateField: _date,
    serializers.TimeField: _time,
    serializers.DateTimeField: _datetime,
    serializers.ChoiceField: _choice,
    serializers.ListField: _list,
    serializers.DictField: _dict,
    serializers.JSONField: _json,
    serializers.ReadOnlyField: _as_is,
    serializers.FileField: _plain_file,
    serializers.PrimaryKeyRelatedField: _related_key,
    MediaURL: _file_url,
    Milliseconds: _milliseconds,
}
_EXPECTED = {
    serializers.IntegerField: Kind.INTEGER,
    serializers.BigIntegerField: Kind.INTEGER,
    serializers.CharField: Kind.TEXT,
    serializers.ChoiceField: Kind.TEXT,
    serializers.UUIDField: Kind.UUID,
    serializers.BooleanField: Kind.BOOLEAN,
    serializers.FloatField: Kind.FLOAT,
    serializers.DecimalField: Kind.DECIMAL,
    serializers.DateField: Kind.DATE,
    serializers.TimeField: Kind.TIME,
    serializers.DateTimeField: Kind.DATETIME,
    Milliseconds: Kind.DATETIME,
    serializers.ListField: Kind.JSON,
    serializers.DictField: Kind.JSON,
    serializers.JSONField: Kind.JSON,
}
