"""Where somebody stands: their points, what level these make, and how many days in a row they are at it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from trellis.core.db.prepared import Argument, PreparedQuery
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
    (found,) = _STANDING.rows(user_id=user.pk)
    points, longest, day, zone, run = found
    is_over = day is None or has_missed(Lived(day, zone), lived_at(now, user.known_timezone))
    return Standing(
        points=points,
        level=level_of(points),
        next_level_points=next_level_points(points),
        current_streak_days=0 if is_over else run,
        longest_streak_days=longest,
    )


def longest_streak(user: User) -> int:
    """Return the most days in a row on which somebody ever did something."""
    return ActiveDay.objects.filter(user=user).aggregate(most=Max("run"))["most"] or 0


def _of_them(rows: QuerySet[Any], **values: Any) -> Subquery:
    """Return one number of all rows of a person."""
    grouped = rows.filter(user=OuterRef("pk")).order_by().values("user")
    return Subquery(grouped.annotate(**values).values(*values))


_LAST = ActiveDay.objects.filter(user=OuterRef("pk")).order_by("-day")
_STANDING = PreparedQuery(
    User.objects.filter(pk=Argument("user_id")).values_list(
        Coalesce(_of_them(PointsEntry.objects.all(), total=Sum("points")), 0),
        Coalesce(_of_them(ActiveDay.objects.all(), most=Max("run")), 0),
        *(Subquery(_LAST.values(name)[:1]) for name in ("day", "zone", "run")),
    )
)
