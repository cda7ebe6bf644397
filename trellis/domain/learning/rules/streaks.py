"""Which dates in a row somebody was active on, by the clock of where they were each time.

A date is missed only by who lived it: docs/decisions/learning.md.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
# However one travels, of three dates in between one is lived from its beginning to its end.
_MOST_SKIPPED = 3
NO_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class Lived:
    """A date in a zone."""

    day: date
    zone: str


def lived_at(moment: datetime, zone: str) -> Lived:
    """Return the date that a clock in a zone shows."""
    name = zone or NO_ZONE
    return Lived(moment.astimezone(ZoneInfo(name)).date(), name)


def has_missed(before: Lived, after: Lived) -> bool:
    """Tell whether between two dates, the earlier first, one went by as a whole on either's clock.

    Who travels over the date line skips a date, or most of it; a clock that is changed makes a date of 23
    hours, or of 25, which is one all the same.
    """
    between = (after.day - before.day).days - 1
    if between > _MOST_SKIPPED:
        return True
    since, until = _begin(before.day + _DAY, before.zone), _begin(after.day, after.zone)
    dates = [before.day + number * _DAY for number in range(1, between + 1)]
    return any(_is_within(day, zone, since, until) for day in dates for zone in (before.zone, after.zone))


def run_after(before: Lived | None, run: int, after: Lived) -> int:
    """Return the length of the streak that a date makes, by that of the active date before it."""
    return 1 if before is None or has_missed(before, after) else run + 1


def _is_within(day: date, zone: str, since: datetime, until: datetime) -> bool:
    """Tell whether a date, if the zone has it at all, begins and ends between two moments."""
    begin, end = _begin(day, zone), _begin(day + _DAY, zone)
    return since <= begin < end <= until


def _begin(day: date, zone: str) -> datetime:
    """Return when a date begins; where a clock leaves midnight out, when that would have been."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
