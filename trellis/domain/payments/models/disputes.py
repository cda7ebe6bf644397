"""That somebody says a payment was not right."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Shared
from trellis.domain.accounts.models import User
from trellis.domain.payments.models.payments import Payment
from trellis.domain.payments.rules import limits
from trellis.domain.payments.rules.choices import DisputeKind, DisputeStatus
from trellis.domain.payments.rules.parts import Parts


class Dispute(models.Model):
    """The payer's bank has taken the money back, or a person complains and staff decide.

    A bank's takes the amount away until it is won; of a person's the payee's share is kept from them.
    """

    privacy = Shared(
        ("payment__payer", "payment__payee", "opened_by", "closed_by"),
        erased={"reason": ("payment__payer", "payment__payee")},
        kept={"gateway_id": "says nothing of anybody"},
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="disputes")
    kind = models.CharField(max_length=8, choices=DisputeKind)
    status = models.CharField(max_length=8, choices=DisputeStatus, default=DisputeStatus.OPEN)
    amount_minor = models.PositiveBigIntegerField()
    held_minor = models.PositiveBigIntegerField()
    house_minor = models.PositiveBigIntegerField()
    earned_minor = models.PositiveBigIntegerField()
    # What the bank takes above what is left of the payment, since it has been given back: the house's loss.
    excess_minor = models.PositiveBigIntegerField(default=0)
    # A word of the bank's, or what staff wrote.
    reason = models.TextField(blank=True)
    gateway_id = models.CharField(max_length=limits.LONGEST_GATEWAY_ID, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    amount_minor=F("held_minor") + F("house_minor") + F("earned_minor") + F("excess_minor")
                ),
                name="dispute_parts",
            ),
            models.CheckConstraint(condition=Q(kind__in=DisputeKind.values), name="dispute_kind"),
            models.CheckConstraint(
                condition=Q(status=DisputeStatus.OPEN, closed_at=None)
                | Q(status__in=(DisputeStatus.WON, DisputeStatus.LOST), closed_at__isnull=False),
                name="dispute_status",
            ),
            models.CheckConstraint(
                condition=Q(kind=DisputeKind.BANK) & ~Q(gateway_id="")
                | Q(kind=DisputeKind.PERSON, gateway_id=""),
                name="dispute_of_whom",
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(status=DisputeStatus.OPEN, kind=DisputeKind.PERSON),
                name="dispute_open_once",
            ),
            models.UniqueConstraint(
                fields=["gateway_id"], condition=~Q(gateway_id=""), name="dispute_gateway_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"

    @property
    def parts(self) -> Parts:
        """Of what it is taken."""
        return Parts(self.held_minor, self.house_minor, self.earned_minor)
