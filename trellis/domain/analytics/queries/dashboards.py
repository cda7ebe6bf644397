"""What somebody has done and earned, on one page; docs/decisions/analytics.md defines each number."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, F, IntegerField, Q, Sum
from django.db.models.functions import Coalesce

from trellis.domain.accounts.models import User
from trellis.domain.analytics.queries.sessions import (
    Day,
    Sessions,
    days_of,
    given_by,
    had_by,
    summed,
)
from trellis.domain.analytics.queries.steps import next_steps
from trellis.domain.analytics.rules.days import week_of
from trellis.domain.analytics.rules.numbers import average_of, hours_of, share_of
from trellis.domain.learning.models import Enrollment, LearningPath
from trellis.domain.learning.queries.standing import Standing, standing_of
from trellis.domain.learning.rules.choices import EnrollmentStatus
from trellis.domain.ledger.queries import earnings_of
from trellis.domain.mentorship.queries.earning import earner, zone_of_numbers
from trellis.domain.mentorship.refusals import OnlyForMentors


@dataclass(frozen=True)
class Learned:
    """Courses that are through, time in courses, paths that go on, milestones: done, and of how many."""

    courses: int
    minutes: int
    active_paths: int
    steps_done: int
    steps: int


@dataclass(frozen=True)
class Given:
    """What a mentor earned this month, in which currency, and what they gave."""

    this_month_minor: int
    currency: str
    sessions: Sessions


@dataclass(frozen=True)
class Dashboard:
    """All of it, in the time of this zone. `given` is a mentor's."""

    zone: ZoneInfo
    had: Sessions
    learned: Learned
    standing: Standing
    week: list[Day]
    today: Day
    given: Given | None
    steps: list[str]

    @property
    def hours(self) -> float:
        """The hours in sessions and courses."""
        return hours_of(self.had.minutes + self.learned.minutes)

    @property
    def completion_rate(self) -> float:
        """The milestones that are done, of all on one's paths, in per cent; 0 without any."""
        return share_of(self.learned.steps_done, self.learned.steps) or 0.0

    @property
    def average_rating(self) -> float | None:
        """The stars that one gave to sessions."""
        return average_of(self.had.stars, self.had.rated)


def dashboard_of(user: User, *, now: datetime) -> Dashboard:
    """Return somebody's dashboard."""
    zone = zone_of_numbers(user)
    week = days_of(user, week_of(now, zone=zone), now=now)
    return Dashboard(
        zone=zone,
        had=summed(had_by(user, now=now)),
        learned=_learned(user),
        standing=standing_of(user, now=now),
        week=week,
        today=next(each for each in week if each.day == now.astimezone(zone).date()),
        given=_given(user, now),
        steps=next_steps(user, now=now),
    )


def _learned(user: User) -> Learned:
    done = Q(status=EnrollmentStatus.COMPLETED)
    courses = Enrollment.objects.filter(user=user, application=None).aggregate(
        done=Count("pk", filter=done), minutes=Sum("minutes_spent")
    )
    steps = Coalesce(F("waiting__step") - 1, F("template__total_steps"), output_field=IntegerField())
    paths = LearningPath.objects.filter(user=user).aggregate(
        active=Count("pk", filter=Q(completed_at=None)), done=Sum(steps), all=Sum("template__total_steps")
    )
    return Learned(
        courses=courses["done"],
        minutes=courses["minutes"] or 0,
        active_paths=paths["active"],
        steps_done=paths["done"] or 0,
        steps=paths["all"] or 0,
    )


def _given(user: User, now: datetime) -> Given | None:
    try:
        own = earner(user)
    except OnlyForMentors:
        return None
    earned = earnings_of(user_id=user.pk, zone=own.zone, now=now).get(own.currency)
    sessions = summed(given_by(own.mentor, now=now)) if own.mentor else Sessions(0, 0, 0, 0)
    return Given(earned.this_month_minor if earned else 0, own.currency, sessions)
