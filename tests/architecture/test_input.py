"""Every body of every door is read in one way: nothing is nothing, and choices are named."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from trellis.core.http.input import Input
from trellis.core.writing.fields import AddressField, LineField, LinkField, TextField

# The description is made once.
pytestmark = pytest.mark.xdist_group("contract")


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from [value.rpartition("/")[2]] if key == "$ref" else _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


@pytest.fixture(scope="module")
def bodies() -> dict[str, type[serializers.Serializer[Any]]]:
    """The serializers of all bodies, and those within, by the names of the description."""
    generator = cast(Any, SchemaGenerator)()
    document = generator.get_schema(request=None, public=True)
    known = {each.name: each.object for each in generator.registry._components.values()}
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    found: set[str] = set()
    left = [name for each in operations for name in _references(each.get("requestBody"))]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _references(document["components"]["schemas"][name])
    kinds = {
        name: known[name] if isinstance(known[name], type) else type(known[name]) for name in sorted(found)
    }
    return {name: kind for name, kind in kinds.items() if _reads(kind)}


def _reads(kind: type[Any]) -> bool:
    """Return whether it reads a body itself, rather than being a choice of others or no serializer."""
    return issubclass(kind, serializers.Serializer) and not issubclass(kind, PolymorphicProxySerializer)


def test_every_body_is_an_input(bodies: dict[str, type[serializers.Serializer[Any]]]) -> None:
    assert len(bodies) > 40
    others = {name for name, kind in bodies.items() if not issubclass(kind, Input)}
    assert not others, "of trellis.core.http.input.Input"


def test_no_field_that_need_not_be_there_refuses_nothing(
    bodies: dict[str, type[serializers.Serializer[Any]]],
) -> None:
    """But what has to say something once it is said: a change empties no name."""
    refused = []
    for body, kind in bodies.items():
        for name, field in kind().fields.items():
            if not field.required and not field.read_only and not _must_say_something(field):
                refused += [f"{body}.{name} {sent!r}" for sent in (None, "") if _is_refused(kind, name, sent)]
    assert not refused


@pytest.mark.usefixtures("bodies")  # all doors are loaded then
def test_every_query_of_a_door_is_an_input_as_well() -> None:
    queries = {
        each for each in _all_of(serializers.Serializer) if each.__name__.endswith(("Query", "Filters"))
    }
    of_doors = {each for each in queries if each.__module__.startswith("trellis.apis.")}
    assert len(of_doors) > 6
    assert not {each.__name__ for each in of_doors if not issubclass(each, Input)}


def _all_of(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from _all_of(each)


def _must_say_something(field: Any) -> bool:
    is_text = type(field) in (serializers.CharField, LineField, TextField, LinkField, AddressField)
    return is_text and not field.allow_blank and not field.allow_null


def _is_refused(kind: type[serializers.Serializer[Any]], name: str, sent: Any) -> bool:
    try:
        kind(partial=True).to_internal_value({name: sent})
    except ValidationError as error:
        return not isinstance(error.detail, dict) or name in error.detail
    return False
