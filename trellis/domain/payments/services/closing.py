"""How a payment ends that nobody wants any more: given up here, then cancelled at the gateway."""

from datetime import datetime, timedelta

from django.db import transaction

from trellis.core.db.columns import write_columns
from trellis.core.tasks import enqueue
from trellis.domain.payments import events
from trellis.domain.payments.gateways import gateway_named
from trellis.domain.payments.gateways.refusals import GatewayRefuses
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules.choices import OPEN, Status
from trellis.domain.payments.rules.states import is_open
from trellis.domain.payments.services.changes import lock_payment
from trellis.domain.payments.services.confirming import apply_intent
from trellis.domain.payments.services.rounds import for_each

# What is paid for ends its own payments when they are due; the clock ends what was forgotten.
_GRACE = timedelta(minutes=5)
# One that is being charged cannot be cancelled yet.
_AGAIN_AFTER = timedelta(minutes=1)


def give_up(*, payment: Payment, now: datetime) -> None:
    """End a payment that is no longer wanted, in a transaction; a job cancels its intent at the gateway.

    Money that comes all the same is given back in full by itself. One that has ended stays as it is: whoever
    gives up one that is completed refunds it.
    """
    _end(payment.pk, "given_up", now)


def lapse_overdue(*, now: datetime) -> None:
    """End the payments that could be paid until some time ago, and that nobody gave up."""
    overdue = Payment.objects.filter(status__in=OPEN, due_at__lte=now - _GRACE)
    for_each(overdue, lambda payment: _end(payment.pk, "lapsed", now))


def close_intent(*, payment: Payment, now: datetime) -> Payment:
    """Cancel at the gateway the intent of a payment that has ended here, and take over what it answers.

    One that has been paid is given back in full by that. Raises GatewayAway.
    """
    current = Payment.objects.get(pk=payment.pk)
    if current.status != Status.CANCELLED or current.closed_at is not None:
        return current
    if not current.intent_id:
        return _close_unanswered(current, now)
    intent = gateway_named(current.gateway).cancel_intent(
        current.intent_id, key=f"{current.public_id}-cancel"
    )
    return apply_intent(payment_id=current.pk, intent=intent, now=now)


def close_cancelled(*, now: datetime) -> None:
    """Cancel at the gateway what has ended here and is not closed there."""
    waiting = Payment.objects.filter(
        status=Status.CANCELLED,
        closed_at=None,
        updated_at__lte=now - _AGAIN_AFTER,
    )
    for_each(waiting, lambda payment: close_intent(payment=payment, now=now))


def _end(payment_id: int, why: events.Why, now: datetime) -> None:
    from trellis.domain.payments.tasks import close_intent

    with transaction.atomic():
        payment = lock_payment(payment_id)
        if not is_open(payment.status):
            return
        write_columns(payment, now, status=Status.CANCELLED, next_action=None)
        events.payment_cancelled.publish(actor_id=None, subject=payment, data={"why": why}, now=now)
        enqueue(close_intent, payment_id=payment.pk)


def _close_unanswered(payment: Payment, now: datetime) -> Payment:
    """Find the intent whose answer was lost, by the same key, so that it can be cancelled.

    Where the gateway refuses it there is none, or, since the title was erased, another was asked for; nobody
    was ever given its secret, so that nobody can pay it.
    """
    try:
        intent = gateway_named(payment.gateway).create_intent(
            key=str(payment.public_id),
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            reference=payment.public_id,
            description=payment.title,
        )
    except GatewayRefuses:
        return _close_refused(payment.pk, now)
    found = apply_intent(payment_id=payment.pk, intent=intent, now=now)
    return close_intent(payment=found, now=now) if found.intent_id else found


def _close_refused(payment_id: int, now: datetime) -> Payment:
    with transaction.atomic():
        payment = lock_payment(payment_id)
        if payment.closed_at is None and not payment.intent_id:
            write_columns(payment, now, closed_at=now)
    return payment
