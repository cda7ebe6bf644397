"""What is sent to ask for a session, and to change one."""

from rest_framework import serializers

from trellis.apis.mansa.clock import SessionDay, WallTime, Zone
from trellis.core.http.fields import LineField, TextField
from trellis.core.http.input import Input
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


class SessionTimeInput(Input):
    """When a session is to be, by the clocks of `timezone`; without it, of the mentor's."""

    session_date = SessionDay()
    start_time = WallTime()
    end_time = WallTime(is_end=True)
    timezone = Zone(required=False)


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
