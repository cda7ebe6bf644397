"""Whom somebody does not want to hear from."""

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User


class Block(models.Model):
    """The blocker hears nothing of the other, who is not told; nothing new is agreed between them."""

    # Not the blocked one's: what an export told them would be told on.
    privacy = Own("blocker")
    # The unique constraint's index begins with this column.
    blocker = models.ForeignKey(User, models.CASCADE, related_name="blocks", db_index=False)
    blocked = models.ForeignKey(User, models.CASCADE, related_name="blocked_by")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="block_of_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} of {self.blocked_id}"
