"""Fields of pages and of the back office for what people write, as fields.py has them for doors."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from trellis.core.writing.addresses import kept_form, refuse_other_letters
from trellis.core.writing.texts import Unfit, many_lines, one_line


class LineField(forms.CharField):
    """A text of one line."""

    def to_python(self, value: Any) -> Any:
        """Return the line; raise ValidationError."""
        return _read(one_line, super().to_python(value), self.empty_value)


class TextField(forms.CharField):
    """A text of as many lines as somebody likes."""

    def to_python(self, value: Any) -> Any:
        """Return the text; raise ValidationError."""
        return _read(many_lines, super().to_python(value), self.empty_value)


class LinkField(forms.URLField):
    """An address in the web, which is a line, too."""

    def to_python(self, value: Any) -> Any:
        """Return the address; raise ValidationError."""
        return _read(one_line, super().to_python(value), self.empty_value)


class AddressField(forms.EmailField):
    """An e-mail address, in its one form."""

    default_validators = [*forms.EmailField.default_validators, refuse_other_letters]

    def to_python(self, value: Any) -> Any:
        """Return the address in its form."""
        text = super().to_python(value)
        return kept_form(text) if isinstance(text, str) else text


def _read(reader: Callable[[str], str], text: Any, empty: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        return reader(text) or empty
    except Unfit as error:
        raise ValidationError(error.sentence, code=error.kind) from None
