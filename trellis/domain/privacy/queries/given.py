"""What an export gives of a row, and what it only names."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.privacy.queries.people import Model, Person, shared_by

Row = dict[str, Any]
_WORDS_FOR_SEARCHING = "made of other columns, for searching"
_OTHERS = "who else it is about"
_OF_OTHERS = "the words of others, or of the organization"


def left_out(model: Model, said: Own | Shared) -> dict[str, str]:
    """Return which columns of a table an export names and does not give, and why."""
    why = {
        field.name: _WORDS_FOR_SEARCHING for field in _fields(model) if isinstance(field, SearchVectorField)
    }
    why |= {
        field.name: _OTHERS for field in _fields(model) if _is_account(field) and field.name not in _own(said)
    }
    if isinstance(said, Own):
        return {**why, **said.withheld}
    return {
        **{name: _OF_OTHERS for name in _texts(model) if len(said.speakers(name)) < len(said.ways)},
        **why,
    }


def own_row(model: Model, said: Own, person: Person) -> Callable[[models.Model], Row]:
    """Return what gives a row that is the person's alone."""
    hidden = {*said.withheld, *_vectors(model)}
    fields = [field for field in _fields(model) if field.name not in hidden]
    relations = [field for field in model._meta.many_to_many if field.name in said.erased]

    def give(row: models.Model) -> Row:
        given = _values(row, fields, person)
        return given | {each.name: [str(one) for one in getattr(row, each.name).all()] for each in relations}

    return give


def shared_rows(
    model: Model, said: Shared, person: Person, batch: Sequence[models.Model]
) -> Iterator[tuple[models.Model, Row]]:
    """Yield what is given of rows between people: the person's own words, and what is no text."""
    texts = set(_texts(model))
    columns = {name: said.speakers(name) for name in texts}
    spoken = {way for ways in columns.values() for way in ways}
    there = {way: _keys(model, said, person, way, batch) for way in spoken}
    fields = [field for field in _fields(model) if field.name not in _vectors(model)]
    for row in batch:
        theirs = [
            field
            for field in fields
            if field.name not in texts or any(row.pk in there[way] for way in columns[field.name])
        ]
        yield row, _values(row, theirs, person)


def files_in(model: Model, given: Row) -> list[str]:
    """Return the columns of what is given that name a file."""
    files = (field.name for field in _fields(model) if isinstance(field, models.FileField))
    return [name for name in files if given.get(name)]


def _values(row: models.Model, fields: "Sequence[models.Field[Any, Any]]", person: Person) -> Row:
    """Return columns as JSON can hold them; of other accounts, not which they are."""
    given: Row = {}
    for field in fields:
        value = field.value_from_object(row)
        if _is_account(field):
            value = "you" if value == person.id else None
        elif isinstance(field, models.FileField):
            value = value.name if value else ""
        elif isinstance(value, bytes | memoryview):
            value = bytes(value).hex()
        given[field.name] = value
    return given


def _keys(model: Model, said: Shared, person: Person, way: str, batch: Sequence[models.Model]) -> set[Any]:
    if not batch:
        return set()
    found = shared_by(model, person, said, (way,)).filter(pk__in=[row.pk for row in batch])
    return set(found.values_list("pk", flat=True))


def _own(said: Own | Shared) -> tuple[str, ...]:
    return said.accounts if isinstance(said, Own) else ()


def _fields(model: Model) -> "list[models.Field[Any, Any]]":
    return list(model._meta.concrete_fields)


def _vectors(model: Model) -> set[str]:
    return {field.name for field in _fields(model) if isinstance(field, SearchVectorField)}


def _is_account(field: "models.Field[Any, Any]") -> bool:
    return field.related_model is User or field.attname == "actor_id"


def _texts(model: Model) -> Iterator[str]:
    """Yield the columns in which people's words, or files, can be."""
    for field in _fields(model):
        is_free = isinstance(
            field,
            models.CharField | models.TextField | models.JSONField | models.FileField | models.BinaryField,
        )
        if (is_free and not field.choices) or type(field).__name__ == "ArrayField":
            yield field.name
