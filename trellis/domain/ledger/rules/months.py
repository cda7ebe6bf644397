"""Months by somebody's clock, written as YYYY-MM."""

from datetime import UTC, datetime, tzinfo

YEAR = 12


def month_of(moment: datetime, *, zone: tzinfo) -> str:
    """Return the month in which a moment is there."""
    return f"{moment.astimezone(zone):%Y-%m}"


def last_months(month: str, *, count: int = YEAR) -> list[str]:
    """Return this month and those before it, `count` in all, the latest first."""
    last = _number(month)
    return [_month(each) for each in range(last, last - count, -1)]


def months_between(first: str, last: str) -> list[str]:
    """Return these two months and those between them, in their order."""
    return [_month(each) for each in range(_number(first), _number(last) + 1)]


def beginning_of(month: str, *, zone: tzinfo) -> datetime:
    """Return the moment with which a month begins there."""
    return datetime.strptime(month, "%Y-%m").replace(tzinfo=zone).astimezone(UTC)


def _number(month: str) -> int:
    year, number = map(int, month.split("-"))
    return year * YEAR + number - 1


def _month(number: int) -> str:
    return f"{number // YEAR:04}-{number % YEAR + 1:02}"
