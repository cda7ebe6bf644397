"""Months by somebody's clock, written as YYYY-MM, and spans, of which months are made whatever the clock.

A span is a time that no zone's month divides: a quarter of an hour while a month begins somewhere on earth,
else all of a month that is the same everywhere. It is named by a second in it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo

YEAR = 12
# Money that goes these ways was earned before, and stays so.
NO_EARNINGS = ("payout", "payout_failed")
# A month begins so long before UTC's in the earliest zone, and so long after it in the last.
_EARLIEST, _LATEST = timedelta(hours=14), timedelta(hours=12)
_QUARTER_SECONDS = 15 * 60


def month_of(moment: datetime, *, zone: tzinfo) -> str:
    """Return the month in which a moment is there."""
    return f"{moment.astimezone(zone):%Y-%m}"


def last_months(month: str, *, count: int = YEAR) -> list[str]:
    """Return this month and those before it, `count` in all, the latest first."""
    year, number = map(int, month.split("-"))
    last = year * YEAR + number - 1
    return [f"{each // YEAR:04}-{each % YEAR + 1:02}" for each in range(last, last - count, -1)]


def span_of(moment: datetime) -> int:
    """Return the span of a moment, as `queries.py` has PostgreSQL reckon it."""
    utc = moment.astimezone(UTC)
    if f"{utc + _EARLIEST:%Y-%m}" == f"{utc - _LATEST:%Y-%m}":
        return int(datetime(utc.year, utc.month, 16, tzinfo=UTC).timestamp())
    second = int(utc.timestamp())
    return second - second % _QUARTER_SECONDS


def by_month(spans: Mapping[int, int], *, zone: tzinfo) -> dict[str, int]:
    """Return by month in this zone, in their order, what spans have."""
    found: dict[str, int] = {}
    month, end = "", float("-inf")
    for second in sorted(spans):
        # A calendar is asked once a month: a span takes it longer than all else.
        if second >= end:
            moment = datetime.fromtimestamp(second, zone)
            month, end = f"{moment:%Y-%m}", _next_beginning(moment).timestamp()
        found[month] = found.get(month, 0) + spans[second]
    return found


def _next_beginning(moment: datetime) -> datetime:
    """Return the beginning of the month after that of a moment."""
    in_next = moment.replace(day=1) + timedelta(days=31)
    return in_next.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
