"""Payments as this door shows them to who pays (soosh-api.md, section 7)."""

from typing import Any, get_args

from rest_framework import serializers

from trellis.apis.soosh.bookings.output import WORDS
from trellis.apis.soosh.payments.subjects import Subject
from trellis.core.links import link_to
from trellis.core.writing.money import as_number
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules.paying import has_receipt
from trellis.domain.payments.rules.states import Shown, shown

STATUSES = list(get_args(Shown))


class BookingOfPayment(serializers.Serializer[Any]):
    """The session that a payment is for."""

    id = serializers.UUIDField()
    mentor_name = serializers.CharField()
    status = serializers.ChoiceField(choices=list(WORDS.values()))


class EnrollmentOfPayment(serializers.Serializer[Any]):
    """What a payment lets somebody take part in; it opens with the money."""

    id = serializers.UUIDField()
    opportunity_id = serializers.UUIDField()
    is_open = serializers.BooleanField()


class PackageOfPayment(serializers.Serializer[Any]):
    """The sessions that somebody has bought together."""

    id = serializers.UUIDField()
    mentor_name = serializers.CharField()
    sessions = serializers.IntegerField()
    sessions_left = serializers.IntegerField()


class PaymentIntentOutput(serializers.Serializer[Any]):
    """An intent that can be paid: in the app by `client_secret`, or on the page at `payment_url`.

    `pay_until` is when what is held for it is let go; null for what has no end.
    """

    payment_id = serializers.UUIDField()
    client_secret = serializers.CharField()
    amount = serializers.FloatField()
    platform_fee = serializers.FloatField()
    mentor_payout = serializers.FloatField()
    payment_intent_id = serializers.CharField()
    currency = serializers.CharField()
    status = serializers.ChoiceField(choices=STATUSES)
    payment_url = serializers.URLField()
    pay_until = serializers.DateTimeField(allow_null=True)


class PaymentOutput(serializers.Serializer[Any]):
    """How a payment stands. `next_action` is what the payer's bank asks for, null where it asks nothing."""

    payment_id = serializers.UUIDField()
    payment_intent_id = serializers.CharField()
    status = serializers.ChoiceField(choices=STATUSES)
    amount = serializers.FloatField()
    currency = serializers.CharField()
    next_action = serializers.JSONField(allow_null=True)
    payment_url = serializers.URLField()
    receipt_url = serializers.URLField(allow_null=True)
    booking = BookingOfPayment(allow_null=True)
    enrollment = EnrollmentOfPayment(allow_null=True)
    package = PackageOfPayment(allow_null=True)


class PastPaymentOutput(serializers.Serializer[Any]):
    """A payment of one's own. `receipt_url` is for a browser; null until it has been paid."""

    id = serializers.UUIDField()
    amount = serializers.FloatField()
    currency = serializers.CharField()
    status = serializers.ChoiceField(choices=STATUSES)
    booking = BookingOfPayment(allow_null=True)
    created_at = serializers.DateTimeField()
    receipt_url = serializers.URLField(allow_null=True)
    enrollment = EnrollmentOfPayment(allow_null=True)
    package = PackageOfPayment(allow_null=True)
    description = serializers.CharField()
    refunded_amount = serializers.FloatField()
    paid_at = serializers.DateTimeField(allow_null=True)
    payment_url = serializers.URLField()


def intent_json(payment: Payment) -> dict[str, Any]:
    """Return a payment as PaymentIntentOutput has it."""
    shares = {"amount": payment.amount_minor, "platform_fee": payment.fee_minor}
    shares["mentor_payout"] = payment.payout_minor
    facts = {
        "payment_id": payment.public_id,
        "client_secret": payment.client_secret,
        **{name: as_number(minor, payment.currency) for name, minor in shares.items()},
        "payment_intent_id": payment.intent_id,
        "currency": payment.currency,
        "status": word_for(payment),
        "payment_url": page_of(payment),
        "pay_until": payment.due_at,
    }
    return dict(PaymentIntentOutput(facts).data)


def payment_json(payment: Payment, subject: Subject) -> dict[str, Any]:
    """Return a payment as PaymentOutput has it."""
    facts = {
        "payment_id": payment.public_id,
        "payment_intent_id": payment.intent_id,
        "status": word_for(payment),
        "amount": as_number(payment.amount_minor, payment.currency),
        "currency": payment.currency,
        "next_action": payment.next_action,
        "payment_url": page_of(payment),
        "receipt_url": receipt_of(payment),
        **subject,
    }
    return dict(PaymentOutput(facts).data)


def past_json(payment: Payment, subject: Subject) -> dict[str, Any]:
    """Return a payment as PastPaymentOutput has it."""
    facts = {
        "id": payment.public_id,
        "amount": as_number(payment.amount_minor, payment.currency),
        "currency": payment.currency,
        "status": word_for(payment),
        "created_at": payment.created_at,
        "receipt_url": receipt_of(payment),
        "description": payment.title,
        "refunded_amount": as_number(payment.refunded_minor, payment.received_currency or payment.currency),
        "paid_at": payment.succeeded_at,
        "payment_url": page_of(payment),
        **subject,
    }
    return dict(PastPaymentOutput(facts).data)


def word_for(payment: Payment) -> str:
    """Return this door's word for where a payment stands."""
    return shown(
        status=payment.status,
        is_disputed=payment.disputed_at is not None,
        received_minor=payment.received_minor,
        refunded_minor=payment.refunded_minor,
    )


def page_of(payment: Payment) -> str:
    """Return the address of the page on which it can be paid, and where it is shown."""
    return link_to("web:pay-payment", payment_id=payment.public_id)


def receipt_of(payment: Payment) -> str | None:
    """Return where a browser finds the receipt; None while there is none."""
    return link_to("web:receipt", payment_id=payment.public_id) if has_receipt(payment) else None
