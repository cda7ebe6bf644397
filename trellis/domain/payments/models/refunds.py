"""What goes back of a payment."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Shared
from trellis.domain.accounts.models import User
from trellis.domain.payments.models.payments import Payment
from trellis.domain.payments.rules import limits
from trellis.domain.payments.rules.choices import UNFINISHED_REFUNDS, RefundReason, RefundStatus
from trellis.domain.payments.rules.parts import Parts


class Refund(models.Model):
    """An amount that goes back to who paid. `public_id` is its key at the gateway.

    It is taken off what is left of the payment when it is begun, and posted when the gateway accepts it.
    """

    privacy = Shared(
        ("payment__payer", "payment__payee", "begun_by"),
        kept=dict.fromkeys(("currency", "gateway_id"), "says nothing of anybody"),
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    # Of what it is taken: what nobody has earned, and the shares of the house and the payee.
    held_minor = models.PositiveBigIntegerField()
    house_minor = models.PositiveBigIntegerField()
    earned_minor = models.PositiveBigIntegerField()
    status = models.CharField(max_length=10, choices=RefundStatus, default=RefundStatus.CREATING)
    reason = models.CharField(max_length=10, choices=RefundReason)
    gateway_id = models.CharField(max_length=limits.LONGEST_GATEWAY_ID, blank=True)
    # Whoever of the staff began it.
    begun_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    accepted_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            # What the clock looks after: there is little of it at any time.
            models.Index("updated_at", condition=Q(status__in=UNFINISHED_REFUNDS), name="refund_unfinished"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_amount"),
            models.CheckConstraint(
                condition=Q(amount_minor=F("held_minor") + F("house_minor") + F("earned_minor")),
                name="refund_parts",
            ),
            models.CheckConstraint(condition=Q(status__in=RefundStatus.values), name="refund_status"),
            models.CheckConstraint(condition=Q(reason__in=RefundReason.values), name="refund_reason"),
            models.CheckConstraint(
                condition=Q(status=RefundStatus.CREATING, accepted_at=None, failed_at=None)
                | Q(
                    status__in=(RefundStatus.PENDING, RefundStatus.SUCCEEDED),
                    accepted_at__isnull=False,
                    failed_at=None,
                )
                | Q(status=RefundStatus.FAILED, failed_at__isnull=False),
                name="refund_moments",
            ),
            models.UniqueConstraint(
                fields=["gateway_id"], condition=~Q(gateway_id=""), name="refund_gateway_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"

    @property
    def parts(self) -> Parts:
        """Of what it is taken."""
        return Parts(self.held_minor, self.house_minor, self.earned_minor)
