"""Exports of people's own data, erasures of their accounts, and files that are to go."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Nobody, Own
from trellis.domain.accounts.models import User
from trellis.domain.privacy.rules.times import Status


class DataExport(models.Model):
    """All that the platform holds of one account, as a ZIP. It and its file go when it expires."""

    privacy = Own("user", erased=("file_name",))
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    attempt = models.PositiveSmallIntegerField(default=0)
    file_name = models.CharField(max_length=100, blank=True)  # in the private storage
    size = models.PositiveBigIntegerField(default=0)  # bytes
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(F("user"), F("requested_at").desc(), name="data_export_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status__in=["queued", "running"]),
                name="data_export_one_unfinished",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="data_export_status"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="data_export_progress"),
            models.CheckConstraint(
                condition=Q(status="ready", progress=100, finished_at__isnull=False) & ~Q(file_name="")
                | ~Q(status="ready") & Q(file_name=""),
                name="data_export_file_when_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.requested_at:%Y-%m-%d %H:%M}"


class Erasure(models.Model):
    """An account is to be erased, unless the mailed link is followed in time. The row stays as the proof."""

    privacy = Own("user", stays="that an account was erased, and when, is what answers for it")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="erasures", db_index=False)
    # What the account goes back to if it is kept: one that staff had shut stays shut.
    was_active = models.BooleanField()
    begun_at = models.DateTimeField()
    due_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    # From here on there is no way back.
    started_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(F("user"), F("begun_at").desc(), name="erasure_of_person"),
            models.Index("due_at", condition=Q(kept_at=None, erased_at=None), name="erasure_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(kept_at=None), name="erasure_one_per_account"
            ),
            models.CheckConstraint(
                condition=Q(kept_at=None) | Q(started_at=None), name="erasure_kept_or_started"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(started_at__isnull=False), name="erasure_started_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.begun_at:%Y-%m-%d}"


class DoomedFile(models.Model):
    """A file whose row has let go of it: written in that transaction, and gone once the file is."""

    privacy = Nobody("names of files that we have drawn, until these are removed")
    # Whose erasure it belongs to: that is not over while there are any.
    user_id = models.BigIntegerField(db_index=True)
    model = models.CharField(max_length=100)
    column = models.CharField(max_length=100)
    name = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name
