"""How far a mentor has come: what SOOSH calls their tier.

`premium` is who was approved, has held ten sessions, and has five ratings or more that average 4.5 at least;
`standard` is anybody else who was approved; `new` is who still waits for that.
"""

from decimal import Decimal
from enum import StrEnum

_SESSIONS, _RATINGS, _AVERAGE = 10, 5, Decimal("4.5")


class Tier(StrEnum):
    """The tiers, from the first."""

    NEW = "new"
    STANDARD = "standard"
    PREMIUM = "premium"


def tier_of(*, is_approved: bool, sessions: int, ratings: int, average: Decimal | None) -> Tier:
    """Return a mentor's tier; `average` is that of the ratings, to two places."""
    if not is_approved:
        return Tier.NEW
    has_held = sessions >= _SESSIONS and ratings >= _RATINGS
    return Tier.PREMIUM if has_held and average is not None and average >= _AVERAGE else Tier.STANDARD


# The same of a row of mentors, in SQL.
TIER = f"""
    CASE WHEN NOT {{is_approved}} THEN '{Tier.NEW}'
    WHEN {{total_sessions}} >= {_SESSIONS} AND {{rating_count}} >= {_RATINGS}
        AND {{rating_average}} >= {_AVERAGE} THEN '{Tier.PREMIUM}'
    ELSE '{Tier.STANDARD}' END
"""
