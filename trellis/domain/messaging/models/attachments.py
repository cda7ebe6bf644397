"""Files that belong to messages, or wait for one."""

import uuid

from django.db import models
from django.db.models import Q

from trellis.core.files.attachments import LONGEST_NAME
from trellis.core.files.storage import private_storage
from trellis.core.files.uploads import upload_path
from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models.messages import Message
from trellis.domain.messaging.rules.attachments import FOLDER, LONGEST_TYPE

_UNSENT = Q(message=None)


class Attachment(models.Model):
    """A file that somebody sends, or has uploaded to send it. Only who is in the room may have it."""

    privacy = Own(
        "uploader", erased=("file", "name"), kept={"media_type": "what kind of file it is, and nothing in it"}
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploader = models.ForeignKey(User, models.CASCADE, related_name="attachments")
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="attachments", db_index=False
    )
    # Of those of a message, from 0.
    position = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(storage=private_storage, upload_to=upload_path(FOLDER))
    name = models.CharField(max_length=LONGEST_NAME)
    media_type = models.CharField(max_length=LONGEST_TYPE)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="attachment_in_its_place"),
        ]
        indexes = [models.Index(fields=["created_at"], condition=_UNSENT, name="attachment_unsent")]

    def __str__(self) -> str:
        return f"{self.media_type} of {self.uploader_id}"
