"""How numbers are rounded, and how much is looked at; docs/decisions/analytics.md defines each number."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

PERIOD = timedelta(days=365)  # over which rates of mentors are told
MOST_REQUESTS = 200  # of which it is told how soon a mentor answers: the latest
EXPORTED_DAYS = 90
MOST_EXPORTED = 10_000  # rows of a timeline in a file: the latest
_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")
_MINUTES = 60


def hours_of(minutes: int) -> float:
    """Return minutes as hours, to a tenth."""
    return _rounded(Decimal(minutes) / _MINUTES, _TENTH)


def share_of(part: int, whole: int) -> float | None:
    """Return a part in per cent, to a tenth; None of nothing."""
    return _rounded(Decimal(100 * part) / whole, _TENTH) if whole else None


def average_of(total: int, count: int) -> float | None:
    """Return an average, to a hundredth; None of nothing."""
    return _rounded(Decimal(total) / count, _HUNDREDTH) if count else None


def median_of(values: Sequence[float]) -> float | None:
    """Return the middle one, or what is between the two in the middle, to a tenth; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return _rounded(Decimal(repr((low + high) / 2)), _TENTH)


def _rounded(value: Decimal, unit: Decimal) -> float:
    return float(value.quantize(unit, rounding=ROUND_HALF_UP))
