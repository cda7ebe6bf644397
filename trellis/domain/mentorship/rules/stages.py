"""Where a booking stands, whoever called it off, but by what it waits for; and how it ended, by its room."""

from collections.abc import Collection
from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple

from trellis.domain.mentorship.models import Booking, CompletedBy, ConfirmedBy, Status
from trellis.domain.mentorship.rules.bookings import status_at


class Stage(Enum):
    """The stages of a booking."""

    WAITS_FOR_MENTOR = auto()
    WAITS_FOR_PAYMENT = auto()
    SCHEDULED = auto()
    COMPLETED = auto()
    CANCELLED = auto()
    MISSED = auto()


class Outcome(NamedTuple):
    """What becomes of a session, and why, where it counts as called off by its mentor."""

    status: Status
    reason: str = ""


MENTOR_ABSENT = "The mentor did not come to the session."
SHUT = "The room stayed closed."
UNGUARDED = "The room stayed closed: nobody guards the one of the two who is under 18."
_NOT_CHOSEN = "The mentee did not come to the time to which the mentor had moved the session."
CANCELLED = (Status.CANCELLED_BY_MENTOR, Status.CANCELLED_BY_MENTEE, Status.CANCELLED_EXPIRED)
_OTHERS: dict[str, Stage] = {
    Status.CONFIRMED: Stage.SCHEDULED,
    Status.COMPLETED: Stage.COMPLETED,
    Status.NO_SHOW: Stage.MISSED,
}


def stage_at(booking: Booking, now: datetime) -> Stage:
    """Return where the booking stands at `now`: one that has lapsed is cancelled, swept up or not."""
    status = status_at(booking, now)
    if status in CANCELLED:
        return Stage.CANCELLED
    if status != Status.PENDING:
        return _OTHERS[status]
    is_unpaid = booking.confirmed_by == ConfirmedBy.PAYMENT
    return Stage.WAITS_FOR_PAYMENT if is_unpaid else Stage.WAITS_FOR_MENTOR


def cancelled_at(booking: Booking, now: datetime) -> datetime | None:
    """Return when a booking was called off, or has lapsed; None where it is neither.

    Nothing changes in one that was called off, so its last change is that.
    """
    if stage_at(booking, now) is not Stage.CANCELLED:
        return None
    return booking.expires_at if booking.status == Status.PENDING else booking.updated_at


def outcome_of(
    booking: Booking, present: Collection[int], *, shut: str = "", is_apart: bool = False
) -> Outcome:
    """Return what becomes of a session that is over, of which nobody has said how it was.

    `present` are the keys of those who were in its room; `shut` says why it was closed to both. Where it was
    held at the mentor's own link, or nobody was in the room, nothing is known, and it counts as held. Not so
    at a time that the mentee has not chosen, and could have called off at no cost, nor elsewhere where the
    two are kept apart.
    """
    mentor, mentee = booking.mentor.user_id in present, booking.mentee_id in present
    if shut:
        return Outcome(Status.CANCELLED_BY_MENTOR, shut)
    if booking.meeting_url and not is_apart:
        return Outcome(Status.COMPLETED)
    if mentee:
        return Outcome(Status.COMPLETED) if mentor else Outcome(Status.CANCELLED_BY_MENTOR, MENTOR_ABSENT)
    if booking.is_moved_by_mentor:
        return Outcome(Status.CANCELLED_BY_MENTOR, _NOT_CHOSEN)
    return Outcome(Status.NO_SHOW if mentor else Status.COMPLETED)


def goes_by_the_room(booking: Booking) -> bool:
    """Tell whether what the room saw counts against what one side says."""
    return booking.completed_by == CompletedBy.EITHER and not booking.meeting_url
