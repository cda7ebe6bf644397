"""How a booking changes: who may, from where to where, and only if nobody else changed it meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from trellis.core.events import history_of
from trellis.domain.accounts.models import User
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.refusals import (
    AlreadyGiven,
    InvalidTransition,
    NotAllowed,
    StaleVersion,
    TooEarly,
    TooLate,
    TooNear,
)
from trellis.domain.mentorship.rules.bookings import Obstacle, Role, Verb, obstacle_to, role_in, status_at
from trellis.domain.mentorship.services.money import lock_money

_REFUSALS: dict[Obstacle, type[InvalidTransition]] = {
    Obstacle.EARLY: TooEarly,
    Obstacle.LATE: TooLate,
    Obstacle.NEAR: TooNear,
}


@dataclass(frozen=True)
class Writer:
    """Who changes a booking, when, and which version they have seen (None if they do not say)."""

    actor: User
    version: int | None
    now: datetime


def refuse_unless_can(booking: Booking, verb: Verb, writer: Writer) -> Role:
    """Return the writer's side; raise unless they can do it now (rules), and know the booking as it is."""
    role = role_in(booking, writer.actor)
    obstacle = obstacle_to(verb, booking, role, writer.now)
    if obstacle is Obstacle.OTHER_SIDE:
        raise NotAllowed
    if writer.version is not None and writer.version != booking.version:
        raise StaleVersion(booking.version)
    if obstacle is Obstacle.GIVEN:
        raise AlreadyGiven
    if obstacle is not None:
        raise _REFUSALS.get(obstacle, InvalidTransition)(status_at(booking, writer.now))
    return role


def write(booking: Booking, decide: Callable[[Booking], dict[str, Any]], now: datetime) -> Booking:
    """Change the booking as `decide` says of its current row, in a transaction; return it with its people.

    What it is paid for by is locked first (services/money.py).
    Compare and set: the row is written only as it was decided on. Whoever was overtaken decides
    anew, and is refused if what they want no longer follows. Each turn means that another succeeded.
    """
    lock_money(booking)
    while True:
        current = Booking.objects.select_related("mentor__user", "mentee", "bundle").get(pk=booking.pk)
        changes = {**decide(current), "version": current.version + 1, "updated_at": now}
        unchanged = Booking.objects.filter(pk=current.pk, status=current.status, version=current.version)
        if unchanged.update(**changes):
            for field, value in changes.items():
                setattr(current, field, value)
            return current


def count_held(booking: Booking) -> None:
    """Count a session that is completed among its mentor's."""
    Mentor.objects.filter(pk=booking.mentor_id).update(total_sessions=F("total_sessions") + 1)
    booking.mentor.refresh_from_db(fields=["total_sessions"])


def standing_of(booking: Booking) -> events.Standing:
    """Return what every event of a booking tells: who takes part in it, where it stands and when it is."""
    return {
        "mentor_user_id": booking.mentor.user_id,
        "mentee_user_id": booking.mentee_id,
        "status": str(booking.status),
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "version": booking.version,
    }


def is_in_calendars(booking: Booking) -> bool:
    """Return whether an invitation to the session was sent, so that a calendar may hold it."""
    inviting = tuple(
        event.kind
        for event in (events.booking_confirmed, events.booking_scheduled, events.booking_rescheduled)
    )
    return history_of(booking).filter(kind__in=inviting).exists()
