"""What a path through a subcategory leads over: its milestones, in versions that never change."""

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Nobody
from trellis.domain.catalog.models import Subcategory
from trellis.domain.learning.rules import limits


class PathTemplate(models.Model):
    """One version of the milestones of a subcategory. New paths take the newest, and keep it."""

    privacy = Nobody("written in the code or in the back office, the same for everybody")
    subcategory = models.ForeignKey(Subcategory, models.PROTECT, related_name="templates", db_index=False)
    version = models.PositiveIntegerField()
    total_steps = models.PositiveSmallIntegerField()
    # What came with the code; it is followed by the code's next one, unless the back office has changed it.
    is_shipped = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subcategory", "version"], name="path_template_once"),
            models.CheckConstraint(
                condition=Q(total_steps__gte=limits.STEPS.least, total_steps__lte=limits.STEPS.most),
                name="path_template_steps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subcategory}, version {self.version}"


class TemplateMilestone(models.Model):
    """A step of a template."""

    privacy = Nobody("written in the code or in the back office, the same for everybody")
    template = models.ForeignKey(PathTemplate, models.CASCADE, related_name="milestones", db_index=False)
    step = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=limits.LONGEST_MILESTONE)
    hours = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["step", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["template", "step"], name="template_milestone_once"),
            models.CheckConstraint(condition=Q(step__gte=limits.STEPS.least), name="template_milestone_step"),
        ]

    def __str__(self) -> str:
        return f"{self.step}. {self.title}"
