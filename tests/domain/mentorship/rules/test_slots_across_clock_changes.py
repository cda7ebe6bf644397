"""A weekly hour stays what the mentor's clock says, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.domain.mentorship.rules.slots import (
    Schedule,
    Slot,
    Window,
    bookable_slots,
    is_bookable,
    midnight,
)


def _every_day(zone: str, start: int, end: int, session: int = 60, buffer: int = 0) -> Schedule:
    week = tuple(Window(start, end, day_of_week=day) for day in range(7))
    return Schedule(zone, session, buffer, 0, week)


def _slots(schedule: Schedule, first: date, last: date) -> list[Slot]:
    now = midnight(first, schedule.timezone) - timedelta(days=2)
    return bookable_slots(schedule, taken=[], first=first, last=last, now=now)


def _clock(slots: list[Slot], zone: str) -> list[str]:
    return [f"{slot.starts_at.astimezone(ZoneInfo(zone)):%H:%M}" for slot in slots]


# Zone, day of the change, 09:00 in UTC on the day before and on the day after.
_CHANGES = [
    ("America/New_York", date(2026, 3, 8), "14:00", "13:00"),
    ("America/New_York", date(2026, 11, 1), "13:00", "14:00"),
    ("America/New_York", date(2027, 3, 14), "14:00", "13:00"),
    ("America/New_York", date(2027, 11, 7), "13:00", "14:00"),
    ("Europe/London", date(2026, 3, 29), "09:00", "08:00"),
    ("Europe/London", date(2026, 10, 25), "08:00", "09:00"),
    ("Europe/London", date(2027, 3, 28), "09:00", "08:00"),
    ("Europe/London", date(2027, 10, 31), "08:00", "09:00"),
    ("America/St_Johns", date(2027, 3, 14), "12:30", "11:30"),
    ("America/St_Johns", date(2027, 11, 7), "11:30", "12:30"),
    ("Australia/Lord_Howe", date(2027, 4, 4), "22:00", "22:30"),
    ("Australia/Lord_Howe", date(2027, 10, 3), "22:30", "22:00"),
    ("Asia/Kolkata", date(2027, 3, 14), "03:30", "03:30"),
    ("Pacific/Apia", date(2027, 4, 4), "20:00", "20:00"),
]


@pytest.mark.parametrize(("zone", "day", "before", "after"), _CHANGES)
def test_nine_stays_nine_on_both_sides_of_a_change(zone: str, day: date, before: str, after: str) -> None:
    week = timedelta(days=7)
    slots = _slots(_every_day(zone, 540, 600), day - week, day + week)
    assert _clock(slots, zone) == ["09:00"] * 15
    in_utc = _clock(slots, "UTC")
    assert in_utc[:7] == [before] * 7
    # The clock changes in the night, so that 09:00 of the day itself is a new one.
    assert in_utc[7:] == [after] * 8
    assert all(slot.ends_at - slot.starts_at == timedelta(hours=1) for slot in slots)


def test_viewers_elsewhere_see_the_same_moment_on_their_own_clocks() -> None:
    """Between the changes of New York and London their distance is an hour less for two weeks."""
    weekly = Schedule("America/New_York", 60, 0, 0, (Window(540, 600, day_of_week=1),))
    slots = _slots(weekly, date(2027, 3, 8), date(2027, 3, 29))
    assert _clock(slots, "America/New_York") == ["09:00"] * 4
    assert _clock(slots, "Europe/London") == ["14:00", "13:00", "13:00", "14:00"]
    assert _clock(slots, "Asia/Kolkata") == ["19:30", "18:30", "18:30", "18:30"]


@pytest.mark.parametrize(
    ("zone", "day", "start", "end", "session", "starts"),
    [
        # The clock jumps from 02:00 to 03:00: there is no 02:00 and no 02:30.
        ("America/New_York", date(2027, 3, 14), 0, 300, 60, ["00:00", "01:00", "03:00", "04:00"]),
        ("America/New_York", date(2027, 3, 14), 90, 240, 30, ["01:30", "03:00", "03:30"]),
        ("Europe/London", date(2027, 3, 28), 0, 180, 30, ["00:00", "00:30", "02:00", "02:30"]),
        ("America/St_Johns", date(2027, 3, 14), 60, 240, 60, ["01:00", "03:00"]),
        # A session that begins before the jump takes its real time, and what it reaches into is gone.
        ("America/New_York", date(2027, 3, 14), 0, 300, 90, ["00:00", "01:30"]),
        # … and it does not begin, if the mentor's time is over before it is.
        ("America/New_York", date(2027, 3, 14), 90, 180, 90, []),
        # The last hour before the jump fits, though its end is shown by no clock but 03:00.
        ("America/New_York", date(2027, 3, 14), 60, 120, 60, ["01:00"]),
        ("America/New_York", date(2027, 3, 14), 60, 150, 60, ["01:00"]),
        ("America/New_York", date(2027, 3, 14), 120, 180, 30, []),
        # Half an hour is skipped from 02:00.
        ("Australia/Lord_Howe", date(2027, 10, 3), 60, 210, 30, ["01:00", "01:30", "02:30", "03:00"]),
        ("Australia/Lord_Howe", date(2027, 10, 3), 120, 180, 30, ["02:30"]),
    ],
)
def test_times_that_the_clock_skips_are_no_slots(
    zone: str, day: date, start: int, end: int, session: int, starts: list[str]
) -> None:
    assert _clock(_slots(_every_day(zone, start, end, session), day, day), zone) == starts


@pytest.mark.parametrize(
    ("zone", "day", "start", "end", "session", "starts"),
    [
        ("America/New_York", date(2027, 11, 7), 0, 180, 60, ["00:00", "01:00", "02:00"]),
        ("America/New_York", date(2027, 11, 7), 60, 120, 30, ["01:00", "01:30"]),
        ("Europe/London", date(2027, 10, 31), 60, 120, 30, ["01:00", "01:30"]),
        ("America/St_Johns", date(2027, 11, 7), 0, 180, 60, ["00:00", "01:00", "02:00"]),
        ("Australia/Lord_Howe", date(2027, 4, 4), 60, 150, 30, ["01:00", "01:30", "02:00"]),
    ],
)
def test_times_that_the_clock_shows_twice_are_slots_once_and_the_first_time(
    zone: str, day: date, start: int, end: int, session: int, starts: list[str]
) -> None:
    slots = _slots(_every_day(zone, start, end, session), day, day)
    assert _clock(slots, zone) == starts
    assert all(slot.starts_at.astimezone(ZoneInfo(zone)).fold == 0 for slot in slots)


def test_the_day_that_apia_skipped_has_no_slots() -> None:
    schedule = _every_day("Pacific/Apia", 0, 1440, 240)
    slots = _slots(schedule, date(2011, 12, 29), date(2011, 12, 31))
    days = [slot.starts_at.astimezone(ZoneInfo("Pacific/Apia")).day for slot in slots]
    assert days == [29] * 6 + [31] * 6


def test_midnight_is_the_first_moment_of_a_day_even_where_the_clock_skips_it() -> None:
    assert midnight(date(2027, 3, 14), "America/New_York") == datetime(2027, 3, 14, 5, tzinfo=UTC)
    # Beirut's clock goes forward at midnight.
    beirut = ZoneInfo("Asia/Beirut")
    assert midnight(date(2027, 3, 28), "Asia/Beirut").astimezone(beirut).hour == 1


@given(
    zone=st.sampled_from(sorted({change[0] for change in _CHANGES})),
    day=st.sampled_from(sorted({change[1] for change in _CHANGES})),
    start=st.integers(0, 300),
    length=st.integers(15, 700),
    session=st.integers(15, 240),
    buffer=st.integers(0, 120),
)
def test_around_every_change_slots_exist_once_stay_apart_and_can_be_booked(
    zone: str, day: date, start: int, length: int, session: int, buffer: int
) -> None:
    schedule = _every_day(zone, start, start + length, session, buffer)
    slots = _slots(schedule, day - timedelta(days=1), day + timedelta(days=1))
    tz = ZoneInfo(zone)
    for one, other in pairwise(slots):
        assert one.ends_at <= other.starts_at
    for slot in slots:
        local = slot.starts_at.astimezone(tz)
        assert local.fold == 0
        assert start <= local.hour * 60 + local.minute < start + length
        # Its end lies on the same side of the stretch's end, by real time.
        end = datetime.combine(local.date(), datetime.min.time()) + timedelta(minutes=start + length)
        assert slot.ends_at <= max(end.replace(tzinfo=tz, fold=f).astimezone(UTC) for f in (0, 1))
        now = slot.starts_at - timedelta(days=1)
        assert is_bookable(schedule, taken=[], starts_at=slot.starts_at, ends_at=slot.ends_at, now=now)
