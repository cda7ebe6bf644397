"""Sessions that took place, had by learners and given by mentors: completed, and over by now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Subquery, Sum

from trellis.core.db.prepared import Argument
from trellis.domain.accounts.models import User
from trellis.domain.analytics.rules.days import Days
from trellis.domain.learning.models import PointsEntry
from trellis.domain.mentorship.models import Booking, Mentor, Status

_LENGTH = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
_SECONDS = 60


@dataclass(frozen=True)
class Sessions:
    """How many, how long in all, and what stars they were given."""

    count: int
    minutes: int
    stars: int
    rated: int


@dataclass(frozen=True)
class Day:
    """What somebody did on a day, as a learner."""

    day: date
    sessions: int
    minutes: int
    points: int


def had_by(user: User | Argument, *, now: datetime | Argument) -> QuerySet[Booking]:
    """Return the sessions that somebody had with mentors."""
    return Booking.objects.filter(mentee=user, status=Status.COMPLETED, ends_at__lte=now)


def given_by(mentor: Mentor | Subquery, *, now: datetime | Argument) -> QuerySet[Booking]:
    """Return the sessions that a mentor gave."""
    return Booking.objects.filter(mentor=mentor, status=Status.COMPLETED, ends_at__lte=now)


def summed(rows: QuerySet[Booking]) -> Sessions:
    """Return what sessions sum to."""
    # Nothing is asked for but what the indexes of migration 0001 hold.
    found = rows.order_by().aggregate(
        count=Count("*"), length=Sum(_LENGTH), stars=Sum("rating"), rated=Count("rating")
    )
    length = found["length"]
    minutes = int(length.total_seconds()) // _SECONDS if length else 0
    return Sessions(found["count"], minutes, found["stars"] or 0, found["rated"])


def days_of(user: User, days: Days, *, now: datetime) -> list[Day]:
    """Return what somebody did on each of these days, by when their sessions ended, and their points."""
    within = Q(ends_at__gte=days.begin, ends_at__lt=days.end)
    held = list(had_by(user, now=now).filter(within).values_list("ends_at", "starts_at"))
    earned = PointsEntry.objects.filter(user=user, earned_at__gte=days.begin, earned_at__lt=days.end)
    points = _by_day(days, earned.values_list("earned_at", "points"))
    count = _by_day(days, ((end, 1) for end, _ in held))
    length = _by_day(days, ((end, int((end - start).total_seconds()) // _SECONDS) for end, start in held))
    return [Day(day, count.get(day, 0), length.get(day, 0), points.get(day, 0)) for day in days.all]


def _by_day(days: Days, values: Iterable[tuple[datetime, int]]) -> dict[date, int]:
    found: dict[date, int] = {}
    for moment, value in values:
        day = days.of(moment)
        found[day] = found.get(day, 0) + value
    return found
