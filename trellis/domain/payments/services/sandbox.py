"""What the sandbox does with intents and cards: as Stripe does it, with money that is none.

It plays a company outside: each verb refuses to be called inside a transaction and commits by itself.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from trellis.core.tasks import enqueue
from trellis.domain.payments.gateways.amounts import as_charged
from trellis.domain.payments.gateways.cards import NOT_PROVEN, REFUSED, Card, Fate, card_of
from trellis.domain.payments.gateways.refusals import CardDeclined, GatewayRefuses
from trellis.domain.payments.gateways.types import DisputeStatus, IntentStatus
from trellis.domain.payments.gateways.words import Words, dispute_in_words, intent_in_words
from trellis.domain.payments.models.sandbox import SandboxIntent
from trellis.domain.payments.services.attempts import LATER, new_id, once, stand_outside, tell

# Where an intent waits for its payer: only then can it be paid, and cancelled.
WAITING = frozenset({IntentStatus.REQUIRES_PAYMENT_METHOD, IntentStatus.REQUIRES_ACTION})
_TOO_FAR = "payment_intent_unexpected_state"


def create_intent(
    *, key: str, amount_minor: int, currency: str, reference: UUID, description: str, now: datetime
) -> Words:
    """Return a new intent; the description, which may name people, is not kept."""

    def act() -> Words:
        gateway_id = new_id("pi")
        return _in_words(
            SandboxIntent.objects.create(
                gateway_id=gateway_id,
                client_secret=f"{gateway_id}_secret_{new_id('s')}",
                reference=reference,
                amount_minor=as_charged(amount_minor, currency),
                currency=currency,
                created_at=now,
                updated_at=now,
            )
        )

    asked = {
        "create": str(reference),
        "amount": amount_minor,
        "currency": currency,
        "description": description,
    }
    return once(key=key, asked=asked, now=now, act=act)


def look(*, intent_id: str) -> Words:
    """Return how an intent stands."""
    stand_outside()
    return _in_words(_found(SandboxIntent.objects.filter(gateway_id=intent_id).first()))


def cancel(*, intent_id: str, now: datetime) -> Words:
    """Return an intent that nobody can pay any more; one that is charged, or being so, as it is."""
    stand_outside()
    with transaction.atomic():
        intent = locked_intent(intent_id)
        if intent.status in WAITING:
            _set(intent, IntentStatus.CANCELED, now=now)
            tell("payment_intent.canceled", _in_words(intent), now=now)
        return _in_words(intent)


def pay(*, intent_id: str, card: str, key: str, now: datetime) -> Words:
    """Try a card on an intent; raise CardDeclined where it is not taken, which the intent remembers."""
    kind = card_of(card)

    def act() -> Words:
        intent = locked_intent(intent_id)
        if intent.status not in WAITING:
            raise GatewayRefuses(code=_TOO_FAR)
        intent.card = kind
        if kind in REFUSED:
            _decline(intent, REFUSED[kind], now=now)
            raise CardDeclined(intent.last_error, code=intent.last_code)
        _take(intent, now=now)
        return _in_words(intent)

    # Of a card its fate counts as content: its number is not kept, not even as a digest.
    return once(key=key, asked={"pay": intent_id, "card": kind}, now=now, act=act)


def answer_step(*, intent_id: str, accept: bool, now: datetime) -> Words:
    """Do what a card asked for, or refuse to: then the intent waits for another one."""
    stand_outside()
    with transaction.atomic():
        intent = locked_intent(intent_id)
        if intent.status != IntentStatus.REQUIRES_ACTION:
            raise GatewayRefuses(code=_TOO_FAR)
        if accept:
            _succeed(intent, now=now)
        else:
            _decline(intent, NOT_PROVEN, now=now)
        return _in_words(intent)


def settle(*, intent_id: str, now: datetime, charged: bool = True) -> None:
    """Charge the card that took long, or decline it after all; called again it does nothing."""
    stand_outside()
    with transaction.atomic():
        intent = locked_intent(intent_id)
        if intent.status != IntentStatus.PROCESSING:
            return
        if charged:
            _succeed(intent, now=now)
        else:
            _decline(intent, REFUSED[Card.DECLINED], now=now)


def open_dispute(*, intent_id: str, now: datetime) -> None:
    """Have the payer's bank take the money back; called again it does nothing."""
    stand_outside()
    with transaction.atomic():
        intent = locked_intent(intent_id)
        if intent.status == IntentStatus.SUCCEEDED and not intent.dispute:
            _dispute(intent, DisputeStatus.OPEN, "charge.dispute.created", now=now)


def close_dispute(*, intent_id: str, won: bool, now: datetime) -> None:
    """Have the payer's bank decide, for the site or for the payer; called again it does nothing."""
    stand_outside()
    with transaction.atomic():
        intent = locked_intent(intent_id)
        if intent.dispute == DisputeStatus.OPEN:
            status = DisputeStatus.WON if won else DisputeStatus.LOST
            _dispute(intent, status, "charge.dispute.closed", now=now)


def locked_intent(intent_id: str) -> SandboxIntent:
    """Return an intent, locked until the transaction ends; raise GatewayRefuses where there is none."""
    return _found(SandboxIntent.objects.select_for_update().filter(gateway_id=intent_id).first())


def _found(intent: SandboxIntent | None) -> SandboxIntent:
    if intent is None:
        raise GatewayRefuses("There is no such payment.", code="resource_missing")
    return intent


def _take(intent: SandboxIntent, *, now: datetime) -> None:
    from trellis.domain.payments.gateways import tasks

    intent.last_error = intent.last_code = ""
    match intent.card:
        case Card.ASKS:
            _set(intent, IntentStatus.REQUIRES_ACTION, now=now)
            tell("payment_intent.requires_action", _in_words(intent), now=now)
        case Card.SLOW:
            _set(intent, IntentStatus.PROCESSING, now=now)
            tell("payment_intent.processing", _in_words(intent), now=now)
            enqueue(tasks.settle_intent, wait=LATER, intent_id=intent.gateway_id)
        case _:
            _succeed(intent, now=now)
            if intent.card == Card.DISPUTED:
                enqueue(tasks.dispute_intent, wait=LATER, intent_id=intent.gateway_id)


def _succeed(intent: SandboxIntent, *, now: datetime) -> None:
    intent.received_minor = intent.amount_minor
    _set(intent, IntentStatus.SUCCEEDED, now=now)
    tell("payment_intent.succeeded", _in_words(intent), now=now)


def _decline(intent: SandboxIntent, fate: Fate, *, now: datetime) -> None:
    intent.last_error, intent.last_code = fate.sentence, fate.code
    _set(intent, IntentStatus.REQUIRES_PAYMENT_METHOD, now=now)
    tell("payment_intent.payment_failed", _in_words(intent), now=now)


def _set(intent: SandboxIntent, status: IntentStatus, *, now: datetime) -> None:
    intent.status, intent.updated_at = status, now
    intent.save(update_fields=["status", "card", "received_minor", "last_error", "last_code", "updated_at"])


def _dispute(intent: SandboxIntent, status: DisputeStatus, kind: str, *, now: datetime) -> None:
    intent.dispute, intent.updated_at = status, now
    intent.save(update_fields=["dispute", "updated_at"])
    tell(kind, dispute_in_words(intent), now=now)


def _in_words(intent: SandboxIntent) -> Words:
    return intent_in_words(intent, site=settings.TRELLIS_PUBLIC_URL)
