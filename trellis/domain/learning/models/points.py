"""What people have earned by learning, and on which days they did something."""

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import LONGEST_ZONE_NAME
from trellis.domain.catalog.models import Category
from trellis.domain.learning.rules.choices import Reason


class PointsEntry(models.Model):
    """Points for one fact. The total is their sum; the database lets nobody change one (migrations/0006)."""

    privacy = Own("user")
    user = models.ForeignKey(User, models.CASCADE, related_name="points_entries", db_index=False)
    reason = models.CharField(max_length=10, choices=Reason)
    # The key of what they are for: a completed milestone, a booking, an enrolment.
    subject_id = models.BigIntegerField()
    points = models.PositiveIntegerField()
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    earned_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "points entries"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "reason", "subject_id"], name="points_once", include=["points", "category"]
            ),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="points_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.points}"


class ActiveDay(models.Model):
    """A date, by the clock of where somebody was, on which they did something."""

    privacy = Own("user", erased=("zone",))
    user = models.ForeignKey(User, models.CASCADE, related_name="active_days", db_index=False)
    day = models.DateField()
    # In which the date was reckoned; of two on one date the later.
    zone = models.CharField(max_length=LONGEST_ZONE_NAME)
    # How many such days there were without a gap, up to this one.
    run = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="active_day_once"),
            models.CheckConstraint(condition=Q(run__gte=1), name="active_day_run"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.run}"
