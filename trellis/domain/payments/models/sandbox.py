"""What the sandbox knows: it plays a company outside, so that no table of ours leads here."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Nobody
from trellis.domain.payments.gateways.cards import Card
from trellis.domain.payments.gateways.types import (
    DisputeStatus,
    IntentStatus,
    PayoutStatus,
    RefundStatus,
)

_LONGEST_ID = 60
_NAMELESS = Nobody("amounts and ids of the sandbox; of a card only what becomes of it, of an account nothing")


class SandboxIntent(models.Model):
    """One attempt to be paid."""

    privacy = _NAMELESS
    gateway_id = models.CharField(max_length=_LONGEST_ID, unique=True)
    client_secret = models.CharField(max_length=_LONGEST_ID * 2)
    reference = models.UUIDField()
    status = models.CharField(
        max_length=30, choices=IntentStatus, default=IntentStatus.REQUIRES_PAYMENT_METHOD
    )
    amount_minor = models.BigIntegerField()
    received_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    # The last one that was tried.
    card = models.CharField(max_length=20, choices=Card, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    last_code = models.CharField(max_length=60, blank=True)
    dispute = models.CharField(max_length=10, choices=DisputeStatus, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="sandbox_intent_amount"),
            models.CheckConstraint(
                condition=Q(status="succeeded", received_minor=F("amount_minor"))
                | ~Q(status="succeeded") & Q(received_minor=0),
                name="sandbox_intent_received",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("received_minor")),
                name="sandbox_intent_refunded",
            ),
        ]

    def __str__(self) -> str:
        return self.gateway_id


class SandboxRefund(models.Model):
    """Money that went back, or is said to."""

    privacy = _NAMELESS
    gateway_id = models.CharField(max_length=_LONGEST_ID, unique=True)
    intent = models.ForeignKey(SandboxIntent, models.CASCADE, related_name="refunds")
    status = models.CharField(max_length=10, choices=RefundStatus)
    amount_minor = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="sandbox_refund_amount")]

    def __str__(self) -> str:
        return self.gateway_id


class SandboxPayout(models.Model):
    """Money that went to an account, or is said to."""

    privacy = _NAMELESS
    gateway_id = models.CharField(max_length=_LONGEST_ID, unique=True)
    reference = models.UUIDField(unique=True)
    status = models.CharField(max_length=10, choices=PayoutStatus)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="sandbox_payout_amount")]

    def __str__(self) -> str:
        return self.gateway_id


class SandboxKey(models.Model):
    """What was asked under a key of the caller's, and what was answered: committed with its effect."""

    privacy = _NAMELESS
    key = models.CharField(max_length=255, unique=True)
    digest = models.CharField(max_length=64)
    answer: Any = models.JSONField()
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class SandboxEvent(models.Model):
    """What the sandbox tells by itself: a job signs and delivers it."""

    privacy = _NAMELESS
    gateway_id = models.CharField(max_length=_LONGEST_ID, unique=True)
    type = models.CharField(max_length=60)
    data: Any = models.JSONField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.type} {self.gateway_id}"
