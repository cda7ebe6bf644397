"""Who an account's owner is elsewhere, and the keys by which it is told there."""

from django.db import models

from trellis.core.db.addresses import AddressField
from trellis.core.privacy import Nobody, Own
from trellis.domain.accounts.models import User
from trellis.domain.identities.rules.claims import LONGEST_SUBJECT


class Identity(models.Model):
    """Somebody at a provider, who opens an account here; the address is only what is said of them there."""

    privacy = Own("user", erased=("subject", "email"), kept={"issuer": "a provider's name of itself"})
    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=100)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    # As it was told last, "" if it never was.
    email = AddressField(blank=True, default="")
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "identities"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.issuer}"


class PublishedKeys(models.Model):
    """Keys that somebody publishes, as they were fetched last: for all processes, and while they are away."""

    privacy = Nobody("keys that are published for everybody")
    url = models.CharField(max_length=300, primary_key=True)
    document = models.JSONField(null=True, blank=True)
    asked_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "published keys"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(document=None, fetched_at=None)
                | models.Q(document__isnull=False, fetched_at__isnull=False),
                name="published_keys_fetched",
            )
        ]

    def __str__(self) -> str:
        return self.url
