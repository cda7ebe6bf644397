"""Days in a row, by the clock of where somebody is: changed clocks, travel, and what is told late."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.domain.learning.factory import person
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.zones import choose_zone
from trellis.domain.learning.models import ActiveDay
from trellis.domain.learning.queries.standing import standing_of
from trellis.domain.learning.rules.streaks import Lived, has_missed
from trellis.domain.learning.services.streaks import note_activity

pytestmark = pytest.mark.django_db
BERLIN, HONOLULU, KIRITIMATI = "Europe/Berlin", "Pacific/Honolulu", "Pacific/Kiritimati"


def _at(zone: str, *moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc, arg-type]


def _act(user: User, *moments: datetime) -> None:
    for moment in moments:
        note_activity(user=user, now=moment)


def _streak(user: User, now: datetime) -> tuple[int, int]:
    standing = standing_of(user, now=now)
    return standing.current_streak_days, standing.longest_streak_days


@pytest.mark.parametrize(
    "days",
    [[(2026, 3, 28), (2026, 3, 29), (2026, 3, 30)], [(2026, 10, 24), (2026, 10, 25), (2026, 10, 26)]],
    ids=["a day of 23 hours", "a day of 25 hours"],
)
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_day_is_a_date_however_many_hours_it_has(days: list[tuple[int, ...]], hour: int) -> None:
    user = person(timezone=BERLIN)
    moments = [_at(BERLIN, *day, hour, 30) for day in days]
    _act(user, *moments)
    assert _streak(user, moments[-1]) == (3, 3)


def test_a_day_of_23_hours_that_goes_by_is_missed() -> None:
    user = person(timezone=BERLIN)
    _act(user, _at(BERLIN, 2026, 3, 28, 23, 30), _at(BERLIN, 2026, 3, 30, 0, 30))
    assert _streak(user, _at(BERLIN, 2026, 3, 30, 1)) == (1, 1)


def test_evenings_count_by_the_persons_clock_and_not_by_utc() -> None:
    user = person(timezone="America/Los_Angeles")
    moments = [_at(user.timezone, 2026, 5, day, hour) for day, hour in ((4, 9), (4, 23), (5, 1), (6, 22))]
    _act(user, *moments)
    assert _streak(user, moments[-1]) == (3, 3)


def test_a_date_that_travel_has_left_out_is_not_missed() -> None:
    user = person(timezone=HONOLULU)
    monday = _at(HONOLULU, 2026, 6, 1, 22)
    _act(user, monday)
    choose_zone(user=user, name=KIRITIMATI)
    landed = monday + timedelta(hours=10)
    assert landed.astimezone(ZoneInfo(KIRITIMATI)).date() == date(2026, 6, 3)
    assert _streak(user, landed) == (1, 1)
    _act(user, landed)
    assert _streak(user, landed) == (2, 2)


def test_who_goes_back_over_the_line_lives_a_date_twice_and_loses_nothing() -> None:
    user = person(timezone=HONOLULU)
    _act(user, _at(HONOLULU, 2026, 6, 1, 22))
    choose_zone(user=user, name=KIRITIMATI)
    _act(user, _at(KIRITIMATI, 2026, 6, 3, 8))
    choose_zone(user=user, name=HONOLULU)
    _act(user, _at(HONOLULU, 2026, 6, 2, 20), _at(HONOLULU, 2026, 6, 3, 20), _at(HONOLULU, 2026, 6, 4, 20))
    assert _streak(user, _at(HONOLULU, 2026, 6, 4, 21)) == (4, 4)


@pytest.mark.parametrize(
    ("before", "after", "is_missed"),
    [
        ((1, HONOLULU), (3, KIRITIMATI), False),
        ((1, HONOLULU), (4, KIRITIMATI), True),
        ((1, "America/Los_Angeles"), (3, "Australia/Sydney"), False),
        ((1, "Europe/London"), (3, "Europe/Paris"), True),
        ((1, "Europe/London"), (2, KIRITIMATI), False),
        ((3, KIRITIMATI), (2, HONOLULU), False),
        ((1, BERLIN), (30, BERLIN), True),
    ],
    ids=["over the line", "a date too late", "LA to Sydney", "a short hop", "next", "back", "weeks"],
)
def test_a_date_is_missed_by_who_had_at_least_half_of_it(
    before: tuple[int, str], after: tuple[int, str], is_missed: bool
) -> None:
    first, then = (Lived(date(2026, 6, day), zone) for day, zone in (before, after))
    assert has_missed(first, then) is is_missed


def test_a_date_that_a_place_has_left_out_is_missed_by_nobody() -> None:
    apia = "Pacific/Apia"
    assert not has_missed(Lived(date(2011, 12, 29), apia), Lived(date(2011, 12, 31), apia))
    assert has_missed(Lived(date(2011, 12, 28), apia), Lived(date(2011, 12, 31), apia))


def test_it_waits_a_day_and_is_over_the_day_after_the_longest_stays() -> None:
    user = person(timezone=BERLIN)
    _act(user, *(_at(BERLIN, 2026, 5, day, 20) for day in (4, 5, 6)))
    assert _streak(user, _at(BERLIN, 2026, 5, 7, 23, 59)) == (3, 3)
    assert _streak(user, _at(BERLIN, 2026, 5, 8, 0)) == (0, 3)
    _act(user, _at(BERLIN, 2026, 5, 9, 9))
    assert _streak(user, _at(BERLIN, 2026, 5, 9, 10)) == (1, 3)


def test_what_is_told_late_closes_the_gap_that_it_was() -> None:
    user = person(timezone=BERLIN)
    _act(user, *(_at(BERLIN, 2026, 5, day, 20) for day in (4, 6, 7, 5)))
    assert list(ActiveDay.objects.order_by("day").values_list("run", flat=True)) == [1, 2, 3, 4]
    assert _streak(user, _at(BERLIN, 2026, 5, 7, 21)) == (4, 4)


def test_who_has_said_no_zone_is_reckoned_by_utc() -> None:
    user = person()
    _act(user, datetime(2026, 5, 4, 23, 59, tzinfo=UTC), datetime(2026, 5, 5, 0, 1, tzinfo=UTC))
    assert _streak(user, datetime(2026, 5, 5, 12, tzinfo=UTC)) == (2, 2)


def test_who_has_done_nothing_stands_at_the_beginning() -> None:
    standing = standing_of(person(), now=datetime(2026, 5, 4, tzinfo=UTC))
    assert (standing.points, standing.level, standing.next_level_points) == (0, 1, 100)
    assert (standing.current_streak_days, standing.longest_streak_days) == (0, 0)
