"""What somebody lets others see of them."""

from django.db import models

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User


class Manners(models.Model):
    """Somebody's own choice; who has no row has made none, and lets both be seen."""

    privacy = Own("person")
    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="manners")
    # Whether who writes to them learns that they have read it.
    read_receipts = models.BooleanField(default=True)
    # Whether those they talk to see that they are there.
    show_presence = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "manners"

    def __str__(self) -> str:
        return f"of {self.person_id}"
