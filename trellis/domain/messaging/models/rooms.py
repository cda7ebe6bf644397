"""Where people talk. Two people have one private room, whatever brought them together."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Shared
from trellis.domain.accounts.models import User


class Room(models.Model):
    """The private chat room of two people, who stand in it in the order of their ids."""

    privacy = Shared(("first", "second"))
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The unique constraint's index begins with this column.
    first = models.ForeignKey(User, models.CASCADE, related_name="rooms_as_first", db_index=False)
    second = models.ForeignKey(User, models.CASCADE, related_name="rooms_as_second")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="room_once_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="room_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
