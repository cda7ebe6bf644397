"""Who takes part in what."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application
from trellis.domain.learning.models.opportunities import Opportunity
from trellis.domain.learning.rules import limits
from trellis.domain.learning.rules.choices import EnrollmentStatus
from trellis.domain.mentorship.rules.rates import CURRENCY
from trellis.domain.payments.models import Payment


class Enrollment(models.Model):
    """Somebody takes part in something; in a job, they have applied for it."""

    privacy = Own("user", kept={"currency": "of the price, and says nothing of anybody"})
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="enrollments", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="enrollments", db_index=False)
    application = models.OneToOneField(
        Application, models.CASCADE, null=True, blank=True, related_name="enrollment"
    )
    status = models.CharField(max_length=12, choices=EnrollmentStatus, default=EnrollmentStatus.ENROLLED)
    # What it cost on that day; whoever owes it has no access yet.
    price_minor = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, default=CURRENCY)
    paid_at = models.DateTimeField(null=True, blank=True)
    # What has opened it, or had, before the money went back.
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, editable=False, related_name="enrollment"
    )
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    enrolled_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("user"), F("id").desc(), name="enrollment_of_user")]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "user"], name="enrollment_once"),
            models.CheckConstraint(condition=Q(status__in=EnrollmentStatus.values), name="enrollment_status"),
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__gte=limits.STARS.least, stars__lte=limits.STARS.most),
                name="enrollment_stars",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
