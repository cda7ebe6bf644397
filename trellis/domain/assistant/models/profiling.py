"""The questions by which somebody's profile is made."""

import uuid

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.assistant.rules import limits
from trellis.domain.profiles.models import ProfileVersion


class Profiling(models.Model):
    """A session of questions. `question` is the one that waits; it is `about` something, or nothing named."""

    privacy = Own("user", erased=("question", "about"))
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="profilings", db_index=False)
    step = models.PositiveSmallIntegerField(default=1)
    question = models.CharField(max_length=limits.LONGEST_QUESTION)
    about = models.CharField(max_length=limits.LONGEST_SUBJECT, blank=True, default="")
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    # What came out of it.
    version = models.OneToOneField(ProfileVersion, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["user", "started_at"], name="profiling_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(completed_at=None), name="profiling_open_once"
            ),
            # One more than the last where all is answered.
            models.CheckConstraint(
                condition=Q(step__range=(limits.STEPS.least, limits.STEPS.most + 1)), name="profiling_step"
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None, version=None)
                | Q(completed_at__isnull=False, version__isnull=False, step=limits.STEPS.most + 1),
                name="profiling_completed_with_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.started_at:%Y-%m-%d %H:%M}"


class AnsweredBy(models.TextChoices):
    """How an answer came."""

    TEXT = "text", "Typed"
    VOICE = "voice", "Spoken"


class ProfilingAnswer(models.Model):
    """What somebody said to a question; where they spoke, what was heard. The sound itself is not kept."""

    privacy = Own("profiling__user", erased=("question", "about", "text"))
    profiling = models.ForeignKey(Profiling, models.CASCADE, related_name="answers", db_index=False)
    step = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=limits.LONGEST_QUESTION)
    about = models.CharField(max_length=limits.LONGEST_SUBJECT, blank=True, default="")
    text = models.CharField(max_length=limits.LONGEST_ANSWER)
    answered_by = models.CharField(max_length=10, choices=AnsweredBy, default=AnsweredBy.TEXT)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["profiling", "step"]
        constraints = [
            models.UniqueConstraint(fields=["profiling", "step"], name="profiling_answered_once"),
            models.CheckConstraint(condition=Q(step__range=limits.STEPS), name="profiling_answer_step"),
            models.CheckConstraint(
                condition=Q(answered_by__in=AnsweredBy.values), name="profiling_answered_by"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="profiling_answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.profiling_id} {self.step}"
