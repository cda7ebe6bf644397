"""What gateways tell by themselves: in any order, more than once, and perhaps of what is not ours.

Each event of ours is kept by its id, and is taken over once; what it says is taken over by services that
bear being told twice. docs/decisions/payments.md says what is believed and what is asked.
"""

from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction

from trellis.domain.payments.gateways import gateway, gateway_named
from trellis.domain.payments.gateways.refusals import GatewayRefuses
from trellis.domain.payments.gateways.types import (
    Gateway,
    GatewayDispute,
    GatewayEvent,
    GatewayPayout,
    GatewayRefund,
    Intent,
)
from trellis.domain.payments.models import KeptEvent, Payment, Payout, Refund
from trellis.domain.payments.refusals import NotPaid
from trellis.domain.payments.rules.choices import PayoutStatus, RefundStatus
from trellis.domain.payments.rules.kept import about_of, dispute_in, payout_in, refund_in
from trellis.domain.payments.rules.states import is_end
from trellis.domain.payments.services.confirming import apply_intent, look
from trellis.domain.payments.services.disputes import apply_dispute
from trellis.domain.payments.services.payouts import apply_payout
from trellis.domain.payments.services.refunding import adopt_refund, apply_refund, ask_refund
from trellis.domain.payments.services.rounds import for_each, log

# Gateways send again what was answered badly for three days; what waits longer waits for nothing.
_TRIED_FOR = timedelta(days=3)
_KEPT_FOR = timedelta(days=60)


class Outcome(Enum):
    """What became of an event."""

    FOREIGN = "foreign"  # of something that is none of ours
    NOT_YET = "not yet"  # of something of ours that is not here yet
    APPLIED = "applied"


def receive(*, body: bytes, signature: str, now: datetime) -> None:
    """Take in what a gateway has sent, once for its id; raise BadSignature.

    What is about nothing of ours leaves no trace. What is about something of ours that is not here yet is
    kept, and a job tries it again. Any other exception means that it was not taken in: answered with 5xx,
    it comes again.
    """
    current = gateway()
    event = current.read_event(body, signature, now=now)
    if KeptEvent.objects.filter(gateway=current.name, event_id=event.id, applied_at__isnull=False).exists():
        return
    outcome = _apply(current, event.intent, event.refund, event.dispute, event.payout, now)
    if outcome is not Outcome.FOREIGN:
        _keep(current, event, now, is_applied=outcome is Outcome.APPLIED)


def try_waiting_again(*, now: datetime) -> None:
    """Try again the events of what was not here yet, for some days."""
    waiting = KeptEvent.objects.filter(applied_at=None, received_at__gt=now - _TRIED_FOR)
    for_each(waiting, lambda kept: _try_again(kept, now))


def remove_old(*, now: datetime) -> None:
    """Forget events of long ago; those that were never taken in are left for people to see."""
    KeptEvent.objects.filter(applied_at__lt=now - _KEPT_FOR).delete()


def _apply(
    current: Gateway,
    intent: Intent | None,
    refund: GatewayRefund | None,
    dispute: GatewayDispute | None,
    payout: GatewayPayout | None,
    now: datetime,
) -> Outcome:
    if intent is not None:
        return _apply_intent(current, intent, now)
    if refund is not None:
        return _apply_refund(current, refund, now)
    if dispute is not None:
        return _apply_dispute(current, dispute, now)
    return Outcome.FOREIGN if payout is None else _apply_payout(current, payout, now)


def _apply_intent(current: Gateway, intent: Intent, now: datetime) -> Outcome:
    if intent.reference is None:
        return Outcome.FOREIGN
    payment = Payment.objects.filter(gateway=current.name, public_id=intent.reference).first()
    if payment is None or payment.intent_id not in ("", intent.id):
        return Outcome.NOT_YET
    # An end is believed, whenever it comes. Of what is no end an event cannot say whether it is the last
    # word: its moment has whole seconds, and a late one looks like any other. So that is asked.
    if is_end(intent.status) or not payment.intent_id:
        payment = apply_intent(payment_id=payment.pk, intent=intent, now=now)
    if not is_end(intent.status):
        look(payment=payment, now=now)
    return Outcome.APPLIED


def _apply_refund(current: Gateway, told: GatewayRefund, now: datetime) -> Outcome:
    payment = _payment_of(current, told.intent_id)
    if payment is None:
        return Outcome.FOREIGN
    if not Refund.objects.filter(gateway_id=told.id).exists():
        _ask_for_refunds(payment, now)
    refund = Refund.objects.filter(gateway_id=told.id).first()
    if refund is not None:
        apply_refund(refund_id=refund.pk, told=told, now=now)
        return Outcome.APPLIED
    if payment.refunds.filter(status=RefundStatus.CREATING).exists():
        return Outcome.NOT_YET
    look(payment=payment, now=now)
    adopt_refund(payment_id=payment.pk, told=told, now=now)
    return Outcome.APPLIED


def _apply_dispute(current: Gateway, told: GatewayDispute, now: datetime) -> Outcome:
    payment = _payment_of(current, told.intent_id)
    if payment is None:
        return Outcome.FOREIGN
    # What was paid, and what went back, has to be known before: the bank takes the rest.
    look(payment=payment, now=now)
    _ask_for_refunds(payment, now)
    try:
        apply_dispute(payment_id=payment.pk, told=told, now=now)
    except NotPaid:
        return Outcome.NOT_YET
    return Outcome.APPLIED


def _apply_payout(current: Gateway, told: GatewayPayout, now: datetime) -> Outcome:
    payouts = Payout.objects.filter(gateway=current.name)
    payout = payouts.filter(gateway_id=told.id).first()
    if payout is None and told.reference is not None:
        payout = payouts.filter(public_id=told.reference, gateway_id="").first()
        if payout is None:
            return Outcome.NOT_YET
    if payout is None:
        unanswered = payouts.filter(status=PayoutStatus.CREATING)
        return Outcome.NOT_YET if unanswered.exists() else Outcome.FOREIGN
    apply_payout(payout_id=payout.pk, told=told, now=now)
    return Outcome.APPLIED


def _payment_of(current: Gateway, intent_id: str) -> Payment | None:
    """Return the payment of an intent, also where the answer that named the intent was lost."""
    if not intent_id:
        return None
    payments = Payment.objects.filter(gateway=current.name)
    payment = payments.filter(intent_id=intent_id).first()
    if payment is not None:
        return payment
    try:
        reference = current.intent(intent_id).reference
    except GatewayRefuses:
        return None
    return None if reference is None else payments.filter(public_id=reference).first()


def _ask_for_refunds(payment: Payment, now: datetime) -> None:
    """Ask again for the refunds whose answers were lost: what the gateway tells may be of them."""
    for refund in payment.refunds.filter(status=RefundStatus.CREATING).order_by("pk"):
        ask_refund(refund=refund, now=now)


def _keep(current: Gateway, event: GatewayEvent, now: datetime, *, is_applied: bool) -> None:
    applied_at = now if is_applied else None
    with transaction.atomic():
        KeptEvent.objects.update_or_create(
            gateway=current.name,
            event_id=event.id,
            defaults={"applied_at": applied_at} if is_applied else {},
            create_defaults={
                "type": event.type,
                "about": about_of(event),
                "received_at": now,
                "applied_at": applied_at,
            },
        )


def _try_again(kept: KeptEvent, now: datetime) -> None:
    current = gateway_named(kept.gateway)
    about = kept.about
    intent = current.intent(about["intent"]) if "intent" in about else None
    outcome = _apply(current, intent, refund_in(about), dispute_in(about), payout_in(about), now)
    if outcome is Outcome.FOREIGN:
        log.info("event of nothing of ours", event_id=kept.event_id)
        kept.delete()
    elif outcome is Outcome.APPLIED:
        KeptEvent.objects.filter(pk=kept.pk, applied_at=None).update(applied_at=now)
