"""Payments for these tests, by the sandbox; and what must hold of all of them, whatever happened."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from trellis.core.processes import wait_until
from trellis.domain.accounts.models import User
from trellis.domain.ledger.models import AccountKind, Entry
from trellis.domain.ledger.queries import sealed_through
from trellis.domain.ledger.services.sealing import seal
from trellis.domain.payments.gateways.refusals import GatewayAway
from trellis.domain.payments.gateways.sandbox import Sandbox, signed
from trellis.domain.payments.gateways.types import Intent, IntentStatus
from trellis.domain.payments.gateways.words import event_in_words
from trellis.domain.payments.models import Dispute, Payment, Payout, Refund
from trellis.domain.payments.models.sandbox import SandboxEvent
from trellis.domain.payments.rules.choices import (
    DisputeKind,
    DisputeStatus,
    PayoutStatus,
    RefundReason,
    RefundStatus,
    SubjectKind,
)
from trellis.domain.payments.services.confirming import apply_intent, look
from trellis.domain.payments.services.earning import earn
from trellis.domain.payments.services.opening import ask_gateway, open_payment
from trellis.domain.payments.services.refunding import begin_refund
from trellis.domain.payments.services.webhooks import receive
from trellis.launcher.ledger.running import RunningBooks
from trellis.launcher.ledger.verifying import Verification

NOW = datetime(2027, 2, 1, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GOOD, DECLINED, ASKS = "4242424242424242", "4000000000000002", "4000002500003155"
K = AccountKind


def person(name: str) -> User:
    found = User.objects.filter(username=name).first()
    return found or User.objects.create(username=name, email=f"{name}@example.com", first_name=name.title())


def opened(
    amount: int = 7500, currency: str = "USD", *, payee: str | None = "sarah", **changes: Any
) -> Payment:
    """Open a payment of Ann's, as the transaction of what is paid for does."""
    said: dict[str, Any] = {
        "payer": person("ann"),
        "payee": person(payee) if payee else None,
        "subject_kind": SubjectKind.BOOKING,
        "subject_id": uuid4(),
        "title": "A session with Sarah",
        "amount_minor": amount,
        "currency": currency,
        "due_at": NOW + 15 * MINUTE,
        "now": NOW,
    }
    with transaction.atomic():
        return open_payment(**{**said, **changes})


def asked(*arguments: Any, **changes: Any) -> Payment:
    """Open one whose intent is there."""
    return ask_gateway(payment=opened(*arguments, **changes), now=NOW)


def paid(*arguments: Any, **changes: Any) -> Payment:
    """Open one and pay it with a good card."""
    payment = asked(*arguments, **changes)
    pay(payment)
    return look(payment=payment, now=NOW)


def earned(*arguments: Any, **changes: Any) -> Payment:
    """Open one that is paid and earned."""
    payment = paid(*arguments, **changes)
    with transaction.atomic():
        earn(payment=payment, now=NOW)
    return fresh(payment)


def pay(payment: Payment, card: str = GOOD, *, key: str = "") -> Intent:
    return Sandbox().pay(payment.intent_id, card=card, key=key or str(uuid4()))


def refund(payment: Payment, amount: int, reason: RefundReason = RefundReason.CANCELLED) -> Refund | None:
    with transaction.atomic():
        return begin_refund(payment=payment, amount_minor=amount, reason=reason, now=NOW)


def fresh(payment: Payment) -> Payment:
    return Payment.objects.get(pk=payment.pk)


def succeed(payment: Payment, *, amount: int | None = None, currency: str | None = None) -> Payment:
    """Take over an intent that succeeded, whatever the gateway would say of it."""
    return apply_intent(
        payment_id=payment.pk, intent=intent_of(payment, amount=amount, currency=currency), now=NOW
    )


def intent_of(
    payment: Payment,
    status: IntentStatus = IntentStatus.SUCCEEDED,
    *,
    amount: int | None = None,
    currency: str | None = None,
    last_error: str = "",
) -> Intent:
    came = payment.amount_minor if amount is None else amount
    return Intent(
        id=payment.intent_id or f"pi_{payment.public_id}",
        client_secret="s",
        status=status,
        amount_minor=came,
        amount_received_minor=came if status == IntentStatus.SUCCEEDED else 0,
        currency=currency or payment.currency,
        reference=payment.public_id,
        last_error=last_error,
    )


def told(kind: str = "") -> list[SandboxEvent]:
    """Return what the sandbox has told, in order, of a kind or of all."""
    rows = SandboxEvent.objects.order_by("pk")
    return list(rows.filter(type=kind) if kind else rows)


def deliver(event: SandboxEvent, now: datetime = NOW) -> None:
    """Deliver it, signed now."""
    body = json.dumps(event_in_words(event)).encode()
    receive(body=body, signature=signed(body, now=now), now=now)


def silent(patch: pytest.MonkeyPatch, verb: str, *, after: bool) -> list[str]:
    """Have the sandbox not answer: before it does what is asked, or after. Returns the keys it was given."""
    real: Callable[..., Any] = getattr(Sandbox, verb)
    keys: list[str] = []

    def unanswered(self: Sandbox, *arguments: Any, **named: Any) -> Any:
        keys.append(named.get("key", ""))
        if after:
            real(self, *arguments, **named)
        raise GatewayAway

    patch.setattr(Sandbox, verb, unanswered)
    return keys


@contextmanager
def counted(patch: pytest.MonkeyPatch, verb: str) -> Iterator[list[str]]:
    """Note the keys of what the sandbox is asked, and let it answer."""
    real: Callable[..., Any] = getattr(Sandbox, verb)
    keys: list[str] = []

    def answered(self: Sandbox, *arguments: Any, **named: Any) -> Any:
        keys.append(named.get("key", ""))
        return real(self, *arguments, **named)

    with patch.context() as patched:
        patched.setattr(Sandbox, verb, answered)
        yield keys


def balances() -> dict[tuple[str, int | None, str], int]:
    """Return what the ledger has on each account that is not empty."""
    rows = (
        Entry.objects.order_by()
        .values_list("account__kind", "account__user_id", "account__currency")
        .annotate(sum=Sum("amount_minor"))
    )
    return {(kind, user, currency): total for kind, user, currency, total in rows if total}


def balance(kind: AccountKind, user: User | None = None, currency: str = "USD") -> int:
    return balances().get((kind, None if user is None else user.pk, currency), 0)


def assert_books_agree() -> None:
    """The ledger has, to the minor unit, what the rows of payments say; so it balances, too."""
    expected: Counter[tuple[str, int | None, str]] = Counter()
    for payment in Payment.objects.exclude(received_minor=0):
        payee, currency = payment.payee_id, payment.received_currency
        held = (K.SUSPENSE, None, currency) if payment.misplaced else (K.HELD, payee, currency)
        waiting = payment.refunds.filter(status=RefundStatus.CREATING).aggregate(
            held=Sum("held_minor", default=0),
            house=Sum("house_minor", default=0),
            earned=Sum("earned_minor", default=0),
        )
        expected[held] += payment.held_minor + waiting["held"]
        expected[K.FEES, None, currency] += payment.house_minor + waiting["house"]
        expected[K.EARNED, payee, currency] += payment.earned_minor + waiting["earned"]
        expected[K.FROZEN, payee, currency] += payment.frozen_minor
    away = Dispute.objects.filter(kind=DisputeKind.BANK).exclude(status=DisputeStatus.WON)
    for dispute in away.select_related("payment"):
        expected[K.FEES, None, dispute.payment.received_currency] -= dispute.excess_minor
    for payout in Payout.objects.filter(status__in=(PayoutStatus.PENDING, PayoutStatus.PAID)):
        expected[K.EARNED, payout.payee_id, payout.currency] -= payout.amount_minor
    for (_, _, currency), amount in list(expected.items()):
        expected[K.OUTSIDE, None, currency] -= amount
    assert {account: amount for account, amount in expected.items() if amount} == balances()


def assert_chain_is_whole() -> None:
    """Every entry can be sealed, and the walk of `trellis ledger verify` finds no fault."""

    def is_sealed() -> bool:
        seal(now=NOW)
        return not Entry.objects.filter(pk__gt=sealed_through()).exists()

    assert wait_until(is_sealed, timeout=300)
    connection.ensure_connection()
    with transaction.atomic():
        verification = Verification(RunningBooks(connection.connection))
        assert list(verification.faults()) == []
    assert (verification.entry_count, verification.unsealed_count) == (Entry.objects.count(), 0)
