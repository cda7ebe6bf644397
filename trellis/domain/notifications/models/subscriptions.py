"""Browsers that somebody wants to be told on, though no page of ours is open in them."""

from django.db import models

from trellis.core.post.push.encryption import LONGEST_KEY
from trellis.core.post.push.endpoints import LONGEST_ENDPOINT
from trellis.core.privacy import Own
from trellis.domain.accounts.models import TokenFamily, User
from trellis.domain.notifications.rules.limits import LONGEST_USER_AGENT

_WHY = "whoever has it could write to the browser"


class PushSubscription(models.Model):
    """A browser at its push service, of who signed in there last. It ends with that sign-in."""

    privacy = Own(
        "person",
        erased=("endpoint", "p256dh", "auth", "user_agent"),
        withheld=dict.fromkeys(("endpoint", "p256dh", "auth"), _WHY),
    )
    person = models.ForeignKey(User, models.CASCADE, related_name="push_subscriptions")
    family = models.ForeignKey(TokenFamily, models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=LONGEST_ENDPOINT)
    # What is encrypted for it, as it gave them: its public key, and a secret.
    p256dh = models.CharField(max_length=LONGEST_KEY)
    auth = models.CharField(max_length=LONGEST_KEY)
    user_agent = models.CharField(max_length=LONGEST_USER_AGENT, blank=True, default="")
    created_at = models.DateTimeField()
    # Since when its service refuses what we send; NULL while it takes it.
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["endpoint"], name="push_endpoint_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.created_at:%Y-%m-%d %H:%M}"
