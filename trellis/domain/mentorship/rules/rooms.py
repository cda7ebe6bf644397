"""The meeting room of a booking: who has a seat in it, and when its door is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Status

CLOSES_AFTER = timedelta(minutes=30)


class Door(Enum):
    """How a booking's room is found at a moment."""

    UNCONFIRMED = "unconfirmed"
    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Seat:
    """The place of one of the two participants."""

    booking: Booking
    user: User
    other: User

    @property
    def is_mentor(self) -> bool:
        """Whether it is the mentor's."""
        return self.booking.mentor.user_id == self.user.pk

    @property
    def opens_at(self) -> datetime:
        """When the room opens."""
        return opens_at(self.booking)

    @property
    def closes_at(self) -> datetime:
        """When the room closes."""
        return closes_at(self.booking)

    def door(self, *, now: datetime) -> Door:
        """Tell whether the room can be entered, or why not."""
        status = self.booking.status
        if status in _CANCELLED:
            return Door.CANCELLED
        if status in _DONE or now >= self.closes_at:
            return Door.OVER
        if status == Status.PENDING:
            return Door.UNCONFIRMED
        return Door.EARLY if now < self.opens_at else Door.OPEN


def opens_at(booking: Booking) -> datetime:
    """Return when the room of a booking opens."""
    return booking.starts_at - timedelta(minutes=booking.opens_before_minutes)


def closes_at(booking: Booking) -> datetime:
    """Return when it closes."""
    return booking.ends_at + CLOSES_AFTER


_CANCELLED = (Status.CANCELLED_BY_MENTOR, Status.CANCELLED_BY_MENTEE, Status.CANCELLED_EXPIRED)
_DONE = (Status.COMPLETED, Status.NO_SHOW)
