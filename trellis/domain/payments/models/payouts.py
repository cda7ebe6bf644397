"""What people who are paid get, and where."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.payments.rules import limits
from trellis.domain.payments.rules.choices import UNFINISHED_PAYOUTS, PayoutStatus


class PayoutAccount(models.Model):
    """Where at the gateway somebody is paid out to; set by staff."""

    privacy = Own("user", erased=("account",))
    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="payout_account")
    account = models.CharField(max_length=limits.LONGEST_GATEWAY_ID)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(account=""), name="payout_account_named")]

    def __str__(self) -> str:
        return str(self.user_id)


class Payout(models.Model):
    """An amount that somebody has earned and is sent. `public_id` is its key at the gateway."""

    privacy = Shared(
        ("payee",),
        erased={"account": "payee"},
        kept=dict.fromkeys(("currency", "gateway", "gateway_id"), "says nothing of anybody"),
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payee = models.ForeignKey(User, models.PROTECT, related_name="payouts", db_index=False)
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=PayoutStatus, default=PayoutStatus.CREATING)
    gateway = models.CharField(max_length=12)
    gateway_id = models.CharField(max_length=limits.LONGEST_GATEWAY_ID, blank=True)
    # Where it goes, as it was when it was begun: its key names this attempt.
    account = models.CharField(max_length=limits.LONGEST_GATEWAY_ID, blank=True)
    accepted_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("payee", F("id").desc(), name="payout_of_payee"),
            models.Index("updated_at", condition=Q(status=PayoutStatus.CREATING), name="payout_to_ask"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_amount"),
            models.CheckConstraint(condition=Q(status__in=PayoutStatus.values), name="payout_status"),
            models.CheckConstraint(
                condition=Q(status=PayoutStatus.CREATING, accepted_at=None, failed_at=None)
                | Q(
                    status__in=(PayoutStatus.PENDING, PayoutStatus.PAID),
                    accepted_at__isnull=False,
                    failed_at=None,
                )
                | Q(status=PayoutStatus.FAILED, failed_at__isnull=False),
                name="payout_moments",
            ),
            models.UniqueConstraint(
                fields=["payee", "currency"],
                condition=Q(status__in=UNFINISHED_PAYOUTS),
                name="payout_one_at_once",
            ),
            models.UniqueConstraint(
                fields=["gateway", "gateway_id"], condition=~Q(gateway_id=""), name="payout_gateway_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"
