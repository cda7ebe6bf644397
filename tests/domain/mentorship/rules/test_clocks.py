"""What a wall clock names: one moment, two of them, or none."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from trellis.domain.mentorship.refusals import InvalidTime
from trellis.domain.mentorship.rules.clocks import NamedTime, readings, showings
from trellis.domain.mentorship.rules.slots import Schedule, Window, bookable_slots, is_offered, meant

LONDON, LORD_HOWE = "Europe/London", "Australia/Lord_Howe"
BACK = date(2027, 10, 31)  # London's clock shows 01:00 to 02:00 twice
FORWARD = date(2027, 3, 28)  # and skips 01:00 to 02:00
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def _utc(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}:00+00:00")


def _named(day: date, start: str, end: str, zone: str = LONDON, **more: Any) -> NamedTime:
    first, last = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (start, end))
    return NamedTime(timezone=zone, day=day, start_minute=first, end_minute=last, **more)


def _free(first: int, last: int, minutes: int = 60, zone: str = "UTC", buffer: int = 0) -> Schedule:
    """Somebody who is free every day between two hours of a zone."""
    weekly = tuple(Window(first * 60, last * 60, day_of_week=day) for day in range(7))
    return Schedule(zone, minutes, buffer, 0, weekly=weekly)


def _meant(schedule: Schedule, named: NamedTime, taken: Any = ()) -> tuple[str, str]:
    slot = meant(schedule, readings(named), taken=taken, now=datetime(2027, 3, 1, tzinfo=UTC))
    return f"{slot.starts_at:%H:%M}", f"{slot.ends_at:%H:%M}"


def test_where_the_clock_goes_back_the_offered_slot_is_meant_and_not_a_longer_one() -> None:
    every, second, first = _free(0, 4), _free(1, 2), _free(0, 1)
    assert _meant(every, _named(BACK, "01:00", "02:00")) == ("01:00", "02:00")
    assert _meant(second, _named(BACK, "01:00", "02:00")) == ("01:00", "02:00")
    assert _meant(every, _named(BACK, "01:00", "01:00")) == ("00:00", "01:00")
    assert _meant(first, _named(BACK, "01:00", "01:00")) == ("00:00", "01:00")
    assert _meant(_free(0, 4, minutes=120), _named(BACK, "01:00", "02:00")) == ("00:00", "02:00")


def test_of_two_slots_that_the_clock_shows_alike_the_first_that_is_free_is_meant() -> None:
    half_hours = _free(0, 4, minutes=30)
    taken = [(_utc(BACK, "00:00"), _utc(BACK, "00:30"))]
    assert _meant(half_hours, _named(BACK, "01:00", "01:30")) == ("00:00", "00:30")
    assert _meant(half_hours, _named(BACK, "01:00", "01:30"), taken) == ("01:00", "01:30")
    assert _meant(half_hours, _named(BACK, "01:00", "01:30", fold=1)) == ("01:00", "01:30")
    at = _utc(BACK, "01:00")
    assert _meant(half_hours, _named(BACK, "01:00", "01:30", perhaps_at=at)) == ("01:00", "01:30")
    assert _meant(half_hours, _named(BACK, "01:00", "01:30", starts_at=at)) == ("01:00", "01:30")
    assert _meant(half_hours, _named(BACK, "01:00", "01:30", fold=0), taken) == ("00:00", "00:30")


def test_a_fold_says_nothing_of_a_time_that_is_shown_once() -> None:
    assert _meant(_free(0, 4), _named(date(2027, 7, 1), "03:00", "04:00", fold=1)) == ("02:00", "03:00")


@pytest.mark.parametrize(
    ("day", "start", "end", "zone", "field"),
    [
        (FORWARD, "01:30", "02:30", LONDON, "start_time"),
        (FORWARD, "00:30", "01:30", LONDON, "end_time"),
        (date(2027, 3, 27), "23:30", "01:00", LONDON, "end_time"),
        (date(2027, 10, 3), "02:00", "03:00", LORD_HOWE, "start_time"),
        (date(2027, 10, 3), "01:00", "02:15", LORD_HOWE, "end_time"),
        (date(2011, 12, 30), "09:00", "10:00", "Pacific/Apia", "start_time"),
        (date(2027, 7, 1), "09:00", "08:00", LONDON, "end_time"),
        (date(2027, 7, 1), "09:00", "09:00", LONDON, "end_time"),
        (date(2027, 7, 1), "09:00", "13:15", LONDON, "end_time"),
    ],
)
def test_what_no_clock_shows_and_what_does_not_follow_is_named(
    day: date, start: str, end: str, zone: str, field: str
) -> None:
    with pytest.raises(InvalidTime) as refused:
        readings(_named(day, start, end, zone))
    assert list(refused.value.errors) == [field]


def test_a_moment_that_the_clock_beside_it_does_not_show_is_named() -> None:
    for field in ("starts_at", "ends_at"):
        with pytest.raises(InvalidTime) as refused:
            readings(_named(BACK, "03:00", "04:00", **{field: _utc(BACK, "09:00")}))
        assert list(refused.value.errors) == [field]


def test_a_day_ends_though_no_clock_shows_its_end() -> None:
    # Beirut's clock goes from 24:00 to 01:00.
    day = date(2027, 3, 27)
    assert showings(ZoneInfo("Asia/Beirut"), date(2027, 3, 28), 0) == []
    assert readings(_named(day, "23:00", "24:00", "Asia/Beirut")) == [
        (_utc(day, "21:00"), _utc(day, "22:00"))
    ]


@pytest.mark.parametrize(
    ("zone", "day", "first", "last", "hole"),
    [
        (LONDON, BACK, "00:00", "03:00", ("01:00", "02:00")),
        (LORD_HOWE, date(2027, 4, 3), "14:30", "16:00", ("15:00", "15:30")),
    ],
)
def test_a_session_of_several_slots_has_no_hole_where_the_clock_goes_back(
    zone: str, day: date, first: str, last: str, hole: tuple[str, str]
) -> None:
    minutes = 60 if zone == LONDON else 30
    schedule = _free(1, 4, minutes, zone)
    local = _utc(day, first).astimezone(ZoneInfo(zone)).date()
    offered = bookable_slots(schedule, taken=[], first=local, last=local, now=NOW)
    starts = {slot.starts_at for slot in offered}
    assert {_utc(day, first), _utc(day, hole[1])} <= starts
    assert _utc(day, hole[0]) not in starts
    assert not is_offered(schedule, _utc(day, first), _utc(day, last))
    assert is_offered(schedule, _utc(day, hole[1]), _utc(day, last))


def test_an_hour_by_the_clock_is_not_an_hour_where_it_goes_back_by_half_of_one() -> None:
    named = _named(date(2027, 4, 4), "01:30", "02:30", LORD_HOWE)
    schedule = _free(1, 4, 30, LORD_HOWE)
    assert not any(is_offered(schedule, *read) for read in readings(named))


_TURNS = [
    (LONDON, BACK),
    (LONDON, FORWARD),
    (LORD_HOWE, date(2027, 4, 4)),
    (LORD_HOWE, date(2027, 10, 3)),
    ("America/New_York", date(2027, 11, 7)),
    ("Asia/Beirut", date(2027, 3, 28)),
    ("Africa/Casablanca", date(2027, 2, 7)),
]
_LENGTHS = [(15, 0), (30, 0), (30, 15), (45, 0), (60, 0), (90, 0), (240, 0)]
_OF_MENTORS = ["UTC", "Asia/Kolkata", LONDON, LORD_HOWE]
# Each turn of the clocks with each length, and each of both with each mentor's zone.
_CASES = [
    (*turn, *length, _OF_MENTORS[(i + j) % len(_OF_MENTORS)])
    for i, turn in enumerate(_TURNS)
    for j, length in enumerate(_LENGTHS)
]


@pytest.mark.parametrize(("zone", "day", "minutes", "buffer", "of_mentor"), _CASES)
def test_every_slot_that_is_listed_is_meant_by_its_own_words(
    zone: str, day: date, minutes: int, buffer: int, of_mentor: str
) -> None:
    schedule, there = _free(0, 24, minutes, of_mentor, buffer), ZoneInfo(zone)
    first = date.fromordinal(day.toordinal() - 1)
    now = datetime(2027, 1, 1, tzinfo=UTC)
    slots = bookable_slots(
        schedule, taken=[], first=first, last=date.fromordinal(day.toordinal() + 1), now=now
    )
    for slot in slots:
        start, end = slot.starts_at.astimezone(there), slot.ends_at.astimezone(there)
        words = _named(start.date(), f"{start:%H:%M}", f"{end:%H:%M}", zone, fold=start.fold)
        assert meant(schedule, readings(words), taken=[], now=now) == slot
