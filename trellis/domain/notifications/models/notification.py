"""What people are told."""

import uuid

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.rules.limits import LONGEST_TOPIC

_IS_UNREAD = Q(read_at=None)


class Notification(models.Model):
    """One thing that one person is told, until they have read it and after.

    What is told again of the same `topic` before it is read is one row: it says how often, and is as new as
    the last of it. So it takes its `number` anew, which says when a socket was first given it.
    """

    privacy = Own(
        "recipient",
        erased=("kind", "title", "body", "data", "links", "topic"),
        mentions=("title", "body"),
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The indexes below begin with this column.
    recipient = models.ForeignKey(User, models.CASCADE, related_name="notifications", db_index=False)
    # What happened, and what that is about for who switches notices on and off.
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=30, choices=Kind)
    topic = models.CharField(max_length=LONGEST_TOPIC, blank=True, default="")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    # [label, address] of each way that leads from it.
    links = models.JSONField(default=list, blank=True)
    count = models.PositiveIntegerField(default=1)
    # In the order in which they were committed; none until somebody asks (services/numbering.py).
    number = models.BigIntegerField(null=True, blank=True)
    # Whether it is in the list: not where its person has switched that off.
    is_listed = models.BooleanField(default=True)
    # Whether it came while its person wanted quiet.
    is_silent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notification_of_person"),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at=None, is_listed=True),
                name="notification_unread",
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(number=None, is_listed=True),
                name="notification_unnumbered",
            ),
        ]
        constraints = [
            # Its index finds those after a number.
            models.UniqueConstraint(fields=["recipient", "number"], name="notification_number"),
            # Its index finds whom a topic was told, too.
            models.UniqueConstraint(
                fields=["topic", "recipient", "kind"],
                condition=_IS_UNREAD & ~Q(topic=""),
                name="notification_one_of_topic",
            ),
        ]

    def __str__(self) -> str:
        return self.title
