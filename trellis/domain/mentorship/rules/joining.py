"""How somebody comes into a session: where it is held, with what, and whether they can already."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from trellis.domain.mentorship.models import Status
from trellis.domain.mentorship.refusals import RoomClosed
from trellis.domain.mentorship.rules.bookings import is_unpaid, status_at
from trellis.domain.mentorship.rules.meeting_tokens import meeting_token
from trellis.domain.mentorship.rules.meetings import place_of
from trellis.domain.mentorship.rules.rooms import Door, Seat

_MINUTE = timedelta(minutes=1)
_OVER = "This session is over."
_CANCELLED = "This session was cancelled."
_LAPSED = "This session has lapsed: nobody confirmed it in time."
_UNPAID = "This session has not been paid for yet."
_UNANSWERED = "This session waits for its mentor's answer."


@dataclass(frozen=True)
class Entrance:
    """The way into a session. There is a token only while one can come in."""

    url: str
    token: str | None
    starts_at: datetime
    can_join: bool
    minutes_until_start: int


def entrance_of(seat: Seat, *, now: datetime) -> Entrance:
    """Return the way into a session that will be or goes on; raise RoomClosed for any other."""
    door = seat.door(now=now)
    if door not in (Door.EARLY, Door.OPEN):
        raise RoomClosed(_why(seat, door, now))
    booking, can_join = seat.booking, door is Door.OPEN
    # Whole minutes, a part of one counted as one.
    minutes = max(0, -((now - booking.starts_at) // _MINUTE))
    token = meeting_token(booking, seat.user) if can_join else None
    return Entrance(place_of(booking), token, booking.starts_at, can_join, minutes)


def _why(seat: Seat, door: Door, now: datetime) -> str:
    if status_at(seat.booking, now) == Status.CANCELLED_EXPIRED:
        return _LAPSED
    if door is Door.UNCONFIRMED:
        return _UNPAID if is_unpaid(seat.booking) else _UNANSWERED
    return _CANCELLED if door is Door.CANCELLED else _OVER
