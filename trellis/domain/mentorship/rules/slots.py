"""From a mentor's schedule to the slots that can be booked: pure functions of their arguments.

Listing and booking ask the same functions, so that what is shown can be booked, and nothing else.
docs/decisions/availability.md says what the rules are and why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from trellis.domain.mentorship.rules.clocks import Stretch, first_shown, showings
from trellis.domain.mentorship.rules.limits import LONGEST_BOOKING

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


def bookable_slots(schedule: Schedule, *, taken: Taken, first: date, last: date, now: datetime) -> list[Slot]:
    """Return the slots of the days `first` … `last` of the mentor's calendar that can be booked at `now`.

    `taken` are the times that are held, each until the end of its own buffer.
    """
    earliest, latest = _bookable_between(schedule, now)
    day, last = bookable_days(schedule, first=first, last=last, now=now)
    free = []
    while day <= last:
        for run in _runs(schedule, day):
            free += [slot for slot in run if earliest <= slot.starts_at <= latest]
        day += _DAY
    return _not_taken(free, taken, timedelta(minutes=schedule.buffer_minutes))


def is_bookable(
    schedule: Schedule, *, taken: Taken, starts_at: datetime, ends_at: datetime, now: datetime
) -> bool:
    """Return whether these two moments are one bookable slot, or the ends of several in a row."""
    earliest, latest = _bookable_between(schedule, now)
    if not earliest <= starts_at <= latest or not is_offered(schedule, starts_at, ends_at):
        return False
    return bool(_not_taken([Slot(starts_at, ends_at)], taken, timedelta(minutes=schedule.buffer_minutes)))


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


def has_notice(schedule: Schedule, starts_at: datetime, now: datetime) -> bool:
    """Return whether `starts_at` is neither sooner than the mentor wants nor too far ahead."""
    earliest, latest = _bookable_between(schedule, now)
    return earliest <= starts_at <= latest


def day_of_week_of(day: date) -> int:
    """Return 0 for a Sunday … 6 for a Saturday."""
    return day.isoweekday() % 7


def midnight(day: date, timezone: str) -> datetime:
    """Return when `day` begins in a timezone, in UTC."""
    return first_shown(ZoneInfo(timezone), day, 0)


def _bookable_between(schedule: Schedule, now: datetime) -> tuple[datetime, datetime]:
    return now + timedelta(minutes=schedule.minimum_notice_minutes), now + FURTHEST_AHEAD


def _not_taken(slots: list[Slot], taken: Taken, buffer: timedelta) -> list[Slot]:
    """Return those of `slots`, which are in order, that touch nothing taken, their buffers included."""
    held = sorted(taken)
    free = []
    position = 0
    for slot in slots:
        while position < len(held) and held[position][1] <= slot.starts_at:
            position += 1
        until = slot.ends_at + buffer
        if not any(start < until and slot.starts_at < end for start, end in _from(held, position, until)):
            free.append(slot)
    return free


def _from(
    held: list[tuple[datetime, datetime]], position: int, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    while position < len(held) and held[position][0] < until:
        yield held[position]
        position += 1


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
