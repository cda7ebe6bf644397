"""Between wall clocks and moments: a time of day is shown once, twice where the clock goes back, or never."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trellis.domain.mentorship.refusals import InvalidTime
from trellis.domain.mentorship.rules.limits import END_OF_DAY, LONGEST_BOOKING

Stretch = tuple[datetime, datetime]
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_SKIPPED = "On this day the clocks go forward and skip this time."
_ANOTHER = "This is not a moment at which the clock shows the time that is given beside it."
_HOURS = LONGEST_BOOKING // timedelta(hours=1)
_ORDER = f"The end must come after the start, by {_HOURS} hours at most."


@dataclass(frozen=True)
class NamedTime:
    """A session as somebody names it: by a day and the clock of a zone, by its two moments, or by both.

    `fold` says of a start that the clock shows twice whether the first (0) or the second (1) is meant. So
    does `perhaps_at`, where it is one of the two; otherwise it says nothing.
    """

    timezone: str
    day: date | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    fold: int | None = None
    perhaps_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def showings(zone: ZoneInfo, day: date, minute: int) -> list[datetime]:
    """Return when clocks show this time of a day, in UTC: once, twice where they go back, or never."""
    wall = wall_time(day, minute)
    both = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in both if at.astimezone(zone).replace(tzinfo=None) == wall)


def first_shown(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """Return when the clock first shows this time, or when it jumps over it, in UTC."""
    wall = wall_time(day, minute)
    late, early = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early >= late:
        return late
    offset = early.astimezone(zone).utcoffset()
    while late - early > _MINUTE:
        middle = early + (late - early) // 2 // _MINUTE * _MINUTE
        if middle.astimezone(zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late


def is_shown_twice(at: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the clock of a zone shows the time of this moment at another one as well."""
    there = at.astimezone(zone)
    return there.utcoffset() != there.replace(fold=1 - there.fold).utcoffset()


def readings(named: NamedTime) -> list[Stretch]:
    """Return every session that can be meant, of which the mentor's slots decide (`slots.meant`).

    An end that is not after its start is the next day's: what is one day to the mentor may be two to the
    mentee. Raises InvalidTime for a time that no clock shows, for a moment that the clock beside it does
    not show, and for an end that does not follow.
    """
    starts, ends = _starts(named), _ends(named)
    found = [(start, end) for start in starts for end in ends if start < end <= start + LONGEST_BOOKING]
    if found:
        return found
    if named.day is None or named.start_minute is None or named.end_minute is None:
        raise InvalidTime("ends_at", _ORDER)
    day = named.day if named.end_minute > named.start_minute else named.day + _DAY
    is_shown = _ends_on(ZoneInfo(named.timezone), day, named.end_minute)
    raise InvalidTime("end_time", _ORDER if is_shown else _SKIPPED)


def wall_time(day: date, minute: int) -> datetime:
    """Return what a clock shows so many minutes after the midnight of a day."""
    return datetime.combine(day, time()) + minute * _MINUTE


def _starts(named: NamedTime) -> Sequence[datetime]:
    if named.day is None or named.start_minute is None:
        return _one_of(named.starts_at, None, "starts_at")
    shown = showings(ZoneInfo(named.timezone), named.day, named.start_minute)
    if not shown:
        raise InvalidTime("start_time", _SKIPPED)
    if named.fold is not None and len(shown) > 1:
        shown = [shown[named.fold]]
    if named.perhaps_at is not None and named.perhaps_at in shown:
        shown = [named.perhaps_at]
    return _one_of(named.starts_at, shown, "starts_at")


def _ends(named: NamedTime) -> Sequence[datetime]:
    if named.day is None or named.end_minute is None:
        return _one_of(named.ends_at, None, "ends_at")
    zone = ZoneInfo(named.timezone)
    shown = [at for day in (named.day, named.day + _DAY) for at in _ends_on(zone, day, named.end_minute)]
    return _one_of(named.ends_at, shown, "ends_at")


def _ends_on(zone: ZoneInfo, day: date, minute: int) -> Sequence[datetime]:
    # Every day has an end, though no clock may show it.
    return [first_shown(zone, day, minute)] if minute == END_OF_DAY else showings(zone, day, minute)


def _one_of(at: datetime | None, shown: Sequence[datetime] | None, field: str) -> Sequence[datetime]:
    if at is None:
        return shown or ()
    if shown is not None and at not in shown:
        raise InvalidTime(field, _ANOTHER)
    return [at]
