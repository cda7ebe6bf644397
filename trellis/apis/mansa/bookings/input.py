"""What is sent to ask for a session, and to change one."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from trellis.apis.mansa.clock import Moment, SessionDay, WallTime, Zone
from trellis.core.http.input import Input
from trellis.core.writing.fields import LineField, TextField
from trellis.domain.mentorship.models import Status
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.rules.bookings import CANCELLED_BY

_STATUSES = (
    Status.CONFIRMED,
    Status.COMPLETED,
    Status.NO_SHOW,
    *CANCELLED_BY.values(),
    "cancelled",  # by whichever side the caller is
)


_CLOCK = ("session_date", "start_time", "end_time")
_MOMENTS = ("starts_at", "ends_at")


class SessionTimeInput(Input):
    """When a session is to be, by the clocks of `timezone`; without it, of the mentor's.

    `starts_at` and `ends_at`, as slots have them, name it without a clock. Beside one, they or `fold` (0 is
    the first time that the clock shows `start_time` on that day, 1 the second) say which is meant.
    """

    session_date = SessionDay(required=False)
    start_time = WallTime(required=False)
    end_time = WallTime(is_end=True, required=False)
    timezone = Zone(required=False)
    fold = serializers.IntegerField(
        min_value=limits.FOLDS.least, max_value=limits.FOLDS.most, required=False, allow_null=True
    )
    starts_at = Moment(required=False, allow_null=True)
    ends_at = Moment(required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        """Return what was given; raise ValidationError unless a clock or two moments name the time."""
        given = {name for name in (*_CLOCK, *_MOMENTS) if isinstance(data, Mapping) and data.get(name)}
        for name in _CLOCK:
            self.fields[name].required = not self.partial and given != set(_MOMENTS)
        return super().to_internal_value(data)


class BookingInput(SessionTimeInput):
    """What is asked of a mentor."""

    mentor_id = serializers.UUIDField()
    topic = LineField(max_length=limits.LONGEST_TOPIC)
    description = TextField(
        max_length=limits.LONGEST_DESCRIPTION, required=False, allow_blank=True, default=""
    )


class _ChangeInput(Input):
    booking_version = serializers.IntegerField(
        min_value=limits.VERSIONS.least,
        max_value=limits.VERSIONS.most,
        required=False,
        allow_null=True,
        default=None,
    )


class StatusInput(_ChangeInput):
    """Where the booking is to go. A link is for a confirmation, a reason for a cancellation."""

    # DRF's own message repeats what was sent, which may be text that no answer can carry (half a character).
    status = serializers.ChoiceField(
        choices=_STATUSES, error_messages={"invalid_choice": f"Must be one of: {', '.join(_STATUSES)}."}
    )
    reason = TextField(max_length=limits.LONGEST_REASON, required=False, allow_blank=True, default="")
    meeting_link = LineField(
        max_length=limits.LONGEST_MEETING_URL, required=False, allow_blank=True, default=""
    )
    meeting_platform = LineField(
        max_length=limits.LONGEST_PLATFORM, required=False, allow_blank=True, default=""
    )


class MeetingLinkInput(_ChangeInput):
    """Where the session is held; without a platform it is told from the link."""

    meeting_link = LineField(max_length=limits.LONGEST_MEETING_URL)
    meeting_platform = LineField(
        max_length=limits.LONGEST_PLATFORM, required=False, allow_blank=True, default=""
    )


class FeedbackInput(Input):
    """How the session was: a mentee gives stars and words, a mentor words (as `mentor_feedback`, too)."""

    rating = serializers.IntegerField(
        min_value=limits.STARS.least,
        max_value=limits.STARS.most,
        required=False,
        allow_null=True,
        default=None,
    )
    feedback = TextField(max_length=limits.LONGEST_FEEDBACK, required=False, allow_blank=True, default="")
    mentor_feedback = TextField(
        max_length=limits.LONGEST_FEEDBACK, required=False, allow_blank=True, default=""
    )


class RescheduleInput(SessionTimeInput, _ChangeInput):
    """When the session is to be instead."""
