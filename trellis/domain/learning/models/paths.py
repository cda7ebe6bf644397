"""Whose way leads through which subcategory, and how far they have come."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Subcategory
from trellis.domain.learning.models.templates import PathTemplate, TemplateMilestone


class LearningPath(models.Model):
    """Somebody's way through a subcategory, over the milestones of the version that it began with."""

    privacy = Own("user")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="learning_paths", db_index=False)
    subcategory = models.ForeignKey(Subcategory, models.PROTECT, related_name="paths")
    template = models.ForeignKey(PathTemplate, models.PROTECT, related_name="paths")
    # The step that comes next, None once all are done.
    waiting = models.ForeignKey(
        TemplateMilestone, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(F("user"), F("id").desc(), name="path_of_user")]
        constraints = [
            models.UniqueConstraint(fields=["user", "subcategory"], name="path_once"),
            models.CheckConstraint(
                condition=Q(waiting=None, completed_at__isnull=False)
                | Q(waiting__isnull=False, completed_at=None),
                name="path_completed_at",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def done_steps(self) -> int:
        """How many milestones are done: all before the one that waits."""
        return self.template.total_steps if self.waiting is None else self.waiting.step - 1


class CompletedMilestone(models.Model):
    """Somebody has done a step of their path."""

    privacy = Own("path__user")
    path = models.ForeignKey(LearningPath, models.CASCADE, related_name="completed", db_index=False)
    milestone = models.ForeignKey(TemplateMilestone, models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    # What was earned by it, which is answered again to whoever says it again.
    points = models.PositiveIntegerField()
    completed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "step"], name="completed_milestone_once")]

    def __str__(self) -> str:
        return f"Step {self.step} of path {self.path_id}"
