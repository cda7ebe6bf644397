"""The meeting room of a booking: who has a seat in it, and when its door is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db.models import Q

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Status

OPENS_BEFORE = timedelta(minutes=15)
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
        return self.booking.starts_at - OPENS_BEFORE

    @property
    def closes_at(self) -> datetime:
        """When the room closes."""
        return self.booking.ends_at + CLOSES_AFTER

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


_CANCELLED = (Status.CANCELLED_BY_MENTOR, Status.CANCELLED_BY_MENTEE, Status.CANCELLED_EXPIRED)
_DONE = (Status.COMPLETED, Status.NO_SHOW)


def seat_of(*, user: User, public_id: UUID) -> Seat | None:
    """Return the user's seat in the room of this booking; None for everybody but its two people."""
    booking = (
        Booking.objects.filter(Q(mentee=user) | Q(mentor__user=user), public_id=public_id)
        .select_related("mentor__user", "mentee")
        .first()
    )
    if booking is None:
        return None
    other = booking.mentee if booking.mentor.user_id == user.pk else booking.mentor.user
    return Seat(booking, user, other)
