"""Every slot that is offered is bookable, every other time names its reason; the first is the next."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rounds import ROUNDS
from trellis.domain.accounts.rules import zone_names
from trellis.domain.mentorship.rules.slots import (
    FURTHEST_AHEAD,
    Schedule,
    Slot,
    Window,
    bookable_slots,
    midnight,
    next_slot,
    reason_against,
    week_of,
)

ZONES = sorted(zone_names())
SOME_ZONES = ["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"]
FIRST = datetime(2029, 1, 1, tzinfo=UTC)
_MINUTES_OF_THREE_YEARS = 3 * 366 * 24 * 60
_DAY = timedelta(days=1)
_EDGES = st.integers(0, 1440)


@st.composite
def windows(draw: st.DrawFn, days: list[date]) -> Window:
    """Draw a weekly window, or one of a date, switched on or off."""
    start, end = sorted(draw(st.lists(_EDGES, min_size=2, max_size=2, unique=True)))
    if draw(st.booleans()):
        return Window(start, end, date=draw(st.sampled_from(days)), is_active=draw(st.booleans()))
    return Window(start, end, day_of_week=draw(st.integers(0, 6)))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Schedule, list[tuple[datetime, datetime]], datetime]:
    """Draw a schedule in any zone, what is taken of it, and what time it is, within three years."""
    now = FIRST + timedelta(minutes=draw(st.integers(0, _MINUTES_OF_THREE_YEARS)))
    zone = draw(st.sampled_from(ZONES))
    days = [now.astimezone(ZoneInfo(zone)).date() + number * _DAY for number in range(9)]
    all_windows = draw(st.lists(windows(days), max_size=8))
    starts = draw(st.lists(st.integers(-300, 9 * 1440), max_size=6))
    taken = [(now + timedelta(minutes=at), now + timedelta(minutes=at + 75)) for at in starts]
    full = draw(st.sets(st.sampled_from([week_of(now + number * 7 * _DAY, zone) for number in range(3)])))
    schedule = Schedule(
        timezone=zone,
        session_minutes=draw(st.sampled_from([15, 45, 60, 90, 240])),
        buffer_minutes=draw(st.sampled_from([0, 10, 120])),
        minimum_notice_minutes=draw(st.sampled_from([0, 60, 2880])),
        weekly=tuple(each for each in all_windows if each.date is None),
        dated=tuple(each for each in all_windows if each.date is not None),
        full_weeks=frozenset(full),
    )
    return schedule, taken, now


@given(worlds(), st.lists(st.integers(-60, 9 * 1440), max_size=40))
def test_slots_and_reasons_agree_at_every_minute(
    world: tuple[Schedule, list[tuple[datetime, datetime]], datetime], minutes: list[int]
) -> None:
    schedule, taken, now = world
    session = timedelta(minutes=schedule.session_minutes)
    today = now.astimezone(ZoneInfo(schedule.timezone)).date()
    slots = bookable_slots(schedule, taken=taken, first=today, last=today + 8 * _DAY, now=now)
    offered = {slot.starts_at for slot in slots}
    # The slots themselves, the minutes around them, what is taken, and anything.
    around = {at + timedelta(minutes=by) for at in offered for by in (-1, 0, 1)} | {at for at, _ in taken}
    around |= {now.replace(second=0) + timedelta(minutes=minute) for minute in minutes}
    for at in sorted(around):
        if not today <= at.astimezone(ZoneInfo(schedule.timezone)).date() <= today + 8 * _DAY:
            continue
        reason = reason_against(schedule, taken=taken, starts_at=at, ends_at=at + session, now=now)
        assert (reason is None) == (at in offered), (at, reason)


@given(worlds())
def test_the_next_slot_is_the_first_that_can_be_booked_for_as_long_as_it_says(
    world: tuple[Schedule, list[tuple[datetime, datetime]], datetime],
) -> None:
    schedule, taken, now = world
    found = next_slot(schedule, taken=taken, now=now)
    assert found.until >= now
    for then in (now, found.until):
        first = then.astimezone(ZoneInfo(schedule.timezone)).date()
        last = first + 40 * _DAY
        slots = bookable_slots(schedule, taken=taken, first=first, last=last, now=then)
        assert (slots[0].starts_at if slots else None) == found.starts_at
    later = found.until + timedelta(microseconds=1)
    assert found.starts_at is None or next_slot(schedule, taken=taken, now=later).starts_at != found.starts_at


def test_what_is_too_far_ahead_becomes_the_next_slot_when_it_comes_near() -> None:
    day = date(2030, 6, 1)
    schedule = Schedule("UTC", 60, 0, 60, dated=(Window(600, 660, date=day),))
    begins = datetime(2030, 6, 1, 10, tzinfo=UTC)
    now = begins - FURTHEST_AHEAD - timedelta(days=10)
    far = next_slot(schedule, taken=(), now=now)
    assert (far.starts_at, far.until) == (None, begins - FURTHEST_AHEAD - timedelta(microseconds=1))
    near = next_slot(schedule, taken=(), now=begins - FURTHEST_AHEAD)
    assert near == (begins, begins - timedelta(minutes=60))
    assert bookable_slots(schedule, taken=(), first=day, last=day, now=begins - FURTHEST_AHEAD) == [
        Slot(begins, begins + timedelta(hours=1))
    ]


def _changes_of(zone: ZoneInfo) -> list[date]:
    """Return the days of three years on which a zone's clocks are changed."""
    noons = [datetime(2029, 1, 1, 12, tzinfo=UTC) + number * _DAY for number in range(3 * 366)]
    offsets = [noon.astimezone(zone).utcoffset() for noon in noons]
    pairs = zip(noons[1:], offsets, offsets[1:], strict=False)
    changed = [noon for noon, before, after in pairs if before != after]
    return [noon.astimezone(zone).date() for noon in changed] or [noons[0].astimezone(zone).date()]


@pytest.mark.soak
def test_slots_and_reasons_agree_all_day_on_days_of_changed_clocks() -> None:
    """All zones by three years in `make soak`, a few otherwise."""
    names = SOME_ZONES if len(SOME_ZONES) >= ROUNDS else ZONES
    all_day = tuple(Window(0, 1440, day_of_week=day) for day in range(7))
    for name in names:
        schedule = Schedule(name, 60, 0, 0, weekly=all_day)
        for day in _changes_of(ZoneInfo(name)):
            now = midnight(day, name) - timedelta(hours=1)
            slots = bookable_slots(schedule, taken=(), first=day, last=day, now=now)
            offered = {slot.starts_at for slot in slots}
            begins, ends = midnight(day, name), midnight(day + _DAY, name)
            at = begins
            while at < ends:
                hour = at + timedelta(hours=1)
                reason = reason_against(schedule, taken=(), starts_at=at, ends_at=hour, now=now)
                assert (reason is None) == (at in offered), (name, at, reason)
                at += timedelta(minutes=30)
