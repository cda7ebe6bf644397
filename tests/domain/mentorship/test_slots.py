"""Which slots a schedule has: whole ones, inside free time, apart, in order, soon enough."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.domain.mentorship.rules.slots import (
    DAYS,
    Schedule,
    Slot,
    Window,
    bookable_slots,
    day_of_week_of,
    is_bookable,
)

NOW = datetime(2030, 1, 1, tzinfo=UTC)
TUESDAY = date(2030, 1, 8)
MIDNIGHT = datetime(2030, 1, 8, tzinfo=UTC)


def _schedule(*windows: Window, session: int = 60, buffer: int = 0, notice: int = 0) -> Schedule:
    return Schedule(
        timezone="UTC",
        session_minutes=session,
        buffer_minutes=buffer,
        minimum_notice_minutes=notice,
        weekly=tuple(each for each in windows if each.date is None),
        dated=tuple(each for each in windows if each.date is not None),
    )


def _weekly(start: str, end: str, *, day: int = 2, is_active: bool = True) -> Window:
    return Window(_minute(start), _minute(end), day_of_week=day, is_active=is_active)


def _dated(start: str, end: str, *, day: date = TUESDAY, is_active: bool = True) -> Window:
    return Window(_minute(start), _minute(end), date=day, is_active=is_active)


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def _starts(
    schedule: Schedule, *, now: datetime = NOW, taken: list[tuple[str, str]] | None = None
) -> list[str]:
    held = [(_at(start), _at(end)) for start, end in taken or []]
    slots = bookable_slots(schedule, taken=held, first=TUESDAY, last=TUESDAY, now=now)
    return [f"{slot.starts_at:%H:%M}" for slot in slots]


def _at(clock: str) -> datetime:
    return MIDNIGHT + timedelta(minutes=_minute(clock))


def _can(schedule: Schedule, start: str, end: str, *taken: tuple[str, str]) -> bool:
    held = [(_at(one), _at(other)) for one, other in taken]
    return is_bookable(schedule, taken=held, starts_at=_at(start), ends_at=_at(end), now=NOW)


def test_weeks_begin_on_sunday() -> None:
    assert (day_of_week_of(date(2030, 1, 6)), day_of_week_of(date(2030, 1, 12))) == (0, 6)
    assert DAYS[day_of_week_of(TUESDAY)] == "Tuesday"


@pytest.mark.parametrize(
    ("windows", "starts"),
    [
        ([_weekly("09:00", "12:00")], ["09:00", "10:00", "11:00"]),
        ([_weekly("09:00", "11:59")], ["09:00", "10:00"]),
        ([_weekly("09:00", "09:59")], []),
        ([_weekly("23:00", "24:00")], ["23:00"]),
        ([_weekly("00:00", "02:00")], ["00:00", "01:00"]),
        ([_weekly("09:00", "11:00", day=3)], []),
        ([_weekly("09:00", "11:00", is_active=False)], []),
        # What touches or overlaps is one stretch of free time.
        ([_weekly("09:00", "10:30"), _weekly("10:30", "12:00")], ["09:00", "10:00", "11:00"]),
        ([_weekly("09:00", "10:00"), _dated("09:30", "12:00")], ["09:00", "10:00", "11:00"]),
        # A date's own window adds; switched off, it takes away.
        ([_dated("20:00", "22:00")], ["20:00", "21:00"]),
        ([_dated("20:00", "22:00", day=date(2030, 1, 9))], []),
        ([_weekly("09:00", "13:00"), _dated("10:30", "11:00", is_active=False)], ["09:00", "11:00", "12:00"]),
        ([_weekly("09:00", "13:00"), _dated("00:00", "24:00", is_active=False)], []),
        ([_weekly("09:00", "13:00"), _dated("12:30", "14:00", is_active=False)], ["09:00", "10:00", "11:00"]),
    ],
)
def test_free_time_is_cut_into_whole_slots(windows: list[Window], starts: list[str]) -> None:
    assert _starts(_schedule(*windows)) == starts


def test_sessions_leave_room_for_the_buffer() -> None:
    assert _starts(_schedule(_weekly("09:00", "12:00"), buffer=15)) == ["09:00", "10:15"]
    assert _starts(_schedule(_weekly("09:00", "12:00"), session=50, buffer=10)) == ["09:00", "10:00", "11:00"]


def test_what_is_taken_is_gone_with_its_buffer_and_leaves_room_before_it() -> None:
    schedule = _schedule(_weekly("09:00", "13:00"), buffer=0)
    assert _starts(schedule, taken=[("10:00", "11:00")]) == ["09:00", "11:00", "12:00"]
    assert _starts(schedule, taken=[("10:59", "11:01")]) == ["09:00", "12:00"]
    # A booking from before the mentor chose a buffer of 15 minutes.
    buffered = _schedule(_weekly("09:00", "14:00"), buffer=15)
    assert _starts(buffered) == ["09:00", "10:15", "11:30", "12:45"]
    assert _starts(buffered, taken=[("10:10", "11:10")]) == ["11:30", "12:45"]


def test_a_slot_needs_the_mentors_notice_to_the_minute() -> None:
    schedule = _schedule(_weekly("09:00", "12:00"), notice=120)
    assert _starts(schedule, now=_at("07:00")) == ["09:00", "10:00", "11:00"]
    assert _starts(schedule, now=_at("07:01")) == ["10:00", "11:00"]


def test_slots_end_a_year_ahead_whatever_is_asked() -> None:
    schedule = _schedule(_weekly("09:00", "10:00"))
    slots = bookable_slots(schedule, taken=[], first=date.min, last=date.max, now=NOW)
    assert len(slots) == 53
    assert slots[-1].starts_at <= NOW + timedelta(days=366)
    far = datetime.max.replace(tzinfo=UTC)
    assert not is_bookable(schedule, taken=[], starts_at=far, ends_at=far, now=NOW)
    early = datetime.min.replace(tzinfo=UTC)
    assert not is_bookable(schedule, taken=[], starts_at=early, ends_at=far, now=NOW)


def test_one_slot_or_several_in_a_row_can_be_booked() -> None:
    schedule = _schedule(_weekly("09:00", "12:00"), _weekly("14:00", "20:00"))
    assert _can(schedule, "09:00", "10:00")
    assert _can(schedule, "09:00", "12:00")
    assert _can(schedule, "14:00", "18:00")
    assert not _can(schedule, "14:00", "19:00"), "longer than four hours"
    assert not _can(schedule, "11:00", "15:00"), "across the break"
    assert not _can(schedule, "09:30", "10:30"), "between slots"
    assert not _can(schedule, "09:00", "09:30"), "half a slot"
    assert not _can(schedule, "10:00", "09:00"), "reversed"
    assert not _can(schedule, "09:00", "09:00"), "empty"
    assert not _can(schedule, "08:00", "09:00"), "outside"


def test_nothing_that_touches_taken_time_can_be_booked() -> None:
    schedule = _schedule(_weekly("09:00", "14:00"), buffer=15)
    assert _can(schedule, "10:15", "11:15", ("09:00", "10:15"), ("11:30", "12:45"))
    assert not _can(schedule, "10:15", "11:15", ("09:00", "10:16"))
    assert not _can(schedule, "10:15", "11:15", ("11:29", "12:45")), "its own buffer has no room"
    assert not _can(schedule, "09:00", "12:30", ("10:15", "11:30")), "one in the middle is taken"


_WINDOW = st.builds(
    lambda start, length, day, on_date, is_active: Window(
        start,
        min(1440, start + length),
        day_of_week=None if on_date else day,
        date=date(2030, 1, 6) + timedelta(days=day) if on_date else None,
        is_active=is_active,
    ),
    st.integers(0, 1439),
    st.integers(1, 720),
    st.integers(0, 6),
    st.booleans(),
    st.booleans(),
)
_SCHEDULES = st.builds(
    lambda zone, session, buffer, notice, windows: Schedule(
        timezone=zone,
        session_minutes=session,
        buffer_minutes=buffer,
        minimum_notice_minutes=notice,
        weekly=tuple(each for each in windows if each.date is None),
        dated=tuple(each for each in windows if each.date is not None),
    ),
    st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/St_Johns"]),
    st.integers(15, 240),
    st.integers(0, 120),
    st.integers(0, 5000),
    st.lists(_WINDOW, max_size=12),
)
_WHEN = st.datetimes(datetime(2030, 1, 5), datetime(2030, 1, 14), timezones=st.just(UTC))
_TAKEN = st.lists(
    st.builds(lambda start, minutes: (start, start + timedelta(minutes=minutes)), _WHEN, st.integers(1, 300)),
    max_size=8,
)


@given(schedule=_SCHEDULES, taken=_TAKEN, now=_WHEN)
def test_slots_are_in_order_apart_free_and_soon_enough(
    schedule: Schedule, taken: list[tuple[datetime, datetime]], now: datetime
) -> None:
    slots = _of_week(schedule, taken, now)
    buffer = timedelta(minutes=schedule.buffer_minutes)
    for slot in slots:
        assert slot.ends_at - slot.starts_at == timedelta(minutes=schedule.session_minutes)
        assert slot.starts_at >= now + timedelta(minutes=schedule.minimum_notice_minutes)
        assert not any(start < slot.ends_at + buffer and slot.starts_at < end for start, end in taken)
    for one, next_ in pairwise(slots):
        assert one.ends_at <= next_.starts_at


@given(schedule=_SCHEDULES, taken=_TAKEN, now=_WHEN)
def test_every_minute_of_a_slot_is_free_time(
    schedule: Schedule, taken: list[tuple[datetime, datetime]], now: datetime
) -> None:
    for slot in _of_week(schedule, taken, now):
        local = slot.starts_at.astimezone(ZoneInfo(schedule.timezone))
        first = local.hour * 60 + local.minute
        for minute in range(first, first + schedule.session_minutes):
            assert _is_free(schedule, local.date(), minute)


@given(schedule=_SCHEDULES, taken=_TAKEN, now=_WHEN)
def test_what_is_listed_can_be_booked_and_half_of_it_cannot(
    schedule: Schedule, taken: list[tuple[datetime, datetime]], now: datetime
) -> None:
    for slot in _of_week(schedule, taken, now):
        times = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
        assert is_bookable(schedule, taken=taken, **times, now=now)
        again = [*taken, (slot.starts_at, slot.ends_at)]
        assert not is_bookable(schedule, taken=again, **times, now=now)
        half = {**times, "ends_at": slot.starts_at + (slot.ends_at - slot.starts_at) / 2}
        assert not is_bookable(schedule, taken=taken, **half, now=now)


def _of_week(schedule: Schedule, taken: list[tuple[datetime, datetime]], now: datetime) -> list[Slot]:
    return bookable_slots(schedule, taken=taken, first=date(2030, 1, 6), last=date(2030, 1, 12), now=now)


def _is_free(schedule: Schedule, day: date, minute: int) -> bool:
    """Say of one minute what availability.md says, without joining or cutting anything."""

    def covers(window: Window) -> bool:
        return window.start_minute <= minute < window.end_minute

    dated = [each for each in schedule.dated if each.date == day and covers(each)]
    weekly = [each for each in schedule.weekly if each.day_of_week == day_of_week_of(day) and covers(each)]
    is_away = any(not each.is_active for each in dated)
    return not is_away and any(each.is_active for each in [*dated, *weekly])
