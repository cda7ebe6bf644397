"""How what is held lapses: by the clock, and before that by whoever wants the time."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from trellis.core.db.errors import retried_once
from trellis.core.rounds import each_in_turn
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, ConfirmedBy, Status
from trellis.domain.mentorship.services.changes import is_in_calendars, standing_of
from trellis.domain.mentorship.services.money import lock_money, lock_payments_of


def lapse_due(*, now: datetime) -> int:
    """Let everything lapse that is due, and return how much that was."""
    due = list(_due(now).order_by("expires_at"))
    return each_in_turn(due, lambda one: lapse(one, now=now), what="bookings did not lapse")


def lapse_of(mentor_id: int, mentee_id: int, *, now: datetime) -> None:
    """Let lapse what is due of a mentor and of a mentee, in a transaction with both locks."""
    due = list(_due(now).filter(Q(mentor_id=mentor_id) | Q(mentee_id=mentee_id)).order_by("pk"))
    lock_payments_of(due)
    for each in due:
        lapse(each, now=now)


@retried_once
def lapse(booking: Booking, *, now: datetime, is_paid_too_late: bool = False) -> bool:
    """Let one booking lapse that nobody has confirmed, or paid for, in time; return whether it was to do."""
    with transaction.atomic():
        lock_money(booking)
        due = _due(now).filter(pk=booking.pk)
        if not due.update(status=Status.CANCELLED_EXPIRED, version=F("version") + 1, updated_at=now):
            return False
        rows = Booking.objects.select_related("mentor__user", "mentee", "bundle")
        _publish(rows.get(pk=booking.pk), now, is_paid_too_late)
    return True


def _due(now: datetime) -> QuerySet[Booking]:
    return Booking.objects.filter(status=Status.PENDING, expires_at__lte=now)


def _publish(lapsed: Booking, now: datetime, is_paid_too_late: bool) -> None:
    standing = standing_of(lapsed)
    if lapsed.confirmed_by == ConfirmedBy.PAYMENT:
        gone: events.LetGo = {**standing, "is_paid_too_late": is_paid_too_late}
        events.booking_let_go.publish(actor_id=None, subject=lapsed, data=gone, now=now)
        return
    told: events.Lapsed = {**standing, "is_in_calendars": is_in_calendars(lapsed)}
    events.booking_expired.publish(actor_id=None, subject=lapsed, data=told, now=now)
