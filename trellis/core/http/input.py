"""How bodies are read, at every door: what is optional may be empty, a refused choice names the choices."""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

_EMPTY = (None, "")
_NO_CHOICE = "invalid_choice"


class Input(serializers.Serializer[Any]):
    """What a body, or a query, says. Every serializer of one is such (tests/architecture/test_input.py).

    Null or "" in a field that need not be there is what forms send for "nothing": it is the field's empty
    value, or, where it has none, as though it had not been sent. Forms themselves DRF reads so.
    """

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields; raise ValidationError, which names the choices where one is none."""
        if isinstance(data, Mapping) and not hasattr(data, "getlist"):
            data = self._said(data)
        try:
            return super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError(self._with_choices(error.detail)) from None

    def _said(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the body with what its empty fields mean."""
        said = dict(data)
        for field in self._writable_fields:
            name = str(field.field_name)
            if name not in said or said[name] not in _EMPTY:
                continue
            meant = _meant(field, said[name])
            if meant is serializers.empty:
                del said[name]
            else:
                said[name] = meant
        return said

    def _with_choices(self, detail: Any) -> Any:
        if not isinstance(detail, dict):
            return detail
        return {name: _named(self.fields.get(name), faults) for name, faults in detail.items()}


class ModelInput(Input, serializers.ModelSerializer[Any]):
    """What a body says of a row, by the row's own fields."""


def no_choice(given: str, choices: Iterable[str]) -> ValidationError:
    """Return the refusal of a value that is none of the choices, for fields of our own."""
    return ValidationError(
        [ErrorDetail(f'"{given}" is not a valid choice.', _NO_CHOICE), one_of(choices)], code=_NO_CHOICE
    )


def one_of(choices: Iterable[Any]) -> str:
    """Say what there is to choose from."""
    return f"Must be one of: {', '.join(str(choice) for choice in choices)}."


def _meant(field: Any, given: str | None) -> Any:
    """Return what null or "" in a field means, `empty` for nothing; in what is demanded it stays as it is.

    A field whose empty value would say too much, as a timezone or all hours of somebody, says with
    `is_left_out_when_empty` that it is not meant then.
    """
    if field.required or isinstance(field, serializers.JSONField):
        return given
    if field.allow_null if given is None else getattr(field, "allow_blank", False):
        return given
    if getattr(field, "is_left_out_when_empty", False):
        return serializers.empty
    if isinstance(field, serializers.CharField):
        return _text(field, given)
    if field.allow_null:
        return None
    if isinstance(field, serializers.ListField):
        return serializers.empty if field.min_length or not field.allow_empty else []
    if isinstance(field, serializers.DictField | serializers.Serializer):
        return {}
    return serializers.empty


def _text(field: serializers.CharField, given: str | None) -> str | None:
    """Return the empty text where there is one; a text that must say something is refused as it came.

    So a change cannot empty a name.
    """
    if field.allow_blank:
        return ""
    return None if field.allow_null else given


def _named(field: Any, faults: Any) -> Any:
    """Return the faults of a field, with its choices behind one that is about them and does not name them."""
    choices = [str(choice) for choice in getattr(field, "choices", ())]
    if not (choices and isinstance(faults, list)) or getattr(field, "is_refused_as_printed", False):
        return faults
    refused = [fault for fault in faults if getattr(fault, "code", "") == _NO_CHOICE]
    is_told = any(all(choice in fault for choice in choices) for fault in refused)
    return [*faults, ErrorDetail(one_of(choices), _NO_CHOICE)] if refused and not is_told else faults
