"""One amount that one person is asked to pay for one thing."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Shared
from trellis.domain.accounts.models import User
from trellis.domain.payments.rules import limits
from trellis.domain.payments.rules.choices import OPEN, Misplaced, Status, SubjectKind
from trellis.domain.payments.rules.parts import Parts

OPEN_ONCE = "payment_open_once"
_OF_THE_GATEWAY = "of the gateway, and says nothing of anybody"
_IS_COMPLETED = Q(
    status=Status.COMPLETED,
    received_minor=F("amount_minor"),
    received_currency=F("currency"),
    misplaced="",
    succeeded_at__isnull=False,
)
_IS_MISPLACED = Q(
    status=Status.CANCELLED,
    received_minor__gt=0,
    misplaced__in=Misplaced.values,
    succeeded_at__isnull=False,
    house_minor=0,
    earned_minor=0,
)
_IS_UNPAID = ~Q(status=Status.COMPLETED) & Q(
    received_minor=0, received_currency="", misplaced="", succeeded_at=None
)


class Payment(models.Model):
    """What somebody pays, or has paid, by one intent at a gateway and as many cards as it takes.

    `public_id` is its key at the gateway. What came stands in `received_minor`, and what became of it in
    the columns below, which always add up to it; services/changes.py changes them under the row's lock.
    """

    privacy = Shared(
        ("payer", "payee"),
        erased={
            "title": ("payer", "payee"),
            **dict.fromkeys(("client_secret", "last_error", "next_action"), "payer"),
        },
        kept={
            **dict.fromkeys(("currency", "received_currency"), "of the amount, and says nothing of anybody"),
            **dict.fromkeys(("gateway", "intent_id"), _OF_THE_GATEWAY),
        },
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payer = models.ForeignKey(User, models.PROTECT, related_name="payments", db_index=False)
    # NULL where all of it is the house's.
    payee = models.ForeignKey(User, models.PROTECT, null=True, related_name="payments_to")
    subject_kind = models.CharField(max_length=12, choices=SubjectKind)
    subject_id = models.UUIDField()
    # What is paid, in words.
    title = models.CharField(max_length=limits.LONGEST_TITLE)
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    fee_minor = models.PositiveBigIntegerField()
    payout_minor = models.PositiveBigIntegerField()
    status = models.CharField(max_length=16, choices=Status, default=Status.CREATING)
    gateway = models.CharField(max_length=12)
    intent_id = models.CharField(max_length=limits.LONGEST_GATEWAY_ID, blank=True)
    client_secret = models.CharField(max_length=limits.LONGEST_SECRET, blank=True)
    # What the gateway said of the last card, and what the payer has to do next.
    last_error = models.CharField(max_length=limits.LONGEST_SENTENCE, blank=True)
    next_action = models.JSONField(null=True, blank=True)
    # Until when it can be paid; NULL for as long as it is wanted.
    due_at = models.DateTimeField(null=True)
    # Since when nobody can pay the intent any more: it succeeded, or is cancelled at the gateway, too.
    closed_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    received_minor = models.PositiveBigIntegerField(default=0)
    received_currency = models.CharField(max_length=3, blank=True)
    # Why what came is not what was asked for, and goes back.
    misplaced = models.CharField(max_length=10, choices=Misplaced, blank=True)
    # Not earned yet (or misplaced), earned by the house, earned by the payee, kept from them while somebody
    # complains, given back (also what is about to be), taken back by the payer's bank.
    held_minor = models.PositiveBigIntegerField(default=0)
    house_minor = models.PositiveBigIntegerField(default=0)
    earned_minor = models.PositiveBigIntegerField(default=0)
    frozen_minor = models.PositiveBigIntegerField(default=0)
    refunded_minor = models.PositiveBigIntegerField(default=0)
    disputed_minor = models.PositiveBigIntegerField(default=0)
    # To be given back as soon as the payer's bank has decided for the payee.
    owed_minor = models.PositiveBigIntegerField(default=0)
    earned_at = models.DateTimeField(null=True)
    # Set while it is disputed, and for good where the payer has won.
    disputed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("payer", F("id").desc(), name="payment_of_payer"),
            models.Index("subject_kind", "subject_id", name="payment_of_subject"),
            # What the clock looks after: there is little of it at any time.
            models.Index("updated_at", condition=Q(status__in=OPEN), name="payment_open"),
            models.Index(
                "updated_at", condition=Q(status=Status.CANCELLED, closed_at=None), name="payment_to_close"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_amount"),
            models.CheckConstraint(
                condition=Q(amount_minor=F("fee_minor") + F("payout_minor")), name="payment_shares"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="payment_status"),
            models.CheckConstraint(condition=Q(subject_kind__in=SubjectKind.values), name="payment_subject"),
            models.CheckConstraint(
                condition=_IS_COMPLETED | _IS_MISPLACED | _IS_UNPAID, name="payment_received"
            ),
            models.CheckConstraint(
                condition=Q(
                    received_minor=F("held_minor")
                    + F("house_minor")
                    + F("earned_minor")
                    + F("frozen_minor")
                    + F("refunded_minor")
                    + F("disputed_minor")
                ),
                name="payment_accounted",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=F("received_minor")), name="payment_refunded"
            ),
            models.CheckConstraint(
                condition=Q(payee__isnull=False) | Q(payout_minor=0, earned_minor=0, frozen_minor=0),
                name="payment_of_nobody",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], condition=Q(status__in=OPEN), name=OPEN_ONCE
            ),
            models.UniqueConstraint(
                fields=["gateway", "intent_id"], condition=~Q(intent_id=""), name="payment_intent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"

    @property
    def standing(self) -> Parts:
        """What there is of the money that can be given back, or disputed."""
        return Parts(self.held_minor, self.house_minor, self.earned_minor)
