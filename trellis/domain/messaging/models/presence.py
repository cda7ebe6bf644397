"""Who is connected just now."""

from django.db import models

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User


class Presence(models.Model):
    """That somebody has a socket open in one process, which says so again while that is so.

    A process that is killed says nothing more: the row stays for a while, and counts no more.
    """

    privacy = Own("person")
    # The unique constraint's index begins with this column.
    person = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    process = models.UUIDField()
    # Without an index, so that a refreshed row is written in its own page.
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "process"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.process}"
