"""What somebody has done so far, as achievements count it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Sum

from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Achievement, LearningPath, PointsEntry
from trellis.domain.learning.queries.standing import longest_streak
from trellis.domain.learning.rules.choices import Measure, Reason

# What is counted by the points that it brought, of which there is one entry each.
_ENTRIES: Mapping[Measure, Reason] = {
    Measure.MILESTONES: Reason.MILESTONE,
    Measure.SESSIONS: Reason.SESSION,
    Measure.COURSES: Reason.COURSE,
    Measure.REVIEWS: Reason.REVIEW,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """How many there are of each measure, in all (None) and by category, and of what has no category."""

    counts: dict[tuple[Measure, int | None], int] = field(default_factory=dict)

    def add(self, measure: Measure, category_id: int | None, number: int) -> None:
        """Count so many more, in all, and in a category unless that is None."""
        for key in {(measure, None), (measure, category_id)}:
            self.counts[key] = self.counts.get(key, 0) + number

    def fulfil(self, achievement: Achievement) -> bool:
        """Tell whether they are what an achievement asks for."""
        key = (Measure(achievement.measure), achievement.category_id)
        return self.counts.get(key, 0) >= achievement.threshold


def facts_of(user: User) -> Facts:
    """Return all that somebody has done so far."""
    facts, measures = Facts(), {reason: measure for measure, reason in _ENTRIES.items()}
    entries = PointsEntry.objects.filter(user=user).values("reason", "category")
    for each in entries.annotate(number=Count("pk"), points=Sum("points")).order_by():
        facts.add(measures[Reason(each["reason"])], each["category"], each["number"])
        facts.add(Measure.POINTS, None, each["points"])
    done = LearningPath.objects.filter(user=user, completed_at__isnull=False)
    for category, number in done.order_by().values_list("subcategory__category").annotate(Count("pk")):
        facts.add(Measure.PATHS, category, number)
    facts.add(Measure.STREAK_DAYS, None, longest_streak(user))
    return facts
