"""What people tell staff of messages, what staff decide, and who may not write for a while."""

import uuid

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models.messages import Message
from trellis.domain.messaging.rules.reports import LONGEST_REPORT, LONGEST_WHY, Reason, Status

_OPEN = Q(status=Status.OPEN)
_DECIDED = Q(status__in=(Status.DISMISSED, Status.REMOVED, Status.SILENCED))


class Report(models.Model):
    """Somebody says that a message should not be; staff decide once for all who say so of it.

    It is the reporter's row: who wrote the message never learns that there is one.
    """

    privacy = Own("reporter", erased=("text",), stays="staff decide on it, and answer for what they decided")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None once the message is too old to be kept.
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="reports")
    # Who wrote it.
    about = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="reports_about")
    reporter = models.ForeignKey(User, models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=20, choices=Reason)
    text = models.TextField(max_length=LONGEST_REPORT, blank=True, verbose_name="what the reporter says")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        permissions = [("moderate_messages", "Can read reported messages and decide on them")]
        constraints = [
            models.UniqueConstraint(fields=["reporter", "message"], condition=_OPEN, name="report_open_once"),
            models.CheckConstraint(
                condition=(_OPEN & Q(decided_at=None)) | (_DECIDED & Q(decided_at__isnull=False)),
                name="report_decided",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], condition=_OPEN, name="report_waits")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.get_status_display()}"


class FormerText(models.Model):
    """What a message said before it was changed: staff who are told of it see that, too, for a while."""

    privacy = Own("message__sender", erased=("text",))
    message = models.ForeignKey(Message, models.CASCADE, related_name="former_texts")
    text = models.TextField()
    until = models.DateTimeField(verbose_name="said until")

    class Meta:
        indexes = [models.Index(fields=["until"], name="former_text_age")]

    def __str__(self) -> str:
        return f"of {self.message_id}"


class Silence(models.Model):
    """Somebody may write nothing for a while; they are told so, and may read on."""

    privacy = Own("person", erased=("why",))
    person = models.ForeignKey(User, models.CASCADE, related_name="silences")
    begins_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: for good.")
    # They are told this.
    why = models.CharField(max_length=LONGEST_WHY)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("begins_at")), name="silence_has_a_length"
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.person_id}"
