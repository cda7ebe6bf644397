"""Which dates in a row somebody was active on, by the clock of where they were each time.

A date is missed only by who had it: docs/decisions/learning.md.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
# Of a date that somebody had less of, they have not missed it.
_MISSED = timedelta(hours=12)
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
    """Tell whether a date between two, the earlier first, went by with nothing done.

    It did if half a day or more lies between the end of the one and the beginning of the other, each on its
    own clock: who travels over the date line skips a date, or most of it, and a clock that is changed makes
    a date of 23 hours, or of 25, which is one all the same.
    """
    if after.day - before.day <= _DAY:
        return False
    return _begin(after.day, after.zone) - _begin(before.day + _DAY, before.zone) >= _MISSED


def run_after(before: Lived | None, run: int, after: Lived) -> int:
    """Return the length of the streak that a date makes, by that of the active date before it."""
    return 1 if before is None or has_missed(before, after) else run + 1


def _begin(day: date, zone: str) -> datetime:
    """Return when a date begins; where a clock leaves midnight out, when that would have been."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
