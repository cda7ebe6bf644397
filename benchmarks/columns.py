"""Rows here are made by SQL, past Django: the database fills in what Django would."""

from collections.abc import Iterator
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection, models
from django.db.models import NOT_PROVIDED
from psycopg import sql

_DEFAULT = sql.SQL("ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {value}")


def give_defaults(database: psycopg.Connection[Any]) -> None:
    """Give columns of ours the defaults of their models, so that a new one needs no word in statements here.

    The connection is that of the owner of the tables.
    """
    for model in apps.get_models():
        if not model.__module__.startswith("trellis."):
            continue
        table = sql.Identifier(model._meta.db_table)
        for field, value in _filled_in(model):
            names = {"table": table, "column": sql.Identifier(field.column), "value": sql.Literal(value)}
            database.execute(_DEFAULT.format(**names))


def _filled_in(model: type[models.Model]) -> Iterator[tuple[Any, Any]]:
    """Give the columns that must not be null, with what stands there where nobody says anything."""
    for field in model._meta.local_concrete_fields:
        if field.null or field.primary_key or field.generated or field.db_default is not NOT_PROVIDED:
            continue
        # What a function makes may be another each time.
        if field.has_default() and callable(field.default) and field.default not in (dict, list):
            continue
        value = field.get_default()
        # Django takes "" for what every column holds that says nothing else.
        if value == "" and not isinstance(field, models.CharField | models.TextField | models.FileField):
            continue
        if value is not None:
            yield field, field.get_db_prep_save(value, connection)
