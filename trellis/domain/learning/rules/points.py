"""How many points there are for what, and which level they make: docs/decisions/learning.md."""

from collections.abc import Mapping

from trellis.domain.learning.rules.choices import Reason

POINTS: Mapping[Reason, int] = {
    Reason.MILESTONE: 50,
    Reason.SESSION: 75,
    Reason.COURSE: 200,
    Reason.REVIEW: 25,
}
# The second level comes early; from the third on, each takes as much as the one before.
_SECOND, _STEP = 100, 250


def level_of(points: int) -> int:
    """Return the level that so many points make, the first being 1."""
    if points < _STEP:
        return 2 if points >= _SECOND else 1
    return 2 + points // _STEP


def next_level_points(points: int) -> int:
    """Return how many points the level after that of so many begins with."""
    if points < _SECOND:
        return _SECOND
    return (points // _STEP + 1) * _STEP
