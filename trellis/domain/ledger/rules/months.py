"""Months by somebody's clock, written as YYYY-MM, and spans, of which months are made whatever the clock.

A span is a time that no zone's month divides: a quarter of an hour while a month begins somewhere on earth,
else all of a month that is the same everywhere. It is named by a second in it.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo

YEAR = 12


def month_of(moment: datetime, *, zone: tzinfo) -> str:
    """Return the month in which a moment is there."""
    return f"{moment.astimezone(zone):%Y-%m}"


def last_months(month: str, *, count: int = YEAR) -> list[str]:
    """Return this month and those before it, `count` in all, the latest first."""
    year, number = map(int, month.split("-"))
    last = year * YEAR + number - 1
    return [f"{each // YEAR:04}-{each % YEAR + 1:02}" for each in range(last, last - count, -1)]


def by_month(spans: Mapping[int, int], *, zone: tzinfo) -> dict[str, int]:
    """Return by month in this zone, in their order, what spans have."""
    found: dict[str, int] = {}
    for second in sorted(spans):
        month = f"{datetime.fromtimestamp(second, zone):%Y-%m}"
        found[month] = found.get(month, 0) + spans[second]
    return found
