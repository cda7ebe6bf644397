"""The meeting room of a booking: who has a seat in it, and when its door is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Literal
from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.guardians.rules import MOST_GUARDIANS
from trellis.domain.mentorship.models import Booking, Status

CLOSES_AFTER = timedelta(minutes=30)


class Door(Enum):
    """How a booking's room is found at a moment."""

    UNCONFIRMED = "unconfirmed"
    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"
    UNGUARDED = "guardian"
    SHUT = "closed"


Role = Literal["mentor", "mentee", "guardian"]
# Who has a page in a room at most: the two, and who guards the one of them that is a minor.
SEATS = 2 + MOST_GUARDIANS


@dataclass(frozen=True)
class Seat:
    """The place of one of the two participants, or of who guards the one of them that is a minor.

    `minor` is who of the two must meet the other in the presence of one of the `guardians` alone; whom a
    guardian meets first, `other`, is the one who is none. `is_apart` says that one of the two has blocked the
    other, which nobody is told.
    """

    booking: Booking
    user: User
    other: User
    guardians: tuple[User, ...] = ()
    minor: User | None = None
    is_apart: bool = False

    @property
    def is_guarded(self) -> bool:
        """Whether a guardian must be in the room before the two can meet."""
        return self.minor is not None

    @property
    def is_mentor(self) -> bool:
        """Whether it is the mentor's."""
        return self.booking.mentor.user_id == self.user.pk

    @property
    def role(self) -> Role:
        """Whose place it is."""
        return self.role_of(self.user)

    @property
    def person(self) -> str:
        """What the pages call them: the two by their roles, guardians by their number."""
        if self.role != "guardian":
            return self.role
        return f"guardian-{[each.pk for each in self.guardians].index(self.user.pk) + 1}"

    def role_of(self, person: User) -> Role:
        """Return as what somebody with a seat is here."""
        if person.pk == self.booking.mentor.user_id:
            return "mentor"
        return "mentee" if person.pk == self.booking.mentee_id else "guardian"

    @property
    def others(self) -> list[User]:
        """Whom they can meet: of the two who is not them, then the guardians."""
        found = {each.pk: each for each in (*people_of(self.booking), *self.guardians)}
        return [each for each in found.values() if each.pk != self.user.pk]

    def guards(self, person_id: int) -> bool:
        """Tell whether this is somebody in whose presence the two may meet."""
        return any(each.pk == person_id for each in self.guardians)

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
        if self.is_apart:
            return Door.SHUT
        if self.is_guarded and not self.guardians:
            return Door.UNGUARDED
        return Door.EARLY if now < self.opens_at else Door.OPEN


def people_of(booking: Booking) -> tuple[User, User]:
    """Return the mentor and the mentee of a session."""
    return booking.mentor.user, booking.mentee


def meeting_room(public_id: UUID) -> str:
    """Return the room of the hub in which the pages of a session's meeting find each other."""
    return f"meet:{public_id}"


def session_room(public_id: UUID) -> str:
    """Return the room of the hub in which who follows a session hears that something has happened to it."""
    return f"session:{public_id}"


def opens_at(booking: Booking) -> datetime:
    """Return when the room of a booking opens."""
    return booking.starts_at - timedelta(minutes=booking.opens_before_minutes)


def closes_at(booking: Booking) -> datetime:
    """Return when it closes."""
    return booking.ends_at + CLOSES_AFTER


_CANCELLED = (Status.CANCELLED_BY_MENTOR, Status.CANCELLED_BY_MENTEE, Status.CANCELLED_EXPIRED)
_DONE = (Status.COMPLETED, Status.NO_SHOW)
