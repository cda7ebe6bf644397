"""The forms by which mentors describe themselves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from trellis.core.files.uploads import PictureFormField
from trellis.core.writing.forms import LineField, LinkField, TextField
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.rules import limits
from trellis.web.components.forms import Styled, ZoneField

# As many areas as there may be, a comma and a space after each.
_LONGEST_LIST = limits.MOST_AREAS * (limits.LONGEST_AREA + 2)


class ProfileForm(Styled):
    """What others see of a mentor."""

    bio = TextField(
        label="About you",
        max_length=limits.LONGEST_BIO,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What you have done, and what you like to help with.",
        error_messages={"required": "Tell mentees a little about yourself."},
    )
    expertise = LineField(
        label="Areas of expertise",
        max_length=_LONGEST_LIST,
        help_text="Separated by commas: Product design, Hiring, Python.",
        error_messages={"required": "Name at least one area, so that mentees can find you."},
    )
    job_title = LineField(label="Job title", required=False, max_length=limits.LONGEST_JOB_TITLE)
    company = LineField(label="Company", required=False, max_length=limits.LONGEST_COMPANY)
    years_of_experience = forms.IntegerField(
        label="Years of experience",
        required=False,
        min_value=limits.YEARS_OF_EXPERIENCE.least,
        max_value=limits.YEARS_OF_EXPERIENCE.most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    linkedin_url = LinkField(
        label="LinkedIn", required=False, max_length=limits.LONGEST_PROFILE_URL, assume_scheme="https"
    )
    github_url = LinkField(
        label="GitHub", required=False, max_length=limits.LONGEST_PROFILE_URL, assume_scheme="https"
    )
    twitter_url = LinkField(
        label="Twitter / X", required=False, max_length=limits.LONGEST_PROFILE_URL, assume_scheme="https"
    )
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
        wanted = limits.each_once(filter(None, areas))
        if not wanted:
            raise ValidationError("Name at least one area, so that mentees can find you.")
        if len(wanted) > limits.MOST_AREAS:
            raise ValidationError(f"Name at most {limits.MOST_AREAS} areas.")
        if any(len(area) > limits.LONGEST_AREA for area in wanted):
            raise ValidationError(f"An area has at most {limits.LONGEST_AREA} characters.")
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


_FACTS = (
    "bio",
    "company",
    "job_title",
    "years_of_experience",
    "linkedin_url",
    "github_url",
    "twitter_url",
    "availability_timezone",
    "version",
)


def _facts_of(mentor: Mentor) -> dict[str, Any]:
    return {"expertise": ", ".join(mentor.expertise), **{name: getattr(mentor, name) for name in _FACTS}}
