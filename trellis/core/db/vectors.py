"""Columns of vectors (pgvector's halfvec), how far apart two of them point, and the index over that."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.indexes import PostgresIndex
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


class NearestIndex(PostgresIndex):
    """pgvector's HNSW over a column of vectors: finds most of the nearest without looking at all.

    Each vector knows `neighbours` others, chosen among `candidates`. An order by `<=>` alone uses it, one by
    Closeness never does.
    """

    suffix = "hnsw"

    def __init__(self, *, field: str = "", neighbours: int, candidates: int, **options: Any) -> None:
        self.neighbours, self.candidates = neighbours, candidates
        options = {"opclasses": ["halfvec_cosine_ops"], "fields": [field], **options}
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """Return what a migration needs to make the same index."""
        path, args, options = super().deconstruct()
        return path, args, {**options, "neighbours": self.neighbours, "candidates": self.candidates}

    def get_with_params(self) -> list[str]:
        """Return how it is built."""
        return [f"m = {self.neighbours}", f"ef_construction = {self.candidates}"]
