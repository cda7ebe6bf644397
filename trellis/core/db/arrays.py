"""Expressions over arrays of keys, which PostgreSQL finds once and then looks up by an index.

It plans for ten keys, however many there are, so that one plan does for all: what is found never makes
it read a whole table.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import Combinable

Keys = Combinable | str


class IsAnyOf(models.Func):
    """Whether a column holds one of the keys of an array."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = models.BooleanField()

    def __init__(self, column: str, keys: Keys) -> None:
        super().__init__(column, keys)


class IsNoneOf(models.Func):
    """Whether a column holds none of the keys of an array; NULL is none of them."""

    arg_joiner = " = ANY("
    template = "(%(expressions)s)) IS NOT TRUE"
    output_field = models.BooleanField()

    def __init__(self, column: str, keys: Keys) -> None:
        super().__init__(column, keys)


class AtLeast(models.Func):
    """An array that has so many keys; NULL in place of a shorter one."""

    template = (
        "(SELECT given.keys FROM (SELECT %(expressions)s AS keys OFFSET 0) AS given"
        " WHERE cardinality(given.keys) >= %(least)s)"
    )

    def __init__(self, keys: Keys, *, least: int) -> None:
        super().__init__(keys, least=int(least), output_field=ArrayField(models.BigIntegerField()))
