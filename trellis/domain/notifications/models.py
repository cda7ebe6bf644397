"""What people are told."""

import uuid

from django.db import models

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User


class Notification(models.Model):
    """One thing that one person is told, until they have read it and after."""

    privacy = Own("recipient", erased=("kind", "title", "body", "data"), mentions=("title", "body"))
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The index below begins with this column.
    recipient = models.ForeignKey(User, models.CASCADE, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["recipient", "-id"], name="notification_of_person")]

    def __str__(self) -> str:
        return self.title
