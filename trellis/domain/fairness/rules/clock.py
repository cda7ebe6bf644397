"""The clock of a contest: so many days of business, Monday to Friday, in the zone of the organization.

Holidays are not known: they count (docs/decisions/fairness.md).
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from trellis.domain.fairness.rules.limits import DAYS_TO_ANSWER

_A_DAY = timedelta(days=1)
_SATURDAY = 5


def due_at(made_at: datetime, zone: tzinfo) -> datetime:
    """Return the end of the last day on which to answer; the day on which it was made does not count."""
    day, left = made_at.astimezone(zone).date(), DAYS_TO_ANSWER
    while left:
        day += _A_DAY
        left -= _is_business(day)
    return datetime.combine(day + _A_DAY, time(), zone).astimezone(UTC)


def days_left(due: datetime, *, now: datetime, zone: tzinfo) -> int:
    """Return how many days of business are left after today; 0 on the last one, and behind it."""
    last = due.astimezone(zone).date() - _A_DAY
    today = now.astimezone(zone).date()
    return sum(_is_business(today + _A_DAY * (each + 1)) for each in range((last - today).days))


def _is_business(day: date) -> bool:
    return day.weekday() < _SATURDAY
