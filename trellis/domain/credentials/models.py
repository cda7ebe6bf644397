"""What somebody can show to strangers: badges, the papers made of them, the keys that signed them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Nobody, Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.credentials.rules import limits
from trellis.domain.credentials.rules.choices import Kind, State
from trellis.domain.learning.rules.choices import Difficulty


class Badge(models.Model):
    """That something is so of somebody, as it was on that day: what it says never changes, it only ends.

    `source` says of which row it is, in words that its list of sources has; of what is valid, once.
    """

    privacy = Shared(
        ("user", "by"),
        erased={
            **dict.fromkeys(("recipient_name", "title", "end_reason"), "user"),
            "text": ("user", "by"),
            "by_name": ("by", "user"),
        },
        words={"end_reason": (), "text": ("by",), "by_name": ("by",)},
        kept={
            "code": "drawn, and says nothing of anybody",
            "source": "public ids of rows, which are erased themselves",
        },
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=limits.LONGEST_CODE, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="badges", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=limits.LONGEST_SOURCE)
    # Who has said it, where it was somebody.
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    # One for all badges of the same course or step.
    achievement_id = models.UUIDField()
    recipient_name = models.CharField(max_length=limits.LONGEST_NAME, blank=True)
    title = models.CharField(max_length=limits.LONGEST_TITLE, blank=True)
    by_name = models.CharField(max_length=limits.LONGEST_NAME, blank=True)
    text = models.TextField(blank=True)
    level = models.CharField(max_length=12, choices=Difficulty, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    # Days of whose it is.
    started_on = models.DateField(null=True, blank=True)
    earned_on = models.DateField()
    issued_at = models.DateTimeField()
    is_shown = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.VALID)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    status_list = models.PositiveIntegerField()
    status_index = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(F("user"), F("id").desc(), name="badge_of_user"),
            models.Index("status_list", "issued_at", name="badge_of_list"),
            models.Index(
                "status_list",
                "status_index",
                condition=~Q(state=State.VALID),
                name="badge_ended",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "source"], condition=~Q(state=State.WITHDRAWN), name="badge_once"
            ),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="badge_status_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="badge_kind"),
            models.CheckConstraint(
                condition=Q(state=State.VALID, ended_at=None)
                | Q(state__in=[State.WITHDRAWN, State.REVOKED], ended_at__isnull=False, is_shown=False),
                name="badge_state",
            ),
            models.CheckConstraint(
                condition=Q(
                    status_index__gte=limits.STATUS_INDEX.least, status_index__lte=limits.STATUS_INDEX.most
                ),
                name="badge_status_index",
            ),
            models.CheckConstraint(
                condition=Q(level="") | Q(level__in=Difficulty.values), name="badge_level"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class _Certificates(models.Manager["Certificate"]):
    def get_queryset(self) -> models.QuerySet["Certificate"]:
        return super().get_queryset().filter(kind=Kind.COURSE)


class Certificate(Badge):
    """The badge of a course that is done; it comes by itself."""

    KIND: ClassVar[Kind] = Kind.COURSE
    objects = _Certificates()  # type: ignore[misc]

    class Meta:
        proxy = True


class Paper(models.Model):
    """That these bytes were handed out as the paper of a badge: of the bytes only their digest is kept."""

    privacy = Own("badge__user", erased=("digest",))
    badge = models.ForeignKey(Badge, models.CASCADE, related_name="papers")
    digest = models.CharField(max_length=limits.LONGEST_DIGEST, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.badge} {self.digest[:8]}"


class SigningKey(models.Model):
    """The public part of a key that badges are signed with, or were. The private one is a setting."""

    privacy = Nobody("the public keys of the site")
    # By what it is (RFC 7638).
    thumbprint = models.CharField(max_length=limits.LONGEST_KEY, unique=True)
    public = models.CharField(max_length=limits.LONGEST_KEY, unique=True)
    first_used_at = models.DateTimeField()
    # Since when what it has signed proves nothing; whatever else becomes of a key, its badges hold.
    compromised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-first_used_at", "-pk"]

    def __str__(self) -> str:
        return self.thumbprint
