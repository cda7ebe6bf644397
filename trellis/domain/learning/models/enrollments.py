"""Who takes part in what, and how far they have come with it."""

import uuid

from django.contrib.postgres.fields import ArrayField
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

    privacy = Own(
        "user",
        kept={
            "currency": "of the price, and says nothing of anybody",
            "lessons": "numbers: go with the row",
        },
    )
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
    # How far they have come. None of it ever falls.
    lessons = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    total_lessons = models.PositiveSmallIntegerField(null=True, blank=True)
    percentage = models.FloatField(default=0)
    minutes_spent = models.PositiveIntegerField(default=0)
    last_accessed_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(percentage__gte=limits.PERCENTAGE.least, percentage__lte=limits.PERCENTAGE.most),
                name="enrollment_percentage",
            ),
            models.CheckConstraint(
                condition=Q(status=EnrollmentStatus.COMPLETED, completed_at__isnull=False)
                | ~Q(status=EnrollmentStatus.COMPLETED),
                name="enrollment_completed_at",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
