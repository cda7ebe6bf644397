"""Each number of a dashboard and of a mentor is what a slow and plain reading of all rows gives."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.domain.learning.factory import opportunity
from tests.domain.learning.world import complete, path_of
from tests.domain.mentorship.world import mentor_of, person
from trellis.domain.accounts.models import User
from trellis.domain.analytics.queries.activity import timeline_of
from trellis.domain.analytics.queries.dashboards import dashboard_of
from trellis.domain.analytics.queries.mentors import mentor_stats_of
from trellis.domain.analytics.queries.sessions import days_of
from trellis.domain.analytics.rules.choices import ActivityType
from trellis.domain.analytics.rules.days import last_days
from trellis.domain.learning.models import CompletedMilestone, Enrollment, LearningPath, PointsEntry
from trellis.domain.mentorship.models import Booking, Mentor, Status

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, 20, tzinfo=UTC)
ZONE = ZoneInfo("Pacific/Auckland")
_RANDOM = 20_270_201


def _session(mentor: Mentor, mentee: User, starts_at: datetime, **fields: Any) -> Booking:
    end = starts_at + timedelta(minutes=fields.pop("minutes", 60))
    return Booking.objects.create(
        mentor=mentor,
        mentee=mentee,
        starts_at=starts_at,
        ends_at=end,
        blocked_until=end,
        topic="Knots",
        expires_at=starts_at,
        created_at=starts_at,
        updated_at=starts_at,
        **fields,
    )


@pytest.fixture
def tui(db: None) -> User:
    """Somebody in Auckland who has done much, with others, for two years."""
    dice = Random(_RANDOM)
    user = person("tui", timezone=ZONE.key, timezone_chosen=True)
    own, other = mentor_of("mia"), mentor_of("max")
    pupils = [user, person("ann"), person("bob")]
    ends = [Status.COMPLETED] * 3 + [Status.NO_SHOW, Status.CANCELLED_BY_MENTOR, Status.CANCELLED_BY_MENTEE]
    start = NOW - timedelta(days=700)
    for _ in range(160):
        start += timedelta(hours=dice.randint(24, 200), minutes=15 * dice.randint(0, 3))
        status = dice.choice(ends)
        rating = dice.choice([None, 3, 4, 5]) if status == Status.COMPLETED else None
        _session(
            dice.choice([own, other]),
            dice.choice(pupils),
            start,
            minutes=dice.choice([30, 45, 90]),
            status=status,
            rating=rating,
            rated_at=start if rating else None,
        )
    for steps, done in ((5, 5), (4, 1)):
        path = path_of(user, steps=steps, now=NOW - timedelta(days=30))
        for step in range(1, done + 1):
            complete(path, step, now=NOW - timedelta(hours=20 * step))
    for number in range(4):
        is_done = number < 3
        Enrollment.objects.create(
            opportunity=opportunity(title=f"Course {number}"),
            user=user,
            status="completed" if is_done else "enrolled",
            completed_at=NOW - timedelta(days=number) if is_done else None,
            minutes_spent=37 * number,
            enrolled_at=NOW,
            updated_at=NOW,
        )
    return user


def _had(user: User) -> list[Booking]:
    rows = list(Booking.objects.filter(mentee=user))
    return [each for each in rows if each.status == Status.COMPLETED and each.ends_at <= NOW]


def _minutes(rows: list[Booking]) -> int:
    return int(sum((each.ends_at - each.starts_at).total_seconds() for each in rows)) // 60


def _mean(values: list[int]) -> float | None:
    return round(sum(values) / len(values), 2) if values else None


def test_what_a_dashboard_says_of_a_learner(tui: User) -> None:
    found, had = dashboard_of(tui, now=NOW), _had(tui)
    courses = [each for each in Enrollment.objects.filter(user=tui) if each.status == "completed"]
    spent = sum(each.minutes_spent for each in Enrollment.objects.filter(user=tui))
    steps = sum(each.template.total_steps for each in LearningPath.objects.filter(user=tui))
    done = CompletedMilestone.objects.filter(path__user=tui).count()
    assert len(had) > 20
    assert (found.had.count, found.learned.courses) == (len(had), len(courses))
    assert found.hours == pytest.approx((_minutes(had) + spent) / 60, abs=0.0501)
    assert found.average_rating == _mean([each.rating for each in had if each.rating])
    assert (found.learned.active_paths, found.completion_rate) == (1, round(100 * done / steps, 1))
    assert found.standing.points == sum(each.points for each in PointsEntry.objects.filter(user=tui))
    assert found.given is None


def test_what_was_done_on_each_day_by_the_own_clock(tui: User) -> None:
    days = last_days(NOW, count=90, zone=ZONE)
    count: Counter[Any] = Counter()
    for each in _had(tui):
        count[each.ends_at.astimezone(ZONE).date()] += _minutes([each])
    points: Counter[Any] = Counter()
    for entry in PointsEntry.objects.filter(user=tui):
        points[entry.earned_at.astimezone(ZONE).date()] += entry.points
    found = days_of(tui, days, now=NOW)
    assert {each.day: each.minutes for each in found} == {day: count[day] for day in days.all}
    assert {each.day: each.points for each in found} == {day: points[day] for day in days.all}
    assert sum(points.values()) == sum(each.points for each in found) > 0


def test_what_is_told_of_a_mentor(tui: User) -> None:
    mentor = Mentor.objects.get(user__username="mia")
    found = mentor_stats_of(mentor.user, now=NOW)
    rows = [each for each in Booking.objects.filter(mentor=mentor) if each.ends_at <= NOW]
    given = [each for each in rows if each.status == Status.COMPLETED]
    late = [each.status for each in rows if each.starts_at > NOW - timedelta(days=365)]
    by_mentee = Counter(each.mentee_id for each in given)
    assert (found.given.count, found.given.minutes) == (len(given), _minutes(given))
    assert found.stars == {
        stars: sum(1 for each in given if each.rating == stars) for stars in (1, 2, 3, 4, 5)
    }
    assert found.average_rating == _mean([each.rating for each in given if each.rating])
    assert found.retention_rate == round(
        100 * sum(1 for count in by_mentee.values() if count > 1) / len(by_mentee), 1
    )
    assert found.given_of_late == late.count(Status.COMPLETED)
    assert found.cancellation_rate == round(100 * late.count(Status.CANCELLED_BY_MENTOR) / len(late), 1)
    assert found.no_show_rate == round(100 * late.count(Status.NO_SHOW) / len(late), 1)


def test_a_timeline_has_all_that_was_done_once_the_newest_first(tui: User) -> None:
    whole, total = timeline_of(tui, first=0, size=1000, now=NOW)
    moments = [each.at for each in whole]
    assert moments == sorted(moments, reverse=True)
    counts = Counter(each.type for each in whole)
    assert counts[ActivityType.SESSION_COMPLETED] == len(_had(tui))
    assert counts[ActivityType.MILESTONE_COMPLETED] == 6
    assert (counts[ActivityType.PATH_COMPLETED], counts[ActivityType.COURSE_COMPLETED]) == (1, 3)
    assert total == len(whole) == sum(counts.values())
    pages = [timeline_of(tui, first=first, size=7, now=NOW)[0] for first in range(0, total, 7)]
    assert [each for page in pages for each in page] == whole
    only, count = timeline_of(tui, types=[ActivityType.COURSE_COMPLETED], first=0, size=2, now=NOW)
    assert (len(only), count) == (2, 3)


def test_how_soon_a_mentor_answers_is_the_middle_of_what_they_answered(db: None) -> None:
    from tests.domain.mentorship.world import NINE, book
    from tests.domain.mentorship.world import NOW as MONDAY
    from trellis.domain.mentorship.services.bookings import cancel, confirm

    mentor = mentor_of()
    waits = (1, 2, 5)
    for number, hours in enumerate(waits):
        booking = book(mentor, person(f"pupil{number}"), NINE + timedelta(hours=number))
        verb = confirm if number else cancel
        verb(booking=booking, actor=mentor.user, version=None, now=MONDAY + timedelta(hours=hours))
    book(mentor, person("waiting"), NINE + timedelta(hours=5))
    found = mentor_stats_of(mentor.user, now=MONDAY + timedelta(hours=6))
    assert found.response_hours == 2.0
