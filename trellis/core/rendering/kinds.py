"""What PostgreSQL type stands behind a value, as far as its JSON form depends on it."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models


class Kind(Enum):
    """A family of column types; the value is the type that a computed expression is cast to."""

    INTEGER = "bigint"
    TEXT = "text"
    BOOLEAN = "boolean"
    FLOAT = "double precision"
    DECIMAL = "numeric"
    DATE = "date"
    TIME = "time"
    DATETIME = "timestamptz"
    UUID = "uuid"
    JSON = "jsonb"
    FILE = "varchar"
    ARRAY = "array"


@dataclass(frozen=True)
class Value:
    """An SQL expression of a known kind. `column` is the model field that it reads, if any."""

    sql: str
    kind: Kind
    nullable: bool
    column: "models.Field[Any, Any] | None" = None


_INTERNAL_TYPES = {
    "AutoField": Kind.INTEGER,
    "BigAutoField": Kind.INTEGER,
    "SmallAutoField": Kind.INTEGER,
    "IntegerField": Kind.INTEGER,
    "BigIntegerField": Kind.INTEGER,
    "SmallIntegerField": Kind.INTEGER,
    "PositiveIntegerField": Kind.INTEGER,
    "PositiveBigIntegerField": Kind.INTEGER,
    "PositiveSmallIntegerField": Kind.INTEGER,
    "CharField": Kind.TEXT,
    "TextField": Kind.TEXT,
    "SlugField": Kind.TEXT,
    "BooleanField": Kind.BOOLEAN,
    "FloatField": Kind.FLOAT,
    "DecimalField": Kind.DECIMAL,
    "DateField": Kind.DATE,
    "TimeField": Kind.TIME,
    "DateTimeField": Kind.DATETIME,
    "UUIDField": Kind.UUID,
    "JSONField": Kind.JSON,
    "FileField": Kind.FILE,
    "ArrayField": Kind.ARRAY,
}
_OWN_CONVERSION = {"JSONField", "ArrayField"}


def kind_of(column: "models.Field[Any, Any]") -> Kind | None:
    """Return the kind of a model field, None for one that Python converts in a way of its own."""
    if isinstance(column, models.ForeignKey):
        return kind_of(column.target_field)
    internal_type = column.get_internal_type()
    if hasattr(column, "from_db_value") and internal_type not in _OWN_CONVERSION:
        return None
    if isinstance(column, models.JSONField) and column.decoder is not None:
        return None
    return _INTERNAL_TYPES.get(internal_type)
