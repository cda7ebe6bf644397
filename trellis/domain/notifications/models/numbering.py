"""Up to which number each person's notifications are counted."""

from django.db import models

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User


class Numbering(models.Model):
    """The last number that one of a person's notifications has. Its row lock puts readers in order."""

    privacy = Own("person")
    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    last_number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.last_number}"
