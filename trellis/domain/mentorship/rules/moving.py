"""What becomes of a session that is moved, under its own terms."""

from datetime import datetime, timedelta
from typing import Any

from trellis.domain.mentorship.models import Booking, Cancellation, ConfirmedBy, Mentor, Status
from trellis.domain.mentorship.refusals import NotBookable
from trellis.domain.mentorship.rules.bookings import Role, status_at
from trellis.domain.mentorship.rules.terms import MANSA

_KEEPS_ITS_LENGTH = "A session that is paid for, or a first talk, keeps its length."


def refuse_other_length(booking: Booking, starts_at: datetime, ends_at: datetime) -> None:
    """Raise NotBookable for a length that was not paid for, and for a time when its package is over."""
    is_as_long_as_paid_for = booking.price_minor or booking.bundle or booking.is_first_talk
    if is_as_long_as_paid_for and ends_at - starts_at != booking.ends_at - booking.starts_at:
        raise NotBookable(_KEEPS_ITS_LENGTH)
    if booking.bundle is not None and ends_at > booking.bundle.valid_until:
        raise NotBookable(over_by(booking.bundle.valid_until))


def moved_by(booking: Booking, role: Role, starts_at: datetime, now: datetime) -> dict[str, Any]:
    """Return what changes of a booking, besides its time, when this side moves it."""
    changes: dict[str, Any] = {"status": status_at(booking, now)}
    if booking.confirmed_by == ConfirmedBy.MENTOR:
        changes["expires_at"] = MANSA.held_until(starts_at, now)
        if role == "mentee":
            changes["status"] = Status.PENDING
    if booking.cancellation == Cancellation.BY_HOURS:
        changes["is_moved_by_mentor"] = role == "mentor"
    return changes


def covering(mentor: Mentor, length: timedelta) -> timedelta:
    """Return how long as many sessions in a row last as are needed to give this length."""
    session, buffer = (timedelta(minutes=each) for each in (mentor.session_minutes, mentor.buffer_minutes))
    row = session
    while row < length:
        row += buffer + session
    return row


def over_by(valid_until: datetime) -> str:
    """Return that a package ends before a session would, in a sentence."""
    return f"The package is over by then: it is valid until {valid_until:%d %B %Y, %H:%M} UTC."
