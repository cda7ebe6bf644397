"""The form by which mentors say how they are booked."""

from typing import Any

from django import forms

from trellis.domain.mentorship.models import Mentor
from trellis.web.components.forms import Styled, ZoneField


class SettingsForm(Styled):
    """How a mentor's hours become bookable times."""

    availability_timezone = ZoneField(label="Timezone")
    session_minutes = forms.TypedChoiceField(label="Length of a session", coerce=int)
    buffer_minutes = forms.TypedChoiceField(label="Pause after each session", coerce=int)
    minimum_notice_minutes = forms.TypedChoiceField(label="Can be booked until", coerce=int)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, mentor: Mentor, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(mentor, name) for name in _FACTS}
        super().__init__(*args, **kwargs)
        for name, offered in _OFFERED.items():
            minutes = sorted({*offered, getattr(mentor, name)})
            self.fields[name].choices = [(m, _duration(m, name)) for m in minutes]  # type: ignore[attr-defined]


_FACTS = ("availability_timezone", "session_minutes", "buffer_minutes", "minimum_notice_minutes", "version")
_OFFERED = {
    "session_minutes": (15, 20, 30, 45, 60, 90, 120, 180, 240),
    "buffer_minutes": (0, 5, 10, 15, 30, 45, 60, 120),
    "minimum_notice_minutes": (0, 30, 60, 120, 240, 720, 1440, 2880, 4320, 10080, 20160),
}


def _duration(minutes: int, name: str) -> str:
    if name == "minimum_notice_minutes":
        return f"{_in_words(minutes)} before" if minutes else "the last minute"
    return _in_words(minutes) if minutes else "no pause"


def _in_words(minutes: int) -> str:
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes % size == 0:
            count = minutes // size
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    raise AssertionError
