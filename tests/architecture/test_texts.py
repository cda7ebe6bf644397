"""What people write comes in by fields that know lines, texts and addresses, at every door and page."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models
from rest_framework import serializers

import trellis.apis
import trellis.web
from tests.architecture.exceptions import hold
from trellis.core.db.addresses import AddressField
from trellis.core.writing import fields as doors
from trellis.core.writing import forms as pages

# Answers, and what is looked for: nothing of it is kept.
_NOT_KEPT = ("Output", "Serializer", "Query", "Filter", "Filters", "Tokens")
# By these anything may come; a field with a class of its own has its reasons.
_PLAIN = (
    *(serializers.CharField, serializers.EmailField, serializers.URLField),
    *(forms.CharField, forms.EmailField, forms.URLField),
)
_ADVICE = "use a field of core/writing/fields.py or core/writing/forms.py"


def _load(package: ModuleType) -> list[ModuleType]:
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [importlib.import_module(each.name) for each in found]


def _classes(package: ModuleType, kind: type) -> Iterator[type]:
    for module in _load(package):
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, kind) and each.__module__ == module.__name__:
                yield each


def plain_fields(kind: type[serializers.BaseSerializer[Any]]) -> list[str]:
    """Return the fields by which this serializer, and none that it is made of, takes a text of any kind."""
    inherited = {name for each in kind.__mro__[1:] for name in getattr(each, "_declared_fields", ())}
    fields = getattr(kind(), "fields", {}).items()
    return [
        name for name, field in fields if name not in inherited and not field.read_only and _is_plain(field)
    ]


def _is_plain(field: Any) -> bool:
    return type(getattr(field, "child", field)) in _PLAIN


def _is_kept(kind: type) -> bool:
    """Tell whether what this takes may be kept; the names tell it, also those that it inherits from."""
    names = [each.__name__ for each in kind.__mro__ if each.__module__.startswith("trellis.")]
    return "output" not in kind.__module__ and not any(name.endswith(_NOT_KEPT) for name in names)


def test_every_text_that_a_door_keeps_is_a_line_a_text_or_an_address() -> None:
    inputs = [each for each in _classes(trellis.apis, serializers.Serializer) if _is_kept(each)]
    assert len(inputs) > 30
    found = {f"{each.__name__}.{name}" for each in inputs for name in plain_fields(each)}
    hold("texts at doors", found, _ADVICE)


def test_every_text_that_a_page_takes_is_a_line_a_text_or_an_address() -> None:
    found = {
        f"{each.__name__}.{name}"
        for each in _classes(trellis.web, forms.BaseForm)
        for name, field in each.base_fields.items()  # type: ignore[attr-defined]
        if _is_plain(field)
    }
    hold("texts on pages", found, _ADVICE)


def test_every_address_of_a_row_is_kept_in_its_form() -> None:
    fields = [
        field
        for model in apps.get_models()
        if model.__module__.startswith("trellis.")
        for field in model._meta.get_fields()
        if isinstance(field, models.EmailField)
    ]
    assert len(fields) > 5
    for field in fields:
        assert isinstance(field, AddressField), f"{field}: use trellis.core.db.addresses.AddressField"
        assert isinstance(field.formfield(), pages.AddressField)


class _Planted(serializers.Serializer[Any]):
    name = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    email = serializers.EmailField()
    links = serializers.DictField(child=serializers.URLField())
    shown = serializers.CharField(read_only=True)
    title = doors.LineField()
    words = serializers.ListField(child=doors.TextField())


@pytest.mark.parametrize("name", ["name", "tags", "email", "links"])
def test_a_planted_field_is_found(name: str) -> None:
    assert name in plain_fields(_Planted)
    assert not {"shown", "title", "words"} & {*plain_fields(_Planted)}
