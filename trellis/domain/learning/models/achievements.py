"""What can be achieved, by rules that are rows, and who has."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Nobody, Own
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Category
from trellis.domain.learning.models.paths import CompletedMilestone
from trellis.domain.learning.rules import limits
from trellis.domain.learning.rules.choices import Measure, Rarity


class Achievement(models.Model):
    """A rule: so many of what is measured, of one category if it names one."""

    privacy = Nobody("written in the code or in the back office, the same for everybody")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=limits.LONGEST_ACHIEVEMENT, unique=True)
    description = models.CharField(max_length=limits.LONGEST_ACHIEVEMENT_DESCRIPTION)
    icon = models.SlugField(max_length=limits.LONGEST_ICON, db_index=False)
    rarity = models.CharField(max_length=10, choices=Rarity)
    measure = models.CharField(max_length=12, choices=Measure)
    threshold = models.PositiveIntegerField(
        validators=[
            MinValueValidator(limits.THRESHOLD.least),
            MaxValueValidator(limits.THRESHOLD.most),
        ]
    )
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="achievements")
    # What is offered no more stays with whoever has it.
    is_offered = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rarity__in=Rarity.values), name="achievement_rarity"),
            models.CheckConstraint(condition=Q(measure__in=Measure.values), name="achievement_measure"),
            models.CheckConstraint(
                condition=Q(threshold__gte=limits.THRESHOLD.least), name="achievement_threshold"
            ),
            models.CheckConstraint(
                condition=Q(category=None) | ~Q(measure__in=[Measure.STREAK_DAYS, Measure.POINTS]),
                name="achievement_of_category",
                violation_error_message="Points and days in a row are of no category.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EarnedAchievement(models.Model):
    """Somebody has an achievement, which nobody takes from them."""

    privacy = Own("user")
    user = models.ForeignKey(User, models.CASCADE, related_name="achievements", db_index=False)
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="earned")
    # By which of their milestones, where it was one: who says again that it is done is told of both again.
    milestone = models.ForeignKey(
        CompletedMilestone, models.SET_NULL, null=True, blank=True, related_name="achievements"
    )
    earned_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("user"), F("id").desc(), name="earned_achievement_of_user")]
        constraints = [
            models.UniqueConstraint(fields=["user", "achievement"], name="earned_achievement_once")
        ]

    def __str__(self) -> str:
        return f"Achievement {self.achievement_id} of account {self.user_id}"
