"""What candidates contest of how they were judged, and what they are answered."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from trellis.core.db.tenancy import TenantManager
from trellis.core.privacy import Shared
from trellis.domain.accounts.models import User
from trellis.domain.fairness.rules import limits
from trellis.domain.fairness.rules.contests import Outcome
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.organizations.models import Organization

_OPEN = Q(answered_at=None, withdrawn_at=None)


class Contest(models.Model):
    """A candidate contests how an application was judged. It is open until answered or withdrawn."""

    privacy = Shared(
        ("application__candidate", "answered_by", "judged_by"),
        erased={
            "reason": "application__candidate",
            "answer": ("application__candidate", "answered_by"),
        },
        kept={"zone": "in which the organization's days begin and end"},
    )
    application = models.ForeignKey(Application, models.CASCADE, related_name="contests", db_index=False)
    # The application's, for whose list it is.
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    stage = models.CharField(max_length=12, choices=Stage)  # at which the application was
    # Who had judged it last, if a person had.
    judged_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField()
    wants_person = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    zone = models.CharField(max_length=limits.LONGEST_ZONE)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # When both sides were told that nobody has answered in time.
    told_overdue_at = models.DateTimeField(null=True, blank=True)

    unscoped = models.Manager["Contest"]()
    objects = TenantManager["Contest"]()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(F("application"), F("id").desc(), name="contest_of_application"),
            models.Index(F("organization"), F("id").desc(), name="contest_of_tenant"),
            models.Index(
                fields=["due_at"], condition=_OPEN & Q(told_overdue_at=None), name="contest_overdue_next"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=_OPEN, name="contest_one_open"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="contest_stage"),
            models.CheckConstraint(condition=Q(due_at__gt=F("made_at")), name="contest_due_later"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None, answered_by=None)
                | Q(outcome__in=Outcome.values, answered_at__isnull=False),
                name="contest_answered_when",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(withdrawn_at=None), name="contest_answered_or_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"Contest {self.pk}"

    def save(self, *args: Any, **options: Any) -> None:
        """Save; whose it is the application says."""
        if self._state.adding:
            self.organization_id = self.application.organization_id
        super().save(*args, **options)
