"""What tables hold of somebody goes: rows that are theirs, their texts in rows that stay, what names them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from trellis.core.events import forget_history, forget_person
from trellis.core.models import Event, Mail
from trellis.core.privacy import NAMED, Own, Shared, as_ways
from trellis.domain.accounts.models import User
from trellis.domain.privacy.queries.people import (
    BATCH,
    Model,
    Person,
    own_tables,
    owned,
    rows,
    shared_by,
    shared_tables,
)
from trellis.domain.privacy.rules.emptying import Mentions, empty_value, is_unique, left_in
from trellis.domain.privacy.services.files import doom
from trellis.domain.privacy.services.steps import step


def remove_mentions(person: Person, mentions: Mentions) -> None:
    """Take somebody's address and whole name out of the texts of others that may hold them."""
    for model, columns in _mentioning():
        for key in list(_naming(model, columns, mentions)):
            with step(person.id):
                _remove_mentions(model, columns, key, mentions)


def empty_shared_rows(person: Person) -> None:
    """Empty the person's texts in rows that stay."""
    for model, said in shared_tables():
        for column, ways in said.erased.items():
            by = tuple(way for way in as_ways(ways) if way != NAMED)
            if by:
                _empty(model, said, column, shared_by(model, person, said, by), person)


def remove_own_rows(person: Person) -> None:
    """Delete the rows that are the person's, files and all; who points at others goes first."""
    for model, said in own_tables():
        found = owned(model, said, person)
        if model is Mail:
            # What is on its way is waited for, and then gone too.
            found = found.exclude(sent_at=None)
        if not said.stays:
            _delete(model, found, person)
        elif model is not User:
            empty_row_of(model, said, found, person)


def empty_row_of(
    model: Model, said: Own, found: "QuerySet[Any]", person: Person, *, but: Iterable[str] = ()
) -> None:
    """Empty the columns of rows that are the person's and stay, `but` these."""
    names = [name for name in said.erased if name not in but]
    columns = [model._meta.get_field(name) for name in names]
    plain = [column for column in columns if not column.many_to_many]
    values = {column.name: empty_value(column) for column in plain}  # type: ignore[arg-type]
    for key in found.values_list("pk", flat=True):
        with step(person.id):
            row = rows(model).select_for_update(of=("self",), no_key=True).get(pk=key)
            doom(row, _files_among(model, names), user_id=person.id)
            for name, value in values.items():
                setattr(row, name, value)
            # By `save`, which has the words anew by which it is found.
            row.save(update_fields=list(values))
            for column in columns:
                if column.many_to_many:
                    getattr(row, column.name).clear()
            forget_history(model, [key])


def forget_own_events(person: Person, mentions: Mentions) -> None:
    """Take what is personal out of the record, of what the person did and of what names them."""
    forgotten = BATCH
    while forgotten == BATCH:
        with step(person.id):
            forgotten = forget_person(actor_id=person.id, naming=mentions.texts, most=BATCH)


def _delete(model: Model, found: "QuerySet[Any]", person: Person) -> None:
    files = _files_among(model, [field.name for field in model._meta.concrete_fields])
    while found.exists():
        with step(person.id):
            batch = list(found.order_by("pk")[:BATCH])
            for row in batch if files else ():
                doom(row, files, user_id=person.id)
            keys = [row.pk for row in batch]
            rows(model).filter(pk__in=keys).delete()
            forget_history(model, keys)


def _empty(model: Model, said: Shared, column: str, found: "QuerySet[Any]", person: Person) -> None:
    field = cast("models.Field[Any, Any]", model._meta.get_field(column))
    left = found.filter(left_in(field))
    while left.exists():
        with step(person.id):
            batch = list(left.order_by("pk")[:BATCH])
            for row in batch:
                doom(row, _files_among(model, [column]), user_id=person.id)
            keys = [row.pk for row in batch]
            if is_unique(field):
                for key in keys:
                    rows(model).filter(pk=key).update(**_values(model, said, field))
            else:
                rows(model).filter(pk__in=keys).update(**_values(model, said, field))
            if not isinstance(field, SearchVectorField) and model is not Event:
                forget_history(model, keys)


def _values(model: Model, said: Shared, field: "models.Field[Any, Any]") -> dict[str, Any]:
    """Return what is written where a text goes; who has read the row before sees that it is another."""
    values: dict[str, Any] = {field.name: empty_value(field)}
    if isinstance(field, models.FileField):
        values |= said.then
    if any(each.name == "version" for each in model._meta.concrete_fields):
        values["version"] = F("version") + 1
    return values


def _files_among(model: Model, names: Iterable[str]) -> list[str]:
    return [name for name in names if isinstance(model._meta.get_field(name), models.FileField)]


def _mentioning() -> Iterator[tuple[Model, tuple[str, ...]]]:
    """Yield the tables with columns that may name people, who need not be those whose rows they are."""
    named: Mapping[Model, Own | Shared] = {**dict(own_tables()), **dict(shared_tables())}
    for model, said in named.items():
        columns = {*said.mentions, *_named_in(said)}
        texts = [name for name in columns if not isinstance(model._meta.get_field(name), SearchVectorField)]
        if texts:
            yield model, tuple(sorted(texts))


def _named_in(said: Own | Shared) -> list[str]:
    if isinstance(said, Own):
        return []
    return [name for name, ways in said.erased.items() if NAMED in as_ways(ways)]


def _naming(model: Model, columns: tuple[str, ...], mentions: Mentions) -> Iterator[Any]:
    """Yield the keys of rows in which one of the texts stands; whether as a word, Python says."""
    found = Q(pk__in=[])
    texts = rows(model)
    for column in columns:
        texts = texts.annotate(**{f"text_of_{column}": Cast(column, TextField())})
        for text in mentions.texts:
            found |= Q((f"text_of_{column}__icontains", text))
    if mentions.texts:
        yield from texts.filter(found).order_by("pk").values_list("pk", flat=True)


def _remove_mentions(model: Model, columns: tuple[str, ...], key: Any, mentions: Mentions) -> None:
    row = rows(model).select_for_update(of=("self",), no_key=True).filter(pk=key).first()
    if row is None:
        return
    changed = {name: mentions.removed_from(getattr(row, name)) for name in columns}
    changed = {name: value for name, value in changed.items() if value != getattr(row, name)}
    if changed:
        rows(model).filter(pk=key).update(**changed)
