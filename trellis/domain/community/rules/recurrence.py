"""When something that happens again happens, by the clock on the wall of its zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from trellis.domain.community.refusals import BadRepetition
from trellis.domain.community.rules.choices import Frequency
from trellis.domain.community.rules.limits import COUNT

_MONTHS = 12


@dataclass(frozen=True)
class Repetition:
    """How often: every so many weeks or months, so many times, or up to a day, that day included.

    A month that has no such day is left out, as RFC 5545 has it.
    """

    frequency: Frequency
    every: int = 1
    times: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Span:
    """From one moment to another, in UTC."""

    starts_at: datetime
    ends_at: datetime


def spans(*, starts_at: datetime, ends_at: datetime, zone: str, repeats: Repetition | None) -> list[Span]:
    """Return all times at which it takes place, in order; raise BadRepetition for none, or too many.

    The hour is that of the zone's clock on each day; one that a change of the clock leaves out is that much
    later. Whole days, from midnight to midnight, stay so; all else lasts as long each time.
    """
    first = Span(starts_at.astimezone(UTC), ends_at.astimezone(UTC))
    if repeats is None:
        return [first]
    there = ZoneInfo(zone)
    found: list[Span] = []
    for day in _days(starts_at.astimezone(there).date(), repeats):
        if len(found) == COUNT.most:
            raise BadRepetition
        found.append(_moved(first, day, there))
    if not found:
        raise BadRepetition
    return found


def _moved(first: Span, day: date, zone: ZoneInfo) -> Span:
    """Return the span as it is on another day."""
    begins, ends = first.starts_at.astimezone(zone), first.ends_at.astimezone(zone)
    start = _at(day, begins.time(), zone)
    if begins.time() == ends.time() == time.min:
        return Span(start, _at(day + (ends.date() - begins.date()), time.min, zone))
    return Span(start, start + (first.ends_at - first.starts_at))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _days(first: date, repeats: Repetition) -> Iterator[date]:
    """Give the days on which it takes place; without an end where neither number nor day ends it."""
    given = 0
    for number in count():
        earliest, day = _step(first, repeats, number)
        if repeats.until is not None and (day or earliest) > repeats.until:
            return
        if day is None:
            continue
        yield day
        given += 1
        if given == repeats.times:
            return


def _step(first: date, repeats: Repetition, number: int) -> tuple[date, date | None]:
    """Return from which day on it may be so many steps later, and the day; a month may have none."""
    if repeats.frequency == Frequency.WEEKLY:
        day = first + timedelta(weeks=repeats.every * number)
        return day, day
    months = first.year * _MONTHS + first.month - 1 + repeats.every * number
    earliest = date(months // _MONTHS, months % _MONTHS + 1, 1)
    try:
        return earliest, earliest.replace(day=first.day)
    except ValueError:
        return earliest, None
