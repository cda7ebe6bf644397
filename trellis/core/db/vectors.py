"""Columns of vectors (pgvector's halfvec), and how far apart two of them point."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import FloatField, Func, Value
from django.db.models.functions import Cast


class HalfVector(models.Field):  # type: ignore[type-arg]
    """So many numbers of two bytes each; a list of floats."""

    def __init__(self, *args: Any, dimensions: int, **options: Any) -> None:
        self.dimensions = dimensions
        super().__init__(*args, **options)

    def db_type(self, connection: Any) -> str:
        """Return the column's type."""
        return f"halfvec({self.dimensions})"

    def deconstruct(self) -> Any:
        """Return what a migration needs to make the same field."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "dimensions": self.dimensions}

    def get_prep_value(self, value: Iterable[float] | None) -> str | None:
        """Return the text of a vector, as pgvector reads it."""
        return None if value is None else f"[{','.join(f'{number:.6g}' for number in value)}]"

    def from_db_value(self, value: str | None, *_: Any) -> list[float] | None:
        """Return the numbers of a vector."""
        return None if value is None else [float(number) for number in value[1:-1].split(",")]


class Closeness(Func):
    """How much two vectors point the same way: 1 for the same, 0 for nothing in common."""

    template = "(1 - (%(expressions)s))"
    arg_joiner = " <=> "
    output_field = FloatField()

    def __init__(self, column: str, vector: Iterable[float], *, dimensions: int) -> None:
        kind = HalfVector(dimensions=dimensions)
        super().__init__(column, Cast(Value(list(vector), output_field=kind), kind))
