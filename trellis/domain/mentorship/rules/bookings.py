"""What each side can do about a booking now. Services refuse by it, and pages show what it allows."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Literal, get_args

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import HOLDING, Booking, CompletedBy, ConfirmedBy, Status
from trellis.domain.mentorship.refusals import NotParticipant
from trellis.domain.mentorship.rules.cancellation import Part, part_given_back

Role = Literal["mentor", "mentee"]
SIDES = [(each, each) for each in get_args(Role)]
CANCELLED_BY: dict[Role, Status] = {
    "mentor": Status.CANCELLED_BY_MENTOR,
    "mentee": Status.CANCELLED_BY_MENTEE,
}


class Verb(StrEnum):
    """What can be done about a booking."""

    CONFIRM = "confirm"
    COMPLETE = "complete"
    MARK_NO_SHOW = "mark_no_show"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    ADD_LINK = "add_link"
    JOIN = "join"
    GIVE_FEEDBACK = "give_feedback"


class Obstacle(Enum):
    """Why something cannot be done, the first that stands in the way."""

    OTHER_SIDE = "it is the other side's to do"
    STATUS = "the booking stands where this cannot follow"
    EARLY = "the session has not begun"
    LATE = "the session has begun, or is over"
    GIVEN = "it was said before"
    NEAR = "calling it off would cost something by now, and moving it must not be the way around"


@dataclass(frozen=True)
class _When:
    """From which statuses, by which side (None: either), from and until which moment of the session.

    `mentee_before` is until when its mentee can, where that is sooner.
    """

    statuses: tuple[str, ...]
    by: Role | None = None
    after: str | None = None
    before: str | None = None
    mentee_before: str | None = None


_WHEN = {
    Verb.CONFIRM: _When((Status.PENDING,), by="mentor"),
    Verb.COMPLETE: _When((Status.CONFIRMED,), by="mentor", after="starts_at"),
    Verb.MARK_NO_SHOW: _When((Status.CONFIRMED,), by="mentor", after="starts_at"),
    # What is over was held or missed, which the mentor says; it is neither called off nor held elsewhere.
    Verb.CANCEL: _When(HOLDING, before="ends_at"),
    Verb.RESCHEDULE: _When(HOLDING, before="starts_at"),
    Verb.ADD_LINK: _When((Status.CONFIRMED,), by="mentor", before="ends_at"),
    Verb.JOIN: _When((Status.CONFIRMED,), before="ends_at"),
    Verb.GIVE_FEEDBACK: _When((Status.COMPLETED,)),
}
# Where money waits for the end, nobody says before it how it was, nor sends the other elsewhere meanwhile. A
# mentee who calls it off once it has begun would lose what they wait for in vain, or have it and its price.
_WHEN_BY_EITHER = {
    **_WHEN,
    Verb.CANCEL: _When(HOLDING, before="ends_at", mentee_before="starts_at"),
    Verb.COMPLETE: _When((Status.CONFIRMED,), after="ends_at"),
    Verb.MARK_NO_SHOW: _When((Status.CONFIRMED,), by="mentor", after="ends_at"),
    Verb.ADD_LINK: _When((Status.CONFIRMED,), by="mentor", before="starts_at"),
}


# What waits for its payment is confirmed by that alone, and is taken anew rather than moved.
_NOT_UNPAID = (Verb.CONFIRM, Verb.RESCHEDULE)


def role_in(booking: Booking, user: User) -> Role:
    """Return which side of the booking `user` is; raise NotParticipant for everybody else."""
    if user.pk == booking.mentor.user_id:
        return "mentor"
    if user.pk == booking.mentee_id:
        return "mentee"
    raise NotParticipant


def what_can(booking: Booking, role: Role, now: datetime) -> frozenset[Verb]:
    """Return all that this side of the booking can do about it at `now`."""
    return frozenset(verb for verb in Verb if obstacle_to(verb, booking, role, now) is None)


def obstacle_to(verb: Verb, booking: Booking, role: Role, now: datetime) -> Obstacle | None:
    """Return why this side cannot do it at `now`; None where it can."""
    when = (_WHEN_BY_EITHER if booking.completed_by == CompletedBy.EITHER else _WHEN)[verb]
    if when.by not in (None, role):
        return Obstacle.OTHER_SIDE
    if status_at(booking, now) not in when.statuses or (verb in _NOT_UNPAID and is_unpaid(booking)):
        return Obstacle.STATUS
    if when.after and now < getattr(booking, when.after):
        return Obstacle.EARLY
    before = when.mentee_before if when.mentee_before and role == "mentee" else when.before
    if before and now >= getattr(booking, before):
        return Obstacle.LATE
    if verb is Verb.RESCHEDULE and role == "mentee" and _costs_something(booking, now):
        return Obstacle.NEAR
    if verb is Verb.GIVE_FEEDBACK and _has_spoken(booking, role):
        return Obstacle.GIVEN
    return None


def status_at(booking: Booking, now: datetime) -> str:
    """Return where the booking stands: a request that has lapsed has, swept up or not."""
    if booking.status == Status.PENDING and booking.expires_at <= now:
        return Status.CANCELLED_EXPIRED
    return booking.status


def is_unpaid(booking: Booking) -> bool:
    """Tell whether the booking's time is held for a payment that has not come."""
    return booking.status == Status.PENDING and booking.confirmed_by == ConfirmedBy.PAYMENT


def is_agreed(booking: Booking) -> bool:
    """Tell whether both sides said yes to a session that is neither held nor called off."""
    return booking.status == Status.CONFIRMED


def tells_its_link(booking: Booking) -> bool:
    """Tell whether its people are told where the session is, or was."""
    return booking.status in (Status.CONFIRMED, Status.COMPLETED)


def _costs_something(booking: Booking, now: datetime) -> bool:
    return part_given_back(booking, by_mentor=False, now=now) is not Part.ALL


def _has_spoken(booking: Booking, role: Role) -> bool:
    if role == "mentor":
        return bool(booking.mentor_feedback)
    return booking.rating is not None or booking.review_removed_at is not None
