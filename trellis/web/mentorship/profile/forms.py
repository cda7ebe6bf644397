"""The forms by which mentors describe themselves and say how they are booked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trellis.core.media import PictureFormField
from trellis.domain.mentorship.models import Mentor
from trellis.web.components.zones import is_zone, zone_options
from trellis.web.mentorship.bookings.forms import Styled

_MOST_SKILLS = 20
_LONGEST_SKILL = 60


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


class ProfileForm(Styled):
    """What others see of a mentor."""

    bio = forms.CharField(
        label="About you",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What you have done, and what you like to help with.",
        error_messages={"required": "Tell mentees a little about yourself."},
    )
    expertise = forms.CharField(
        label="Areas of expertise",
        max_length=1300,
        help_text="Separated by commas: Product design, Hiring, Python.",
        error_messages={"required": "Name at least one area, so that mentees can find you."},
    )
    job_title = forms.CharField(label="Job title", required=False, max_length=150)
    company = forms.CharField(label="Company", required=False, max_length=150)
    years_of_experience = forms.IntegerField(
        label="Years of experience",
        required=False,
        min_value=0,
        max_value=80,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    linkedin_url = forms.URLField(label="LinkedIn", required=False, max_length=300, assume_scheme="https")
    github_url = forms.URLField(label="GitHub", required=False, max_length=300, assume_scheme="https")
    twitter_url = forms.URLField(label="Twitter / X", required=False, max_length=300, assume_scheme="https")
    availability_timezone = ZoneField(label="Your timezone", help_text="Your weekly hours are kept in it.")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, mentor: Mentor | None, zone: str, **kwargs: Any) -> None:
        if mentor is not None:
            kwargs["initial"] = _facts_of(mentor)
        super().__init__(*args, **kwargs)
        self.fields["availability_timezone"].initial = zone

    def clean_expertise(self) -> list[str]:
        """Return the areas one by one, each once."""
        areas = [" ".join(part.split()) for part in self.cleaned_data["expertise"].split(",")]
        once: dict[str, str] = {}
        for area in filter(None, areas):
            once.setdefault(area.casefold(), area)
        wanted = list(once.values())
        if not wanted:
            raise ValidationError("Name at least one area, so that mentees can find you.")
        if len(wanted) > _MOST_SKILLS:
            raise ValidationError(f"Name at most {_MOST_SKILLS} areas.")
        if any(len(area) > _LONGEST_SKILL for area in wanted):
            raise ValidationError(f"An area has at most {_LONGEST_SKILL} characters.")
        return wanted

    def clean_years_of_experience(self) -> int:
        """Return 0 where nothing was said."""
        return self.cleaned_data["years_of_experience"] or 0


class PhotoForm(forms.Form):
    """A picture of the mentor, made anew without its metadata."""

    photo = PictureFormField(
        label="Profile photo",
        widget=forms.FileInput(attrs={"class": "field__input"}),
        error_messages={"required": "Choose a picture first."},
    )


class SettingsForm(Styled):
    """How a mentor's hours become bookable times."""

    availability_timezone = ZoneField(label="Timezone")
    session_minutes = forms.TypedChoiceField(label="Length of a session", coerce=int)
    buffer_minutes = forms.TypedChoiceField(label="Pause after each session", coerce=int)
    minimum_notice_minutes = forms.TypedChoiceField(label="Can be booked until", coerce=int)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, mentor: Mentor, **kwargs: Any) -> None:
        kwargs["initial"] = _facts_of(mentor)
        super().__init__(*args, **kwargs)
        for name, offered in _OFFERED.items():
            minutes = sorted({*offered, getattr(mentor, name)})
            self.fields[name].choices = [(m, _duration(m, name)) for m in minutes]  # type: ignore[attr-defined]


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


def _facts_of(mentor: Mentor) -> dict[str, Any]:
    names = (
        "bio",
        "company",
        "job_title",
        "years_of_experience",
        "linkedin_url",
        "github_url",
        "twitter_url",
        "availability_timezone",
        "session_minutes",
        "buffer_minutes",
        "minimum_notice_minutes",
        "version",
    )
    return {"expertise": ", ".join(mentor.expertise), **{name: getattr(mentor, name) for name in names}}
