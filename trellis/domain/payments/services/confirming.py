"""The one step of a payment's states: what an intent says is taken over, whoever brings it, however often.

docs/decisions/payments.md says why states move by rank and when the gateway is asked.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q

from trellis.core.db.columns import write_columns
from trellis.core.db.errors import retried_once
from trellis.domain.payments import events
from trellis.domain.payments.gateways import gateway_named
from trellis.domain.payments.gateways.types import Intent, IntentStatus
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules.choices import OPEN, RefundReason, Status
from trellis.domain.payments.rules.limits import LONGEST_SENTENCE
from trellis.domain.payments.rules.states import is_end, is_open, misplaced, standing_of
from trellis.domain.payments.services.changes import lock_payment
from trellis.domain.payments.services.posting import post_misplaced, post_received
from trellis.domain.payments.services.refunding import begin_refund
from trellis.domain.payments.services.rounds import for_each

log = structlog.get_logger("trellis.payments")
# How often it is looked again when others change the payment meanwhile.
_TRIES = 3
# An open payment of which nothing was heard for so long is looked at, for as long as that; one that is being
# charged until that is over.
_SILENT_FOR = timedelta(minutes=10)
_LOOKED_AT_FOR = timedelta(days=3)


@retried_once
def apply_intent(*, payment_id: int, intent: Intent, now: datetime) -> Payment:
    """Take over what an intent says, under the payment's lock, and return the payment as it is then.

    The money is posted and what follows from it happens in the same transaction. Money comes once: what was
    asked for completes the payment; another amount or currency, or money for a payment that was given up,
    is given back in full by itself. An end stays an end, so late news change nothing. Of open states the
    last that is brought stands.
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        _take_over(payment, intent, now)
    return payment


def look(*, payment: Payment, now: datetime) -> Payment:
    """Ask the gateway how a payment's intent stands, take that over and return the payment.

    One whose intent is closed is returned as it is. Raises GatewayAway.
    """
    for _ in range(_TRIES):
        current = Payment.objects.get(pk=payment.pk)
        if current.closed_at is not None or not current.intent_id:
            return current
        intent = gateway_named(current.gateway).intent(current.intent_id)
        if is_end(intent.status):
            return apply_intent(payment_id=current.pk, intent=intent, now=now)
        taken = _take_over_unchanged(current, intent, now)
        if taken is not None:
            return taken
    # Each time somebody looked later than we did.
    return Payment.objects.get(pk=payment.pk)


def look_at_silent(*, now: datetime) -> None:
    """Look at open payments of which nothing was heard for long: what the gateway told may be lost."""
    silent = Payment.objects.filter(
        Q(created_at__gt=now - _LOOKED_AT_FOR) | Q(status=Status.PROCESSING),
        status__in=[status for status in OPEN if status != Status.CREATING],
        updated_at__lte=now - _SILENT_FOR,
    )
    for_each(silent, lambda payment: look(payment=payment, now=now))


@retried_once
def _take_over_unchanged(seen: Payment, intent: Intent, now: datetime) -> Payment | None:
    """Take over an open state unless the payment was changed since: then this one may be the older."""
    with transaction.atomic():
        payment = lock_payment(seen.pk)
        if payment.version != seen.version:
            return None
        _take_over(payment, intent, now)
    return payment


def _take_over(payment: Payment, intent: Intent, now: datetime) -> None:
    named: dict[str, str] = {}
    if not payment.intent_id:
        named = {"intent_id": intent.id, "client_secret": intent.client_secret}
    elif intent.id != payment.intent_id:
        # Made anew after the gateway had forgotten the key; nobody was ever given its secret.
        log.error("another intent of a payment", payment=str(payment.public_id), status=intent.status)
        return
    if is_open(payment.status) and not is_end(intent.status):
        _stand(payment, intent, now, named)
        return
    if named:
        write_columns(payment, now, **named)
    match intent.status:
        case IntentStatus.SUCCEEDED:
            _receive(payment, intent, now)
        case IntentStatus.CANCELED:
            _close(payment, now)


def _receive(payment: Payment, intent: Intent, now: datetime) -> None:
    """Take in the money, once."""
    if payment.received_minor:
        return
    received = (intent.amount_received_minor, intent.currency)
    asked = (payment.amount_minor, payment.currency)
    why = misplaced(status=payment.status, asked=asked, received=received)
    was_open = is_open(payment.status)
    into = "house_minor" if payment.payee_id is None and not why else "held_minor"
    write_columns(
        payment,
        now,
        status=Status.CANCELLED if why else Status.COMPLETED,
        misplaced=why or "",
        received_minor=received[0],
        received_currency=received[1],
        succeeded_at=now,
        closed_at=now,
        earned_at=now if into == "house_minor" else None,
        last_error="",
        next_action=None,
        **{into: received[0]},
    )
    if why:
        _give_back(payment, now, was_open=was_open)
        return
    post_received(payment, now)
    events.payment_completed.publish(actor_id=None, subject=payment, data={}, now=now)


def _give_back(payment: Payment, now: datetime, *, was_open: bool) -> None:
    post_misplaced(payment, now)
    begin_refund(payment=payment, amount_minor=payment.received_minor, reason=RefundReason.MISPLACED, now=now)
    if was_open:
        events.payment_cancelled.publish(actor_id=None, subject=payment, data={"why": "misplaced"}, now=now)
    events.payment_misplaced.publish(actor_id=None, subject=payment, data={}, now=now)


def _close(payment: Payment, now: datetime) -> None:
    """Note that nobody can pay any more."""
    if payment.closed_at is not None:
        return
    was_open = is_open(payment.status)
    write_columns(payment, now, status=Status.CANCELLED, closed_at=now, next_action=None)
    if was_open:
        events.payment_cancelled.publish(actor_id=None, subject=payment, data={"why": "gateway"}, now=now)


def _stand(payment: Payment, intent: Intent, now: datetime, named: dict[str, str]) -> None:
    status = standing_of(intent.status)
    error = intent.last_error[:LONGEST_SENTENCE] if status == Status.PENDING else ""
    is_news = error and (payment.status, payment.last_error) != (status, error)
    write_columns(payment, now, status=status, last_error=error, next_action=intent.next_action, **named)
    if is_news:
        events.payment_declined.publish(actor_id=payment.payer_id, subject=payment, data={}, now=now)
