"""What candidates need for an interview, and what it has an employer do."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from trellis.core.db.tenancy import TenantManager
from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application
from trellis.domain.needs.rules import limits
from trellis.domain.needs.rules.catalogue import Known, own_type
from trellis.domain.organizations.models import Organization


class AddedNeed(models.Model):
    """What a candidate has added to the list: theirs alone, for such words may tell of a person."""

    privacy = Own("user", erased=("title",))
    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=limits.LONGEST_TITLE)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "user",
                models.Func(F("title"), function="core_fold", output_field=models.TextField()),
                name="added_need_once",
            )
        ]

    def __str__(self) -> str:
        return f"Added need {self.pk}"


class Need(models.Model):
    """Something that a candidate needs, for whatever interview: of the list, or added to it."""

    privacy = Own("user")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    known = models.CharField(max_length=30, choices=Known, blank=True)
    added = models.ForeignKey(AddedNeed, models.CASCADE, null=True, blank=True, related_name="needs")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("user"), F("id").desc(), name="need_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(known__in=Known.values, added=None) | Q(known="", added__isnull=False),
                name="need_known_or_added",
            ),
            models.UniqueConstraint(fields=["user", "known"], condition=~Q(known=""), name="need_known_once"),
            models.UniqueConstraint(
                fields=["user", "added"], condition=Q(added__isnull=False), name="need_added_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Need {self.pk}"

    @property
    def type(self) -> str:
        """How the list names it."""
        return self.known or own_type(self.added_id or 0)

    @property
    def title(self) -> str:
        """What it is, in words."""
        return self.added.title if self.added else str(Known(self.known).label)


class NeedTask(models.Model):
    """A need that a candidate shares with an application: something for the employer to do until it is met.

    `title` is what was shared, as it was then. It goes when the candidate takes the need back.
    """

    privacy = Own("need__user", erased=("title",))
    need = models.ForeignKey(Need, models.CASCADE, related_name="tasks", db_index=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="need_tasks")
    # The application's, for whose list it is.
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=limits.LONGEST_TITLE)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    due_date = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    unscoped = models.Manager["NeedTask"]()
    objects = TenantManager["NeedTask"]()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        indexes = [models.Index(F("organization"), F("id").desc(), name="need_task_of_tenant")]
        constraints = [
            models.UniqueConstraint(fields=["need", "application"], name="need_task_once"),
            models.CheckConstraint(
                condition=Q(done_by=None) | Q(done_at__isnull=False), name="need_task_done_when"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(waived_at=None), name="need_task_done_or_waived"
            ),
        ]

    def __str__(self) -> str:
        return f"Need task {self.pk}"

    def save(self, *args: Any, **options: Any) -> None:
        """Save; whose it is the application says."""
        if self._state.adding:
            self.organization_id = self.application.organization_id
        super().save(*args, **options)
