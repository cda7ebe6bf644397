"""What is held back until somebody wants to hear of it."""

from django.db import models

from trellis.core.privacy import Own
from trellis.domain.notifications.models.notification import Notification
from trellis.domain.notifications.rules.kinds import Channel


class Waiting(models.Model):
    """A notice that leaves on a channel later: after quiet hours, with the digest, or if still unread."""

    privacy = Own("notification__recipient", erased=("text", "attachment"), mentions=("text", "attachment"))
    # The constraint's index begins with this column.
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="waiting", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel)
    due_at = models.DateTimeField(db_index=True)
    # After this moment it would come too late to be of use.
    expires_at = models.DateTimeField(null=True, blank=True)
    # Whether it is of no use to who is there to see it in the app.
    unless_online = models.BooleanField(default=False)
    # Of a message to a phone; of a mail what goes with it: {name, type, content}.
    text = models.TextField(blank=True, default="")
    attachment = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "waiting"
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="waits_once_for_a_channel")
        ]

    def __str__(self) -> str:
        return f"{self.notification_id} by {self.channel} at {self.due_at:%Y-%m-%d %H:%M}"
