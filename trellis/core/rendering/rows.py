"""Rows of the statement, the joins between them, and `source` paths over to-one relations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel, ManyToOneRel, OneToOneRel

from trellis.core.rendering.kinds import Value, kind_of


class UndeclaredArgumentError(Exception):
    """An expression refers to an argument that its page does not take."""


class NoSuchPathError(Exception):
    """A source names something that is no column, or no relation, of its row."""


class Holes:
    """The arguments of a page as parameters of its statement: the SQL of each, and which are used."""

    def __init__(self, sql: Mapping[str, str]) -> None:
        self._sql = sql
        self.unused = set(sql)

    def __getitem__(self, name: str) -> str:
        """Return the SQL of one; raise UndeclaredArgumentError."""
        if name not in self._sql:
            raise UndeclaredArgumentError(f"it takes the argument {name}, which its page does not declare")
        self.unused.discard(name)
        return self._sql[name]


@dataclass
class Select:
    """One SELECT under construction: its joins, and the aliases and arguments of the whole statement."""

    aliases: Iterator[str]
    holes: Holes
    joins: list[str] = field(default_factory=list)
    joined: "dict[tuple[str, str], Row]" = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A table row in the statement. A nullable row may be absent: its columns are then all NULL."""

    model: type[models.Model]
    alias: str
    select: Select
    nullable: bool = False

    def column(self, name: str | None) -> str:
        """Return the SQL of one of its columns."""
        return f"{self.alias}.{quoted(name)}"

    @property
    def key(self) -> str:
        """The SQL of its primary key."""
        return self.column(primary_key(self.model).column)


def quoted(name: str | None) -> str:
    """Return an SQL identifier."""
    return '"' + str(name).replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def primary_key(model: type[models.Model]) -> "models.Field[Any, Any]":
    """Return the primary key of a model, which every concrete model has."""
    return model._meta.pk


def own_columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """Return the columns of the model's own table, without those of a parent model's table."""
    concrete = model._meta.concrete_model or model
    return list(concrete._meta.local_concrete_fields)


def column_of(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    """Return the model field that the attribute `name` reads from the model's own table."""
    if name == "pk":
        return primary_key(model)
    for column in own_columns(model):
        if name == column.attname:
            return column
    raise NoSuchPathError(f"{model.__name__}.{name} is not a column of its table")


def relation_of(model: type[models.Model], name: str) -> "models.ForeignKey[Any, Any] | ForeignObjectRel":
    """Return the relation behind the attribute `name`: a foreign key, or the far end of one."""
    for column in own_columns(model):
        if name == column.name and isinstance(column, models.ForeignKey):
            return column
    for relation in model._meta.related_objects:
        is_ours = isinstance(relation, ManyToOneRel) and relation.field.target_field in own_columns(model)
        if is_ours and name == relation.get_accessor_name():
            return relation
    raise NoSuchPathError(f"{model.__name__}.{name} is not a foreign key, nor the far end of one")


def follow(row: Row, name: str) -> Row:
    """Return the row at the other end of a to-one relation, joined once however often asked for."""
    known = row.select.joined.get((row.alias, name))
    if known is None:
        known = row.select.joined[row.alias, name] = _join(row, name)
    # An absent row is absent for all that hang on it, unless the asker has made sure of it.
    return known if known.nullable or not row.nullable else Row(known.model, known.alias, known.select, True)


def _join(row: Row, name: str) -> Row:
    relation = relation_of(row.model, name)
    alias = next(row.select.aliases)
    near: models.Field[Any, Any]
    far: models.Field[Any, Any]
    if isinstance(relation, models.ForeignKey):
        near, far, nullable = relation, relation.target_field, relation.null
    elif isinstance(relation, OneToOneRel):
        near, far, nullable = relation.field.target_field, relation.field, True
    else:
        raise NoSuchPathError(f"{row.model.__name__}.{name} leads to many rows: it takes a Nest")
    target: type[models.Model] = relation.related_model
    other = Row(target, alias, row.select, nullable)
    condition = f"{other.column(far.column)} = {row.column(near.column)}"
    row.select.joins.append(f"LEFT JOIN {quoted(target._meta.db_table)} AS {alias} ON {condition}")
    return other


def value_at(row: Row, path: list[str]) -> Value:
    """Return the column at the end of a path, joining no further than needed."""
    *hops, last = path
    for hop in hops[:-1]:
        row = follow(row, hop)
    if hops:
        relation = relation_of(row.model, hops[-1])
        if isinstance(relation, models.ForeignKey) and _is_target(relation, last):
            return _value(row, relation)
        row = follow(row, hops[-1])
    return _value(row, column_of(row.model, last))


def crosses_null(model: type[models.Model], hops: list[str]) -> bool:
    """Tell whether a foreign key on the way may be NULL. (An absent far end is None in DRF.)"""
    for hop in hops:
        relation = relation_of(model, hop)
        if isinstance(relation, models.ForeignKey) and relation.null:
            return True
        model = relation.related_model
    return False


def _is_target(relation: "models.ForeignKey[Any, Any]", name: str) -> bool:
    target = relation.target_field
    return name == target.attname or (name == "pk" and target.primary_key)


def _value(row: Row, column: "models.Field[Any, Any]") -> Value:
    kind = kind_of(column)
    if kind is None:
        raise NoSuchPathError(
            f"{row.model.__name__}.{column.name}, a {type(column).__name__}, has no known JSON form"
        )
    return Value(row.column(column.column), kind, column.null or row.nullable, column)
