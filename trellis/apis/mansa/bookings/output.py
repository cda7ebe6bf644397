"""Bookings and their history as this door prints them: what is shown depends on who looks."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rest_framework import serializers

from trellis.apis.mansa.clock import clock_time, utc_text
from trellis.core.models import Event
from trellis.core.rendering.media import media_url
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.rules.bookings import tells_its_link
from trellis.domain.mentorship.rules.meetings import room_of

_STANDS = ("status", "starts_at", "ends_at")


class BookingMentorOutput(serializers.Serializer[Any]):
    """The mentor of a booking."""

    id = serializers.UUIDField()
    user_id = serializers.IntegerField()
    name = serializers.CharField()
    photo_url = serializers.URLField(allow_null=True)


class BookingMenteeOutput(serializers.Serializer[Any]):
    """The mentee of a booking; `email` is there for the mentor alone."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField(required=False)


class BookingOutput(serializers.Serializer[Any]):
    """A booking. `session_date` is the start; the clock times are those of the mentor's `timezone`.

    `meeting_url` is the mentor's link, null until they add one; `room_url` is the built-in room, in which the
    session is held without one. Both are there once it is confirmed.
    """

    id = serializers.UUIDField()
    mentor = BookingMentorOutput()
    mentee = BookingMenteeOutput()
    session_date = serializers.DateTimeField()
    start_time = serializers.CharField()
    end_time = serializers.CharField()
    timezone = serializers.CharField()
    duration_minutes = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    topic = serializers.CharField()
    description = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.values)
    meeting_url = serializers.URLField(allow_null=True)
    meeting_link = serializers.URLField(allow_null=True)
    meeting_platform = serializers.CharField(allow_null=True)
    room_url = serializers.URLField(allow_null=True)
    rating = serializers.IntegerField(allow_null=True)
    feedback = serializers.CharField()
    mentor_feedback = serializers.CharField()
    cancellation_reason = serializers.CharField()
    booking_version = serializers.IntegerField()
    expires_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ActorOutput(serializers.Serializer[Any]):
    """Who did it."""

    role = serializers.ChoiceField(choices=["mentor", "mentee"])
    name = serializers.CharField()


class StandOutput(serializers.Serializer[Any]):
    """Where a booking stood; only what is known to have changed is there."""

    status = serializers.CharField(required=False)
    starts_at = serializers.DateTimeField(required=False)
    ends_at = serializers.DateTimeField(required=False)


class EventOutput(serializers.Serializer[Any]):
    """One thing that happened to a booking; `actor` is null where it was the clock."""

    kind = serializers.CharField()
    actor = ActorOutput(allow_null=True)
    happened_at = serializers.DateTimeField()
    to = StandOutput()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Return the fields with `from`, which is no name in Python."""
        return {**super().get_fields(), "from": StandOutput(allow_null=True)}


def booking_json(booking: Booking, *, viewer: User) -> dict[str, Any]:
    """Return a booking, as BookingOutput, to one who takes part in it or to staff."""
    mentor = booking.mentor
    zone = ZoneInfo(mentor.availability_timezone)
    is_linked = viewer.pk in {mentor.user_id, booking.mentee_id} and tells_its_link(booking)
    url = (is_linked and booking.meeting_url) or None
    return {
        "id": str(booking.public_id),
        "mentor": {
            "id": str(mentor.public_id),
            "user_id": mentor.user_id,
            "name": mentor.user.full_name,
            "photo_url": media_url(mentor.photo.name, absolute=True),
        },
        "mentee": _mentee_json(booking, viewer),
        "session_date": utc_text(booking.starts_at),
        "start_time": clock_time(booking.starts_at, zone),
        "end_time": clock_time(booking.ends_at, zone),
        "timezone": zone.key,
        "duration_minutes": int((booking.ends_at - booking.starts_at).total_seconds()) // 60,
        "starts_at": utc_text(booking.starts_at),
        "ends_at": utc_text(booking.ends_at),
        "topic": booking.topic,
        "description": booking.description,
        "status": booking.status,
        "meeting_url": url,
        "meeting_link": url,
        "meeting_platform": (url and booking.meeting_platform) or None,
        "room_url": room_of(booking) if is_linked else None,
        "rating": booking.rating,
        "feedback": booking.mentee_feedback,
        "mentor_feedback": booking.mentor_feedback,
        "cancellation_reason": booking.cancellation_reason,
        "booking_version": booking.version,
        "expires_at": utc_text(booking.expires_at),
        "created_at": utc_text(booking.created_at),
        "updated_at": utc_text(booking.updated_at),
    }


def event_json(event: Event, booking: Booking) -> dict[str, Any]:
    """Return one line of a booking's history, as EventOutput."""
    data = event.data
    before = {key: data[f"previous_{key}"] for key in _STANDS if f"previous_{key}" in data}
    after = {key: data[key] for key in _STANDS if key in before or not before}
    return {
        "kind": event.kind,
        "actor": _actor_json(event.actor_id, booking),
        "happened_at": utc_text(event.happened_at),
        "from": _stand_json(before) if before else None,
        "to": _stand_json(after),
    }


def _mentee_json(booking: Booking, viewer: User) -> dict[str, Any]:
    mentee = {"id": booking.mentee_id, "name": booking.mentee.full_name}
    if viewer.pk == booking.mentor.user_id:
        mentee["email"] = booking.mentee.email
    return mentee


def _actor_json(actor_id: int | None, booking: Booking) -> dict[str, Any] | None:
    people = {
        booking.mentee_id: ("mentee", booking.mentee),
        booking.mentor.user_id: ("mentor", booking.mentor.user),
    }
    if actor_id is None or actor_id not in people:
        return None
    role, user = people[actor_id]
    return {"role": role, "name": user.full_name}


def _stand_json(facts: dict[str, str]) -> dict[str, str]:
    return {
        key: value if key == "status" else utc_text(datetime.fromisoformat(value))
        for key, value in facts.items()
    }
