"""The secret addresses of people's calendars."""

from django.db import models

from trellis.core.privacy import OPENS_DOORS, Own
from trellis.domain.accounts.models import User


class FeedToken(models.Model):
    """What opens a person's calendar feed to a calendar program, which knows no other way to sign in.

    Kept as it is, so that its owner can copy the address again: it opens nothing but what stands in this
    database beside it.
    """

    privacy = Own("user", erased=("token",), withheld={"token": OPENS_DOORS})
    user = models.ForeignKey(User, models.CASCADE, related_name="feed_tokens")
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(revoked_at=None), name="feed_token_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"
