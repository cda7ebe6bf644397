"""What null and "" mean in a body, and what a refused choice says."""

from typing import Any

import pytest
from django.http import QueryDict
from rest_framework import serializers

from trellis.core.http.input import Input, no_choice


class _Inner(Input):
    stages = serializers.ListField(child=serializers.CharField(), default=list)


class _Form(Input):
    title = serializers.CharField()
    note = serializers.CharField(required=False, allow_blank=True)
    place = serializers.CharField(default="", allow_blank=True)
    mail = serializers.EmailField(required=False, allow_null=True)
    name = serializers.CharField(required=False)
    day = serializers.DateField(required=False, allow_null=True)
    count = serializers.IntegerField(required=False)
    is_shown = serializers.BooleanField(required=False)
    size = serializers.ChoiceField(choices=["small", "large"], required=False)
    level = serializers.ChoiceField(choices=["low", "high"], default="low")
    words = serializers.ListField(child=serializers.CharField(), required=False)
    ids = serializers.ListField(child=serializers.CharField(), required=False, min_length=1)
    links = serializers.DictField(required=False)
    inner = _Inner(required=False)
    anything = serializers.JSONField(required=False, allow_null=True)


def _read(body: Any, *, partial: bool = False) -> dict[str, Any]:
    form = _Form(data=body, partial=partial)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


@pytest.mark.parametrize("nothing", [None, ""])
@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("note", ""),
        ("place", ""),
        ("mail", None),
        ("day", None),
        ("words", []),
        ("links", {}),
        ("inner", {"stages": []}),
    ],
)
def test_nothing_is_the_empty_value_of_a_field_that_need_not_be_there(
    nothing: Any, field: str, meant: Any
) -> None:
    assert _read({"title": "x", field: nothing})[field] == meant


@pytest.mark.parametrize("nothing", [None, ""])
@pytest.mark.parametrize("field", ["count", "is_shown", "size", "ids"])
def test_where_a_field_has_no_empty_value_it_is_as_though_not_sent(nothing: Any, field: str) -> None:
    assert field not in _read({"title": "x", field: nothing})
    assert _read({field: nothing}, partial=True) == {}


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_default_stands_in_for_nothing(nothing: Any) -> None:
    assert _read({"title": "x", "level": nothing})["level"] == "low"


@pytest.mark.parametrize("nothing", [None, ""])
@pytest.mark.parametrize("field", ["title", "name"])
def test_what_has_to_say_something_may_not_say_nothing(nothing: Any, field: str) -> None:
    """Also where only changes may leave it out: emptied in silence it would be kept, and nobody told."""
    form = _Form(data={"title": "x", field: nothing})
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_where_null_and_the_empty_text_are_values_they_are_kept() -> None:
    assert _read({"title": "x", "anything": ""})["anything"] == ""
    assert _read({"title": "x", "anything": None})["anything"] is None


def test_zero_and_false_are_something() -> None:
    given = _read({"title": "x", "count": 0, "is_shown": False})
    assert (given["count"], given["is_shown"]) == (0, False)


def test_a_form_sends_the_same_as_it_always_did() -> None:
    given = _read(QueryDict("title=x&words=a&words=b&day=&size=&count=&note="))
    assert given["words"] == ["a", "b"]
    assert (given["day"], given["note"]) == (None, "")
    assert not {"size", "count"} & set(given)


def test_a_choice_that_is_none_is_told_the_choices_after_the_printed_sentence() -> None:
    form = _Form(data={"title": "x", "size": "huge"})
    assert not form.is_valid()
    assert form.errors == {"size": ['"huge" is not a valid choice.', "Must be one of: small, large."]}


def test_a_sentence_that_names_the_choices_needs_no_second() -> None:
    class Own(Input):
        size = serializers.ChoiceField(
            choices=["small", "large"], error_messages={"invalid_choice": "Either small or large."}
        )

    form = Own(data={"size": "huge"})
    assert not form.is_valid()
    assert form.errors == {"size": ["Either small or large."]}


def test_fields_of_our_own_say_it_in_the_same_words() -> None:
    assert no_choice("x", ["a", "b"]).detail == ['"x" is not a valid choice.', "Must be one of: a, b."]


@pytest.mark.parametrize("body", [None, [], "text", 5])
def test_what_is_no_object_is_refused_as_such(body: Any) -> None:
    form = _Form(data=body)
    assert not form.is_valid()
    assert list(form.errors) == ["non_field_errors"]
