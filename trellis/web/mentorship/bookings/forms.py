"""What can be filled in about a booking."""

import re
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from trellis.core.writing.forms import LineField, TextField
from trellis.domain.mentorship.rules import limits
from trellis.web.components.forms import Styled

_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


class SlotField(forms.Field):
    """A time as the buttons of the week send it: two moments with a slash between."""

    def to_python(self, value: Any) -> tuple[datetime, datetime] | None:
        """Return the two moments in UTC."""
        if not value:
            return None
        try:
            first, last = (datetime.fromisoformat(part) for part in str(value).split("/"))
            if first.tzinfo is None or last.tzinfo is None:
                raise ValueError(value)
            return first.astimezone(UTC), last.astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError("Choose one of the times shown.", code="invalid") from None


class SlotForm(Styled):
    """One of the times that the calendar shows."""

    slot = SlotField(error_messages={"required": "Choose a time first."})


class BookingForm(SlotForm):
    """A session to ask for."""

    topic = LineField(
        label="What do you want to talk about?",
        max_length=limits.LONGEST_TOPIC,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say in a few words what the session is about."},
    )
    description = TextField(
        label="Anything your mentor should know before (optional)",
        required=False,
        max_length=limits.LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(Styled):
    """Why a session is cancelled."""

    reason = TextField(required=False, max_length=limits.LONGEST_REASON)


class LinkForm(Styled):
    """Where a session takes place."""

    url = LineField(
        max_length=limits.LONGEST_MEETING_URL,
        error_messages={"required": "Paste the address of the meeting."},
    )
    platform = LineField(required=False, max_length=limits.LONGEST_PLATFORM)

    def clean_url(self) -> str:
        """Return the address; other schemes than the web's are refused."""
        url = str(self.cleaned_data["url"])
        if not _WEB_ADDRESS.match(url):
            raise ValidationError("The address must start with https://")
        return forms.URLField(assume_scheme="https", max_length=limits.LONGEST_MEETING_URL).clean(url)  # type: ignore[no-any-return]


class MenteeFeedbackForm(Styled):
    """How it was, in stars and words."""

    rating = forms.TypedChoiceField(
        choices=[(str(stars), str(stars)) for stars in range(limits.STARS.least, limits.STARS.most + 1)],
        coerce=int,
        error_messages={
            "required": "Choose one to five stars.",
            "invalid_choice": "Choose one to five stars.",
        },
    )
    text = TextField(required=False, max_length=limits.LONGEST_FEEDBACK)


class MentorFeedbackForm(Styled):
    """What the mentor wants to say afterwards."""

    text = TextField(
        max_length=limits.LONGEST_FEEDBACK, error_messages={"required": "Write a few words first."}
    )


def version_in(data: QueryDict) -> int | None:
    """Return the version of a row that the form was made from; None where it does not say."""
    given = data.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None
