"""Reminders of confirmed sessions: a day and an hour before, once each for each time that is set."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from trellis.core.events import history_of_key
from trellis.core.rounds import each_in_turn
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, Reminder, Status
from trellis.domain.mentorship.notices.reminders import remind
from trellis.domain.mentorship.rules.sides import sides

_HOURS = (24, 1)
_SET_BY = tuple(
    event.kind
    for event in (
        events.booking_requested,
        events.booking_confirmed,
        events.booking_scheduled,
        events.booking_rescheduled,
    )
)


def send_reminders(*, now: datetime) -> int:
    """Remind both sides of every session that is due, and return how many reminders that made."""
    due = ((pk, hours) for hours in _HOURS for pk in list(_due(hours, now).values_list("pk", flat=True)))
    return each_in_turn(due, lambda one: _remind(*one, now), what="reminders failed")


def _due(hours: int, now: datetime) -> QuerySet[Booking]:
    ahead = timedelta(hours=hours)
    told = Reminder.objects.filter(
        booking=OuterRef("pk"), starts_at=OuterRef("starts_at"), hours_before=hours
    )
    due = Booking.objects.filter(
        ~Exists(told), status=Status.CONFIRMED, starts_at__gt=now, starts_at__lte=now + ahead
    )
    if hours == 1:
        return due.order_by("starts_at")
    # Whoever heard of the time within the day needs no reminder of it, nor who is reminded of its hour.
    due = due.alias(set_at=_set_at()).filter(starts_at__gt=now + timedelta(hours=1))
    return due.filter(set_at__lte=F("starts_at") - ahead).order_by("starts_at")


def _set_at() -> Coalesce:
    """When both sides last heard of the session's time."""
    history = history_of_key(Booking, Cast(OuterRef("pk"), CharField()))
    heard = history.filter(kind__in=_SET_BY).order_by("-id").values("happened_at")
    return Coalesce(Subquery(heard[:1]), "created_at")


def _remind(pk: int, hours: int, now: datetime) -> bool:
    """Remind both sides of one session, unless somebody has, or it is no longer due."""
    with transaction.atomic():
        # The lock keeps the session from being moved or cancelled meanwhile.
        booking = (
            Booking.objects.select_for_update(of=("self",))
            .select_related("mentor__user", "mentee")
            .filter(pk=pk, status=Status.CONFIRMED, starts_at__gt=now)
            .filter(starts_at__lte=now + timedelta(hours=hours))
            .first()
        )
        if booking is None or not _claim(booking, hours, now):
            return False
        for side in sides(booking):
            remind(side, hours, now)
    return True


def _claim(booking: Booking, hours: int, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mentorship_reminder (booking_id, starts_at, hours_before, sent_at)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [booking.pk, booking.starts_at, hours, now],
        )
        return bool(cursor.rowcount)
