"""What forms are put together from. Every control is labelled and says what is wrong beside itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trellis.domain.accounts.rules import is_zone
from trellis.web.components.zones import zone_options


class Styled(forms.Form):
    """A form in the look of our pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "field__input")


class ZoneSelect(forms.Select):
    """A select of all timezones by region."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Write the select; see zone_options for why not through templates."""
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        current = str(value) if is_zone(str(value)) else "UTC"
        options = zone_options(current, now=timezone.now())
        return format_html("<select{}>{}</select>", flatatt(given), options)


class ZoneField(forms.CharField):
    """An IANA timezone; every known name is accepted."""

    widget = ZoneSelect

    def validate(self, value: str) -> None:
        """Refuse what is no timezone."""
        super().validate(value)
        if not is_zone(value):
            raise ValidationError("Choose a timezone of the list.", code="invalid_choice")
