"""Packages that somebody has bought: several sessions at one price, of which some are yet to be booked."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Shared
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models.mentors import Mentor
from trellis.domain.mentorship.rules import limits
from trellis.domain.payments.models import Payment


class BundleStatus(models.TextChoices):
    """Where a package stands that somebody buys: waiting to be paid, of use, or over."""

    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"


class Bundle(models.Model):
    """A package as it was bought: what the mentor changes of theirs afterwards changes nothing in it.

    Each session takes its part of `unused_minor` along as its price, and brings it back if it goes back.
    """

    privacy = Shared(
        ("mentee", "mentor__user"), kept={"currency": "of the price, and says nothing of anybody"}
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="bundles", db_index=False)
    mentee = models.ForeignKey(User, models.PROTECT, related_name="bundles", db_index=False)
    # The mentor's package, whatever has become of it.
    package_id = models.UUIDField(editable=False)
    sessions = models.PositiveSmallIntegerField()
    # How long each is.
    session_minutes = models.PositiveSmallIntegerField()
    price_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    sessions_left = models.PositiveSmallIntegerField()
    unused_minor = models.PositiveIntegerField()
    # Its sessions are over by then.
    valid_until = models.DateTimeField()
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, editable=False, related_name="bundle")
    status = models.CharField(max_length=10, choices=BundleStatus, default=BundleStatus.PENDING)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("mentee", F("created_at").desc(), name="bundle_of_mentee"),
            models.Index("mentor", F("created_at").desc(), name="bundle_of_mentor"),
            models.Index("valid_until", condition=Q(status="active"), name="bundle_to_end"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=BundleStatus.values), name="bundle_status"),
            models.CheckConstraint(
                condition=Q(sessions__range=limits.PACKAGE_SESSIONS, sessions_left__lte=F("sessions")),
                name="bundle_sessions",
            ),
            models.CheckConstraint(
                condition=Q(price_minor__gt=0, unused_minor__lte=F("price_minor")), name="bundle_price"
            ),
            # What no session is left for is nobody's to spend.
            models.CheckConstraint(
                condition=Q(sessions_left__gt=0) | Q(unused_minor=0), name="bundle_used_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.sessions_left} of {self.sessions}"
