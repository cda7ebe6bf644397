"""When a mentor is there: windows of every week and of single dates."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.domain.mentorship.world import NOW, mentor_of, person
from trellis.core.models import Event
from trellis.domain.mentorship.models import Availability
from trellis.domain.mentorship.queries.slots import availability_of, schedule_of
from trellis.domain.mentorship.refusals import InvalidProfile, InvalidWindow
from trellis.domain.mentorship.rules.limits import MOST_WINDOWS
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, mentors

pytestmark = pytest.mark.django_db
CHRISTMAS = date(2030, 12, 25)


def test_each_kind_of_window_is_replaced_by_itself() -> None:
    mentor = mentor_of()
    away = Window(0, 1440, date=CHRISTMAS, is_active=False)
    availability.set_availability(mentor=mentor, weekly=None, dated=[away], now=NOW)
    assert availability_of(mentor).count() == 8
    weekly = [Window(60, 120, day_of_week=6), Window(0, 60, day_of_week=6)]
    availability.set_availability(mentor=mentor, weekly=weekly, dated=None, now=NOW)
    schedule = schedule_of(mentor, now=NOW)
    assert [window.start_minute for window in schedule.weekly] == [0, 60]
    row = Availability.objects.get(is_recurring=False)
    assert (row.day_of_week, row.specific_date, row.is_active) == (3, CHRISTMAS, False)
    availability.set_availability(mentor=mentor, weekly=[], dated=[], now=NOW)
    assert not availability_of(mentor).exists()
    assert Event.objects.filter(kind="mentor.availability_set").count() == 4


@pytest.mark.parametrize(
    ("weekly", "dated", "index", "kind"),
    [
        ([Window(60, 60, day_of_week=1)], None, 0, "weekly"),
        ([Window(120, 60, day_of_week=1)], None, 0, "weekly"),
        ([Window(-1, 60, day_of_week=1)], None, 0, "weekly"),
        ([Window(60, 1441, day_of_week=1)], None, 0, "weekly"),
        ([Window(1440, 1500, day_of_week=1)], None, 0, "weekly"),
        ([Window(0, 60, day_of_week=7)], None, 0, "weekly"),
        ([Window(0, 60, day_of_week=-1)], None, 0, "weekly"),
        ([Window(0, 60)], None, 0, "weekly"),
        ([Window(0, 60, date=CHRISTMAS)], None, 0, "weekly"),
        ([Window(0, 60, day_of_week=1), Window(59, 90, day_of_week=1)], None, 1, "weekly"),
        ([Window(0, 60, day_of_week=1), Window(0, 60, day_of_week=1, is_active=False)], None, 1, "weekly"),
        (None, [Window(0, 60, day_of_week=1)], 0, "dated"),
        (None, [Window(0, 60, date=CHRISTMAS), Window(30, 31, date=CHRISTMAS)], 1, "dated"),
        ([Window(0, 60, day_of_week=1)], [Window(9, 8, date=CHRISTMAS)], 0, "dated"),
        (None, [Window(n, n + 1, date=CHRISTMAS) for n in range(MOST_WINDOWS + 1)], MOST_WINDOWS, "dated"),
    ],
)
def test_a_window_that_cannot_be_is_named_and_nothing_changes(
    weekly: list[Window] | None, dated: list[Window] | None, index: int, kind: str
) -> None:
    mentor = mentor_of()
    before = list(availability_of(mentor))
    with pytest.raises(InvalidWindow) as refused:
        availability.set_availability(mentor=mentor, weekly=weekly, dated=dated, now=NOW)
    assert (refused.value.index, refused.value.kind) == (index, kind)
    assert list(availability_of(mentor)) == before


def test_windows_and_the_timezone_of_their_clock_are_set_together() -> None:
    mentor = mentor_of()
    weekly = [Window(0, 60, day_of_week=6)]
    changed = availability.set_availability(
        mentor=mentor, weekly=weekly, dated=None, timezone="Asia/Tokyo", now=NOW
    )
    assert (changed.availability_timezone, changed.version) == ("Asia/Tokyo", mentor.version + 1)
    assert schedule_of(changed, now=NOW).weekly == tuple(weekly)


def test_windows_stay_where_the_timezone_is_none() -> None:
    mentor = mentor_of()
    before = list(availability_of(mentor))
    with pytest.raises(InvalidProfile):
        availability.set_availability(mentor=mentor, weekly=[], dated=[], timezone="Nowhere", now=NOW)
    assert list(availability_of(mentor)) == before


@pytest.mark.parametrize("specific_date", [None, CHRISTMAS])
def test_the_constraints_alone_refuse_overlapping_windows(specific_date: date | None) -> None:
    mentor = mentors.create_mentor(user=person("mia"), profile={}, now=NOW)
    is_recurring = specific_date is None
    row = {"mentor": mentor, "day_of_week": 3, "is_recurring": is_recurring, "specific_date": specific_date}
    Availability.objects.create(**row, start_minute=0, end_minute=60)
    Availability.objects.create(**row, start_minute=60, end_minute=90)
    name = "weekly_apart" if is_recurring else "dated_apart"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Availability.objects.create(**row, start_minute=59, end_minute=60)
