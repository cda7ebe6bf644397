"""How sessions end: as one side says, or by the clock, which goes by who was in the room.

docs/decisions/sessions.md says when which of them, and what becomes of the money.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from trellis.core.rounds import each_in_turn
from trellis.domain.accounts.models import User
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, CompletedBy, Status
from trellis.domain.mentorship.queries.attendance import outcome_by_room
from trellis.domain.mentorship.refusals import InvalidTransition
from trellis.domain.mentorship.rules.rooms import CLOSES_AFTER
from trellis.domain.mentorship.services.bookings import complete
from trellis.domain.mentorship.services.changes import (
    count_held,
    is_in_calendars,
    standing_of,
    write,
)
from trellis.domain.mentorship.services.money import lock_money


def complete_once(*, booking: Booking, actor: User, now: datetime) -> Booking:
    """Say that the session took place; where that was said before, by whomever, it stays as it is.

    Raises NotParticipant, NotAllowed, InvalidTransition and RoomSawOtherwise.
    """
    try:
        return complete(booking=booking, actor=actor, version=None, now=now)
    except InvalidTransition as refusal:
        if refusal.current != Status.COMPLETED:
            raise
    return Booking.objects.select_related("mentor__user", "mentee").get(pk=booking.pk)


def close_due(*, now: datetime) -> int:
    """Close the sessions whose room has closed and nobody has said how they were; return how many."""
    due = list(_due(now).order_by("ends_at").values_list("pk", flat=True))
    return each_in_turn(due, lambda pk: _close(pk, now), what="sessions could not be closed")


def _due(now: datetime) -> QuerySet[Booking]:
    return Booking.objects.filter(
        status=Status.CONFIRMED, completed_by=CompletedBy.EITHER, ends_at__lte=now - CLOSES_AFTER
    )


def _close(pk: int, now: datetime) -> bool:
    """Bring one session to its end, unless somebody was faster."""
    with transaction.atomic():
        lock_money(Booking.objects.get(pk=pk))
        # Until the commit, whoever completes or cancels it waits, and then finds it closed.
        booking = _due(now).select_for_update(of=("self",)).filter(pk=pk).first()
        if booking is None:
            return False
        outcome = outcome_by_room(booking, now=now)
        why = {"cancellation_reason": outcome.reason} if outcome.reason else {}
        closed = write(booking, lambda _: {"status": outcome.status, **why}, now)
        _publish(closed, now)
    return True


def _publish(closed: Booking, now: datetime) -> None:
    """Tell of the end as the verbs do; nobody is its actor."""
    step: events.Step = {**standing_of(closed), "previous_status": str(Status.CONFIRMED)}
    if closed.status == Status.COMPLETED:
        count_held(closed)
        events.booking_completed.publish(actor_id=None, subject=closed, data=step, now=now)
    elif closed.status == Status.NO_SHOW:
        events.booking_missed.publish(actor_id=None, subject=closed, data=step, now=now)
    else:
        told: events.CalledOff = {**step, "is_in_calendars": is_in_calendars(closed)}
        events.booking_cancelled.publish(actor_id=None, subject=closed, data=told, now=now)
