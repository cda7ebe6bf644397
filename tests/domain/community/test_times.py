"""When events take place, and how calendars are told."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.domain.community.world import event_of, group_of
from tests.domain.mentorship.world import people
from trellis.domain.community.models import Gathering
from trellis.domain.community.queries.calendars import calendar_of
from trellis.domain.community.refusals import BadRepetition
from trellis.domain.community.rules.choices import Frequency
from trellis.domain.community.rules.recurrence import Repetition, spans
from trellis.domain.community.services.attending import attend
from trellis.domain.community.services.scheduling import cancel_gathering, change_gathering

VIENNA = ZoneInfo("Europe/Vienna")
_WEEKLY = Repetition(Frequency.WEEKLY)


def _days(first: datetime, repeats: Repetition, zone: str = "Europe/Vienna") -> list[str]:
    found = spans(starts_at=first, ends_at=first + timedelta(hours=2), zone=zone, repeats=repeats)
    return [f"{each.starts_at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" for each in found]


@pytest.mark.parametrize(
    ("repeats", "days"),
    [
        (Repetition(Frequency.WEEKLY, times=2), ["03-02 18:00", "03-09 18:00"]),
        (Repetition(Frequency.WEEKLY, every=4, times=3), ["03-02 18:00", "03-30 18:00", "04-27 18:00"]),
        (
            Repetition(Frequency.WEEKLY, until=date(2027, 3, 16)),
            ["03-02 18:00", "03-09 18:00", "03-16 18:00"],
        ),
        (Repetition(Frequency.MONTHLY, every=2, times=2), ["03-02 18:00", "05-02 18:00"]),
        (Repetition(Frequency.MONTHLY, until=date(2027, 4, 1)), ["03-02 18:00"]),
    ],
    ids=["weekly", "every fourth week", "until a day, which counts", "monthly", "until before the next"],
)
def test_it_happens_at_the_same_hour_on_the_wall(repeats: Repetition, days: list[str]) -> None:
    assert _days(datetime(2027, 3, 2, 18, tzinfo=VIENNA), repeats) == days


def test_a_month_without_the_day_is_left_out() -> None:
    last = datetime(2027, 1, 31, 18, tzinfo=VIENNA)
    assert _days(last, Repetition(Frequency.MONTHLY, times=3)) == [
        "01-31 18:00",
        "03-31 18:00",
        "05-31 18:00",
    ]
    leap = datetime(2028, 2, 29, 18, tzinfo=VIENNA)
    assert _days(leap, Repetition(Frequency.MONTHLY, every=12, until=date(2032, 3, 1))) == 2 * ["02-29 18:00"]


def test_an_hour_that_a_change_of_the_clocks_leaves_out_is_later_on_that_day_alone() -> None:
    night = datetime(2027, 3, 21, 2, 30, tzinfo=VIENNA)
    assert _days(night, Repetition(Frequency.WEEKLY, times=3)) == [
        "03-21 02:30",
        "03-28 03:30",
        "04-04 02:30",
    ]


@pytest.mark.parametrize(
    "repeats",
    [
        Repetition(Frequency.WEEKLY, until=date(2027, 1, 1)),
        Repetition(Frequency.WEEKLY, until=date(2099, 1, 1)),
        _WEEKLY,
    ],
    ids=["over before it begins", "for too long", "for ever"],
)
def test_what_happens_never_or_too_often_is_refused(repeats: Repetition) -> None:
    with pytest.raises(BadRepetition):
        _days(datetime(2027, 3, 2, 18, tzinfo=VIENNA), repeats)


@pytest.mark.django_db
class TestCalendars:
    """The .ics of an event."""

    def _evening(self, **more: Any) -> tuple[Gathering, Any]:
        ann, bob = people(2)
        first = datetime(2032, 3, 2, 18, tzinfo=VIENNA)
        plan = {
            "starts_at": first,
            "ends_at": first + timedelta(hours=1),
            "timezone": "Europe/Vienna",
            "frequency": "weekly",
            "until": date(2032, 4, 27),
            "place": "Library",
            "online_link": "https://meet.example/x",
        }
        return event_of(group_of(ann, bob), ann, **{**plan, **more}), (ann, bob)

    def _parts(self, row: Gathering, viewer: Any) -> tuple[Any, Any]:
        calendar = Calendar.from_ical(calendar_of(row, viewer))
        (event,) = calendar.walk("VEVENT")
        return calendar, event

    def test_a_weekly_hour_is_the_same_hour_after_the_clocks_change(self) -> None:
        row, (_, bob) = self._evening()
        text = calendar_of(row, bob).decode()
        assert "DTSTART;TZID=Europe/Vienna:20320302T180000" in text
        assert "RRULE:FREQ=WEEKLY;UNTIL=20320427T160000Z" in text
        shown = [each.starts_at.astimezone(VIENNA) for each in row.occurrences.order_by("starts_at")]
        assert {(each.isoweekday(), each.time()) for each in shown} == {(2, time(18))}
        assert (len(shown), shown[-1].date()) == (9, date(2032, 4, 27))
        # In UTC it is another hour since the 28 March.
        assert {each.astimezone(UTC).hour for each in shown} == {16, 17}

    def test_the_zone_states_its_rules(self) -> None:
        row, (_, bob) = self._evening()
        calendar, _ = self._parts(row, bob)
        (zone,) = calendar.walk("VTIMEZONE")
        rules = {
            part.name: (part["rrule"].to_ical().decode(), part["tzoffsetfrom"].td, part["tzoffsetto"].td)
            for part in zone.subcomponents
        }
        hour = timedelta(hours=1)
        assert rules == {
            "DAYLIGHT": ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", hour, 2 * hour),
            "STANDARD": ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", 2 * hour, hour),
        }

    def test_whole_days_are_days_without_a_zone(self) -> None:
        row, (_, bob) = self._evening(
            is_all_day=True, frequency="", until=None, ends_at=datetime(2032, 3, 3, 9, tzinfo=VIENNA)
        )
        calendar, event = self._parts(row, bob)
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2032, 3, 2), date(2032, 3, 4))
        assert not calendar.walk("VTIMEZONE")
        assert row.starts_at == datetime(2032, 3, 1, 23, tzinfo=UTC)

    def test_where_to_meet_is_in_the_file_of_who_attends(self) -> None:
        row, (_, bob) = self._evening()
        assert "url" not in self._parts(row, bob)[1]
        attend(gathering=row, person=bob, now=datetime(2032, 1, 1, tzinfo=UTC))
        event = self._parts(row, bob)[1]
        assert (event["location"], event["url"]) == ("Library", "https://meet.example/x")

    def test_a_change_has_the_same_name_and_a_higher_number(self) -> None:
        row, (ann, _) = self._evening()
        before = self._parts(row, ann)[1]
        now = datetime(2032, 1, 1, tzinfo=UTC)
        row = change_gathering(gathering=row, actor=ann, changes={"place": "Hall"}, now=now)
        row = cancel_gathering(gathering=row, actor=ann, now=now)
        after = self._parts(row, ann)[1]
        assert (after["uid"], after["sequence"] - before["sequence"]) == (before["uid"], 2)
        assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
