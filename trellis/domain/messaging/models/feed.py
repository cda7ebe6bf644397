"""What somebody's devices are to learn, in one order for all of them."""

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models.messages import Message
from trellis.domain.messaging.models.rooms import Room
from trellis.domain.messaging.rules.feed import Kind


class Feed(models.Model):
    """How many entries somebody's feed has had. Its row is locked by who adds one."""

    privacy = Own("person")
    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="feed")
    last_number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.last_number}"


class FeedEntry(models.Model):
    """One thing that somebody's devices are to learn; what it is about stands in the rows that it names.

    Numbers are in the order of commits and without a gap, so that who has the last one has missed nothing.
    """

    privacy = Own("person", kept={"kind": "a choice"})
    # The unique constraint's index begins with this column.
    person = models.ForeignKey(User, models.CASCADE, related_name="feed_entries", db_index=False)
    number = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="+")
    # What was read or seen: messages with numbers after the one, up to the other.
    after = models.BigIntegerField(null=True, blank=True)
    up_to = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feed entries"
        constraints = [
            models.UniqueConstraint(fields=["person", "number"], name="feed_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="feed_number_counts"),
        ]
        indexes = [models.Index(fields=["at"], name="feed_age")]

    def __str__(self) -> str:
        return f"{self.number} of {self.person_id}: {self.kind}"
