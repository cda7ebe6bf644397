"""A session is moved to another time, as long as it was."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from trellis.domain.accounts.models import User
from trellis.domain.assistant.services.deeds.reading import id_in, moment_in
from trellis.domain.mentorship.models import Booking, CompletedBy
from trellis.domain.mentorship.queries.bookings import booking_of
from trellis.domain.mentorship.queries.why_not import in_words, is_busy, why_not_free, why_not_priced
from trellis.domain.mentorship.refusals import InvalidTransition, NotBookable, SlotTaken
from trellis.domain.mentorship.rules.bookings import Verb, role_in, status_at, what_can
from trellis.domain.mentorship.rules.reasons import Reason
from trellis.domain.mentorship.services.bookings import reschedule
from trellis.domain.notifications.rules import name_of, span, zone_of

_SAME = "The session is at this time already."


def fill(user: User, details: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return which session is to be moved, from when to when.

    Raises NotParticipant, InvalidTransition, SlotTaken and NotBookable.
    """
    booking = booking_of(user, id_in(details, "booking_id"))
    if Verb.RESCHEDULE not in what_can(booking, role_in(booking, user), now):
        raise InvalidTransition(status_at(booking, now))
    starts_at = moment_in(details, "starts_at")
    _refuse_unless_free(booking, user, starts_at, now)
    return {
        "booking_id": str(booking.public_id),
        "starts_at": starts_at.isoformat(),
        "previous_starts_at": booking.starts_at.isoformat(),
    }


def preview(user: User, details: Mapping[str, Any]) -> str:
    """Return in a sentence which session would be moved, and whereto."""
    booking = booking_of(user, id_in(details, "booking_id"))
    zone, starts_at = zone_of(user), moment_in(details, "starts_at")
    before = span(booking.starts_at, booking.ends_at, zone)
    after = span(starts_at, starts_at + _length(booking), zone)
    return f"Move the session with {_other(booking, user)} from {before} to {after}."


def told(user: User, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the log tells of it."""
    booking = booking_of(user, id_in(details, "booking_id"))
    return {
        "booking_id": details["booking_id"],
        "with": _other(booking, user),
        "scheduled_at": details["starts_at"],
        "previously_at": details["previous_starts_at"],
    }


def do(user: User, details: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Move it. Raises what `reschedule` does."""
    booking, starts_at = booking_of(user, id_in(details, "booking_id")), moment_in(details, "starts_at")
    ends_at = starts_at + _length(booking)
    reschedule(booking=booking, actor=user, starts_at=starts_at, ends_at=ends_at, version=None, now=now)
    return {}


def _refuse_unless_free(booking: Booking, user: User, starts_at: datetime, now: datetime) -> None:
    if starts_at == booking.starts_at:
        raise NotBookable(_SAME)
    ask = why_not_free if booking.completed_by == CompletedBy.MENTOR else why_not_priced
    ends_at = starts_at + _length(booking)
    mentor, mentee = booking.mentor, booking.mentee
    reason = ask(mentor, starts_at, ends_at, mentee=mentee, besides=booking, now=now)
    if reason in (Reason.TAKEN, Reason.NO_ROOM):
        raise SlotTaken
    if reason is not None:
        raise NotBookable(in_words(reason, mentor))
    if is_busy(mentee, starts_at, ends_at, besides=booking, now=now):
        raise SlotTaken("mentee" if mentee.pk == user.pk else "mentor")


def _length(booking: Booking) -> timedelta:
    return booking.ends_at - booking.starts_at


def _other(booking: Booking, user: User) -> str:
    return name_of(booking.mentor.user if booking.mentee_id == user.pk else booking.mentee)
