"""From a mentor's schedule to the slots that can be booked: pure functions of their arguments.

Listing and booking ask the same functions, so that what is shown can be booked, and nothing else.
docs/decisions/availability.md says what the rules are and why.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from trellis.domain.mentorship.rules.clocks import Stretch, first_shown, showings
from trellis.domain.mentorship.rules.limits import LONGEST_BOOKING
from trellis.domain.mentorship.rules.reasons import Reason

# Nothing can be booked further ahead than this.
FURTHEST_AHEAD = timedelta(days=366)
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

Taken = Sequence[tuple[datetime, datetime]]
Minutes = tuple[int, int]
Day = date  # for Window, where `date` is a field
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Slot:
    """A session that can be booked, between two moments in UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Window:
    """A window of a day, in minutes from its wall-clock midnight: of each such weekday, or of one date."""

    start_minute: int
    end_minute: int
    day_of_week: int | None = None  # 0 is Sunday
    date: Day | None = None
    is_active: bool = True


@dataclass(frozen=True)
class Schedule:
    """Everything of a mentor that decides which slots there are, but for what is taken."""

    timezone: str
    session_minutes: int
    buffer_minutes: int
    minimum_notice_minutes: int
    weekly: tuple[Window, ...] = ()
    dated: tuple[Window, ...] = ()
    # Their Mondays: the mentor has as many sessions in them as they give.
    full_weeks: frozenset[Day] = frozenset()

    @property
    def windows(self) -> tuple[Window, ...]:
        """All windows, weekly and dated."""
        return self.weekly + self.dated


class NextSlot(NamedTuple):
    """When the next slot begins, None for never; and until when that stays so by itself."""

    starts_at: datetime | None
    until: datetime


def bookable_slots(schedule: Schedule, *, taken: Taken, first: date, last: date, now: datetime) -> list[Slot]:
    """Return the slots of the days `first` … `last` of the mentor's calendar that can be booked at `now`.

    `taken` are the times that are held, each until the end of its own buffer.
    """
    day, last = bookable_days(schedule, first=first, last=last, now=now)
    held = sorted(taken)
    free: list[Slot] = []
    while day <= last:
        slots = _slots_on(schedule, day)
        free += [slot for slot in slots if _in_the_way(schedule, slot, held, now) is None]
        day += _DAY
    return free


def reason_against(
    schedule: Schedule, *, taken: Taken, starts_at: datetime, ends_at: datetime, now: datetime
) -> Reason | None:
    """Return why these two moments are not one bookable slot, or the ends of several in a row.

    None where they are: what is offered as a slot is what nothing stands against here, and nothing else.
    """
    if not timedelta() < ends_at - starts_at <= LONGEST_BOOKING:
        return Reason.TOO_LONG
    slot = Slot(starts_at, ends_at)
    return (
        _at_wrong_time(schedule, starts_at, now)
        or _not_offered(schedule, slot)
        or _in_the_way(schedule, slot, sorted(taken), now)
    )


def is_bookable(
    schedule: Schedule, *, taken: Taken, starts_at: datetime, ends_at: datetime, now: datetime
) -> bool:
    """Return whether these two moments are one bookable slot, or the ends of several in a row."""
    return reason_against(schedule, taken=taken, starts_at=starts_at, ends_at=ends_at, now=now) is None


def next_slot(schedule: Schedule, *, taken: Taken, now: datetime) -> NextSlot:
    """Return the first slot that can be booked at `now`, and until when that is so if nothing changes.

    Where there is none, a later one may come near enough to be booked. `taken` are all times that are held.
    """
    held = sorted(taken)
    zone = ZoneInfo(schedule.timezone)
    day = bookable_days(schedule, first=date.min, last=date.max, now=now)[0]
    far = (now + 2 * FURTHEST_AHEAD).astimezone(zone).date()
    if not any(each.is_active and (each.date is None or each.date >= day) for each in schedule.windows):
        return NextSlot(None, now + FURTHEST_AHEAD)
    while day <= far:
        for slot in _slots_on(schedule, day):
            # As of the moment at which it is near enough.
            then = max(now, slot.starts_at - FURTHEST_AHEAD)
            if _in_the_way(schedule, slot, held, then) is None:
                return _first(schedule, slot, now)
        day += _DAY
    return NextSlot(None, now + FURTHEST_AHEAD)


def is_offered(schedule: Schedule, starts_at: datetime, ends_at: datetime) -> bool:
    """Return whether the schedule has this slot, or these several in a row, whoever holds them.

    A row runs within one stretch of free time and lasts four hours at most, buffers included.
    """
    if not timedelta() < ends_at - starts_at <= LONGEST_BOOKING:
        return False
    day = starts_at.astimezone(ZoneInfo(schedule.timezone)).date()
    return any(
        any(slot.starts_at == starts_at for slot in run) and any(slot.ends_at == ends_at for slot in run)
        for run in _runs(schedule, day)
    )


def meant(schedule: Schedule, readings: Sequence[Stretch], *, taken: Taken, now: datetime) -> Slot:
    """Return which of the readings of a named time (`clocks.readings`) is meant.

    It is what can be booked before what is held, and that before what is not offered; then the shortest,
    for a clock that goes back shows a slot's own times around a longer stretch, too; then the first.
    """

    def rank(read: Stretch) -> tuple[bool, bool, timedelta, datetime]:
        starts_at, ends_at = read
        can_be = is_bookable(schedule, taken=taken, starts_at=starts_at, ends_at=ends_at, now=now)
        return not can_be, not is_offered(schedule, starts_at, ends_at), ends_at - starts_at, starts_at

    return Slot(*min(readings, key=rank))


def bookable_days(schedule: Schedule, *, first: date, last: date, now: datetime) -> tuple[date, date]:
    """Return those of the days `first` … `last` on which anything can be booked at `now`, first and last."""
    earliest, latest = _bookable_between(schedule, now)
    zone = ZoneInfo(schedule.timezone)
    return max(first, earliest.astimezone(zone).date()), min(last, latest.astimezone(zone).date())


def day_of_week_of(day: date) -> int:
    """Return 0 for a Sunday … 6 for a Saturday."""
    return day.isoweekday() % 7


def week_of(at: datetime, timezone: str) -> date:
    """Return the Monday of the week in which a moment lies, by the clock of a timezone."""
    day = at.astimezone(ZoneInfo(timezone)).date()
    return day - day.weekday() * _DAY


def midnight(day: date, timezone: str) -> datetime:
    """Return when `day` begins in a timezone, in UTC."""
    return first_shown(ZoneInfo(timezone), day, 0)


def _bookable_between(schedule: Schedule, now: datetime) -> tuple[datetime, datetime]:
    return now + timedelta(minutes=schedule.minimum_notice_minutes), now + FURTHEST_AHEAD


def _at_wrong_time(schedule: Schedule, starts_at: datetime, now: datetime) -> Reason | None:
    earliest, latest = _bookable_between(schedule, now)
    if starts_at < now:
        return Reason.PAST
    if starts_at < earliest:
        return Reason.TOO_SOON
    return Reason.TOO_FAR if starts_at > latest else None


def _in_the_way(schedule: Schedule, slot: Slot, held: Sequence[Stretch], now: datetime) -> Reason | None:
    """Return what stands against a slot that is offered; `held` is in order."""
    if reason := _at_wrong_time(schedule, slot.starts_at, now):
        return reason
    until = slot.ends_at + timedelta(minutes=schedule.buffer_minutes)
    touching = [each for each in _from(held, slot.starts_at, until) if slot.starts_at < each[1]]
    if any(start < slot.ends_at for start, _ in touching):
        return Reason.TAKEN
    if touching:
        return Reason.NO_ROOM
    return Reason.WEEK_FULL if week_of(slot.starts_at, schedule.timezone) in schedule.full_weeks else None


def _from(held: Sequence[Stretch], start: datetime, until: datetime) -> Sequence[Stretch]:
    """Return those of the held times that may touch a stretch: no session lasts a day."""
    if not held:
        return ()
    return held[bisect_left(held, (start - 2 * _DAY,)) : bisect_left(held, (until,))]


def _not_offered(schedule: Schedule, slot: Slot) -> Reason | None:
    """Return why the schedule does not have this slot, or these several in a row; None where it has."""
    if is_offered(schedule, slot.starts_at, slot.ends_at):
        return None
    there = slot.starts_at.astimezone(ZoneInfo(schedule.timezone))
    minute = there.hour * 60 + there.minute
    if not _contains(_free_minutes(schedule, there.date()), minute):
        always = replace(schedule, dated=tuple(each for each in schedule.dated if each.is_active))
        is_away = _contains(_free_minutes(always, there.date()), minute)
        return Reason.AWAY if is_away else Reason.CLOSED
    if any(each.starts_at == slot.starts_at for each in _slots_on(schedule, there.date())):
        return Reason.NO_END
    return Reason.SHOWN_TWICE if there.fold else Reason.NO_START


def _contains(parts: Sequence[Minutes], minute: int) -> bool:
    return any(start <= minute < end for start, end in parts)


def _first(schedule: Schedule, slot: Slot, now: datetime) -> NextSlot:
    near_at = slot.starts_at - FURTHEST_AHEAD
    if near_at > now:
        return NextSlot(None, near_at - datetime.resolution)
    return NextSlot(slot.starts_at, slot.starts_at - timedelta(minutes=schedule.minimum_notice_minutes))


def _slots_on(schedule: Schedule, day: date) -> Iterator[Slot]:
    for run in _runs(schedule, day):
        yield from run


def _runs(schedule: Schedule, day: date) -> Iterator[list[Slot]]:
    """Give the slots of a day in order, in rows without a gap but the buffer.

    A row lies within one stretch of free time. An hour that the clock shows twice parts it: the second
    showing is not offered, however close the clock has its neighbours.
    """
    zone = ZoneInfo(schedule.timezone)
    session = timedelta(minutes=schedule.session_minutes)
    buffer = timedelta(minutes=schedule.buffer_minutes)
    step = schedule.session_minutes + schedule.buffer_minutes
    free_from = None
    for start, end in _free_minutes(schedule, day):
        run: list[Slot] = []
        closes_at = first_shown(zone, day, end)
        for minute in range(start, end - schedule.session_minutes + 1, step):
            starts_at = next(iter(showings(zone, day, minute)), None)
            # On the day the clock goes forward wall-clock times an hour apart may be nothing apart.
            if starts_at is None or starts_at + session > closes_at:
                continue
            if free_from is not None and starts_at < free_from:
                continue
            if run and starts_at != free_from:
                yield run
                run = []
            run.append(Slot(starts_at, starts_at + session))
            free_from = starts_at + session + buffer
        yield run


def _free_minutes(schedule: Schedule, day: date) -> list[Minutes]:
    """Return the free time of a day: weekly and dated windows joined, less what is switched off."""
    weekday = day_of_week_of(day)
    dated = [each for each in schedule.dated if each.date == day]
    free = [_minutes(each) for each in schedule.weekly if each.is_active and each.day_of_week == weekday]
    free += [_minutes(each) for each in dated if each.is_active]
    for away in sorted(_minutes(each) for each in dated if not each.is_active):
        free = [part for each in free for part in _less(each, away)]
    return _joined(free)


def _minutes(window: Window) -> Minutes:
    return window.start_minute, window.end_minute


def _less(whole: Minutes, away: Minutes) -> list[Minutes]:
    before = (whole[0], min(whole[1], away[0]))
    after = (max(whole[0], away[1]), whole[1])
    return [part for part in (before, after) if part[0] < part[1]]


def _joined(parts: list[Minutes]) -> list[Minutes]:
    """Return the parts in order, those that touch or overlap made one."""
    joined: list[Minutes] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
