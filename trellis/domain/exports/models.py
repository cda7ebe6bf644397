"""Exports that are too long to be answered at once: a worker writes them into a file."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from trellis.core.db.tenancy import TenantManager
from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.exports.rules import Format, Kind, Status
from trellis.domain.organizations.models import Organization


class ExportJob(models.Model):
    """One export that one member asked for. It and its file go when it expires."""

    privacy = Own("requested_by", erased=("filters", "file_name"), mentions=("filters",))
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="exports")
    requested_by = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    format = models.CharField(max_length=4, choices=Format)
    filters: Any = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    rows = models.PositiveIntegerField(default=0)  # written so far
    # Counted up by each worker that begins it: whoever has an older number has been replaced.
    attempt = models.PositiveSmallIntegerField(default=0)
    file_name = models.CharField(max_length=100, blank=True)  # in the private storage
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    unscoped = models.Manager["ExportJob"]()
    objects = TenantManager["ExportJob"]()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(F("requested_by"), F("created_at").desc(), F("id").desc(), name="export_of_person")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="export_status"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="export_progress"),
            models.CheckConstraint(
                condition=Q(status="ready", progress=100, finished_at__isnull=False) & ~Q(file_name="")
                | ~Q(status="ready") & Q(file_name=""),
                name="export_file_when_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} as {self.format}"
