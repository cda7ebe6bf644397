"""What gateways have told, once each."""

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Nobody
from trellis.domain.payments.rules import limits


class KeptEvent(models.Model):
    """An event of a gateway that is about something of ours, by its id.

    One without `applied_at` waits for what it is about; `about` has what a job needs to try it again.
    """

    privacy = Nobody("ids and amounts of a gateway")
    gateway = models.CharField(max_length=12)
    event_id = models.CharField(max_length=limits.LONGEST_GATEWAY_ID)
    type = models.CharField(max_length=limits.LONGEST_TYPE)
    about = models.JSONField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("received_at", name="kept_event_received"),
            models.Index("received_at", condition=Q(applied_at=None), name="kept_event_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "event_id"], name="kept_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.type}"
