"""What tables hold of somebody goes: rows that are theirs, their texts in rows that stay, what names them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
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
    circle_of,
    own_tables,
    owned,
    owned_by_any,
    rows,
    shared_by,
    shared_tables,
)
from trellis.domain.privacy.rules.emptying import SOMEBODY, Mentions, empty_value, is_unique, left_in
from trellis.domain.privacy.services.files import doom
from trellis.domain.privacy.services.steps import step


def remove_addresses(person: Person, mentions: Mentions) -> None:
    """Take somebody's address out of every text that may hold one."""
    for model, columns in _mentioning():
        _remove(person, model, columns, rows(model), mentions)


def remove_name(person: Person, mentions: Mentions) -> None:
    """Take somebody's whole name out of what those have been told who had to do with them.

    Of nobody else: names are chosen, and one that says "your session" would spoil everybody's mail.
    """
    near = circle_of(person)
    for model, said in own_tables():
        if said.mentions:
            _remove(person, model, said.mentions, owned_by_any(model, said, near), mentions)


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
            _forget(model, [key])


def forget_own_events(person: Person, mentions: Mentions) -> None:
    """Take what is personal out of the record, of what the person did and of what has their address."""
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
            _forget(model, keys)


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
                _forget(model, keys)


def _values(model: Model, said: Shared, field: "models.Field[Any, Any]") -> dict[str, Any]:
    """Return what is written where a text goes; who has read the row before sees that it is another."""
    values: dict[str, Any] = {field.name: empty_value(field)}
    if isinstance(field, models.FileField):
        values |= said.then
    if any(each.name == "version" for each in model._meta.concrete_fields):
        values["version"] = F("version") + 1
    return values


def _forget(model: Model, keys: Iterable[Any]) -> None:
    """Take what is personal out of the history of rows, and their names out of the back office's log."""
    forget_history(model, keys)
    kind = ContentType.objects.get_for_model(model)
    log = LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys])
    log.exclude(object_repr=SOMEBODY).update(object_repr=SOMEBODY)


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


def _remove(
    person: Person, model: Model, columns: Iterable[str], found: "QuerySet[Any]", mentions: Mentions
) -> None:
    """Take mentions out of these columns, row by row."""
    for key in list(_naming(columns, found, mentions)):
        with step(person.id):
            row = rows(model).select_for_update(of=("self",), no_key=True).filter(pk=key).first()
            before = {name: getattr(row, name, None) for name in columns}
            after = {name: mentions.removed_from(value) for name, value in before.items()}
            changed = {name: value for name, value in after.items() if value != before[name]}
            if changed:
                rows(model).filter(pk=key).update(**changed)


def _naming(columns: Iterable[str], found: "QuerySet[Any]", mentions: Mentions) -> Iterator[Any]:
    """Yield the keys of rows in which one of the texts stands; whether as a word, Python says."""
    named = Q(pk__in=[])
    for column in columns:
        found = found.annotate(**{f"text_of_{column}": Cast(column, TextField())})
        for text in mentions.texts:
            named |= Q((f"text_of_{column}__icontains", text))
    if mentions.texts:
        yield from found.filter(named).order_by("pk").values_list("pk", flat=True)
