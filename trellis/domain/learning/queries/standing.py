"""Where somebody stands: their points, what level these make, and how many days in a row they are at it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Sum

from trellis.domain.accounts.models import User
from trellis.domain.learning.models import ActiveDay, PointsEntry
from trellis.domain.learning.rules.points import level_of, next_level_points
from trellis.domain.learning.rules.streaks import Lived, has_missed, lived_at


@dataclass(frozen=True, slots=True)
class Standing:
    """Points in all, their level, where the next one begins, and the streaks."""

    points: int
    level: int
    next_level_points: int
    current_streak_days: int
    longest_streak_days: int


def standing_of(user: User, *, now: datetime) -> Standing:
    """Return where somebody stands."""
    points = points_of(user)
    return Standing(
        points=points,
        level=level_of(points),
        next_level_points=next_level_points(points),
        current_streak_days=current_streak(user, now=now),
        longest_streak_days=longest_streak(user),
    )


def points_of(user: User) -> int:
    """Return how many points somebody has in all."""
    total = PointsEntry.objects.filter(user=user).aggregate(total=Sum("points"))["total"]
    return total or 0


def current_streak(user: User, *, now: datetime) -> int:
    """Return on how many days in a row somebody did something, up to today or the last day before it."""
    last = ActiveDay.objects.filter(user=user).order_by("-day").first()
    if last is None or has_missed(Lived(last.day, last.zone), lived_at(now, user.known_timezone)):
        return 0
    return last.run


def longest_streak(user: User) -> int:
    """Return the most days in a row on which somebody ever did something."""
    return ActiveDay.objects.filter(user=user).aggregate(most=Max("run"))["most"] or 0
