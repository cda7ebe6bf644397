"""What is said in rooms."""

import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from trellis.core.privacy import Shared
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models.rooms import Room
from trellis.domain.messaging.rules.limits import LONGEST_CLIENT_ID, LONGEST_MESSAGE, MOST_ATTACHMENTS

_HAS_CLIENT_ID = Q(client_id__isnull=False)
_HAS_WHAT_WAS_DELETED = Q(deleted_at__isnull=False) & (~Q(text="") | Q(attachment_count__gt=0))


class Message(models.Model):
    """One message. Its number is that of its room at the time: those of a room are in the order of commits.

    A text is empty where attachments say all, or where it is gone: deleted for good, or with its writer.
    """

    privacy = Shared(
        ("sender", "room__first", "room__second"), erased={"text": "sender", "client_id": "sender"}
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The unique constraint's index begins with this column.
    room = models.ForeignKey(Room, models.CASCADE, related_name="messages", db_index=False)
    number = models.BigIntegerField()
    sender = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="messages_sent")
    text = models.CharField(max_length=LONGEST_MESSAGE, blank=True)
    attachment_count = models.PositiveSmallIntegerField(default=0)
    ai_generated = models.BooleanField(default=False)
    # The sender's own name for it, by which one that is sent again is known.
    client_id = models.CharField(max_length=LONGEST_CLIENT_ID, null=True, blank=True)  # noqa: DJ001
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    # When the one it was written to had read it and let that be known; of a group's never.
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="message_number_once"),
            models.UniqueConstraint(
                fields=["sender", "client_id"], condition=_HAS_CLIENT_ID, name="message_client_id_once"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="message_number_counts"),
            models.CheckConstraint(
                condition=Q(attachment_count__lte=MOST_ATTACHMENTS), name="message_attachments_few"
            ),
        ]
        indexes = [
            models.Index(fields=["deleted_at"], condition=_HAS_WHAT_WAS_DELETED, name="message_to_empty"),
            # They come in the order of time: an index of a few pages finds the old ones.
            BrinIndex(fields=["created_at"], name="message_age"),
        ]

    def __str__(self) -> str:
        return f"{self.number} in {self.room_id}"
