"""The days on which somebody did something."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import ActiveDay
from trellis.domain.learning.rules.streaks import Lived, lived_at, run_after


def note_activity(*, user: User, now: datetime) -> None:
    """Count the day, by the clock of where the account says somebody is; told late, it counts all the same.

    `now` is when they did something.
    """
    today = lived_at(now, user.known_timezone)
    with transaction.atomic():
        hold_learner(user)
        there = ActiveDay.objects.filter(user=user, day=today.day).first()
        if there is not None and there.zone == today.zone:
            return
        _go_on(_new(user, today) if there is None else _moved(there, today.zone))


def hold_learner(user: User) -> None:
    """Wait until nobody else writes down what somebody learns, and be alone with that until the commit.

    Whoever counts then counts all. It is taken before the rows of paths and enrolments, and after those of
    bookings.
    """
    lock("learner", user.pk)


def _new(user: User, today: Lived) -> ActiveDay:
    before = ActiveDay.objects.filter(user=user, day__lt=today.day).order_by("-day").first()
    return ActiveDay.objects.create(user=user, day=today.day, zone=today.zone, run=_run(before, today))


def _moved(row: ActiveDay, zone: str) -> ActiveDay:
    """Keep where somebody is by now, from where the next date is reckoned; what they have stays."""
    row.zone = zone
    row.save(update_fields=["zone"])
    return row


def _go_on(row: ActiveDay) -> None:
    """Count the days after one anew that is in between now, as far as that changes them."""
    for after in ActiveDay.objects.filter(user=row.user, day__gt=row.day).order_by("day"):
        run = _run(row, Lived(after.day, after.zone))
        if after.run == run:
            return
        after.run = run
        after.save(update_fields=["run"])
        row = after


def _run(before: ActiveDay | None, day: Lived) -> int:
    if before is None:
        return run_after(None, 0, day)
    return run_after(Lived(before.day, before.zone), before.run, day)
