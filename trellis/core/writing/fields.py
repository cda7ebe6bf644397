"""Fields of serializers for what people write: what comes in is brought into form, or refused by name."""

from typing import Any

from rest_framework import serializers

from trellis.core.writing.addresses import kept_form, refuse_other_letters
from trellis.core.writing.texts import Unfit, many_lines, one_line


class _Written(serializers.CharField):
    """A text that `core/writing/texts.py` reads."""

    @staticmethod
    def read(text: str) -> str:
        """Return the text as it is kept; raise Unfit."""
        raise NotImplementedError

    def to_internal_value(self, data: Any) -> str:
        """Return the text as it is kept; raise ValidationError."""
        try:
            text = self.read(super().to_internal_value(data))
        except Unfit as error:
            raise serializers.ValidationError(error.sentence, code=error.kind) from None
        if not text and not self.allow_blank:
            self.fail("blank")
        return text


class LineField(_Written):
    """A text of one line: names, titles, places."""

    read = staticmethod(one_line)


class TextField(_Written):
    """A text of as many lines as somebody likes."""

    read = staticmethod(many_lines)


class LinkField(_Written, serializers.URLField):
    """An address in the web, which is a line, too."""

    read = staticmethod(one_line)


class AddressField(serializers.EmailField):
    """An e-mail address, in its one form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(refuse_other_letters)

    def to_internal_value(self, data: Any) -> str:
        """Return the address in its form."""
        return kept_form(super().to_internal_value(data))
