"""The other side of each gateway: what payers, banks and time do there, in the same words for all."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from tests.stripe_fake import Fake
from tests.stripe_fake.account import ASKS, DISPUTED, GOOD, KEEPS, SLOW
from trellis.domain.payments.gateways.cards import CARDS, Card
from trellis.domain.payments.gateways.refusals import CardDeclined
from trellis.domain.payments.gateways.sandbox import Sandbox, webhook_secret
from trellis.domain.payments.gateways.signatures import sign
from trellis.domain.payments.gateways.stripe import Stripe
from trellis.domain.payments.gateways.types import Gateway, GatewayEvent
from trellis.domain.payments.gateways.words import event_in_words
from trellis.domain.payments.models import SandboxEvent, SandboxIntent, SandboxPayout, SandboxRefund
from trellis.domain.payments.services import sandbox, sandbox_money

SECRET, NEXT_SECRET = "whsec_of_the_tests", "whsec_that_comes_next"
SITE = "http://localhost:8000"
_METHODS = {
    Card.GOOD: GOOD,
    Card.DECLINED: "pm_card_chargeDeclined",
    Card.WITHOUT_FUNDS: "pm_card_chargeDeclinedInsufficientFunds",
    Card.EXPIRED: "pm_card_chargeDeclinedExpiredCard",
    Card.ASKS: ASKS,
    Card.SLOW: SLOW,
    Card.DISPUTED: DISPUTED,
    Card.KEEPS: KEEPS,
}
_NUMBERS = {card: number for number, card in CARDS.items()}


class Side(Protocol):
    """What a test does where our code does nothing."""

    gateway: Gateway
    secret: str

    def pay(self, intent_id: str, card: Card) -> None:
        """Try a card; the intent says whether it was taken."""

    def answer_step(self, intent_id: str, *, accept: bool) -> None:
        """Do what the card asked for, or close the window."""

    def settle(self, intent_id: str) -> None:
        """Have a card that takes long be charged."""

    def decline(self, intent_id: str) -> None:
        """Have a card that takes long be declined in the end."""

    def dispute(self, intent_id: str) -> None:
        """Have the payer's bank take the money back."""

    def win(self, intent_id: str) -> None:
        """Have the payer's bank decide for the site."""

    def fail_refund(self, refund_id: str) -> None:
        """Have a refund come back."""

    def fail_payout(self, payout_id: str) -> None:
        """Have a payout come back."""

    def forget_keys(self) -> None:
        """Let so much time pass that no key is remembered."""

    def counts(self) -> tuple[int, int, int]:
        """Return how many intents, refunds and payouts were made."""

    def told(self) -> Sequence[dict[str, Any]]:
        """Return what was told by itself, in order."""

    def read(self, event: dict[str, Any]) -> GatewayEvent:
        """Return what our code reads of it."""


class _Reading:
    gateway: Gateway
    secret: str

    def read(self, event: dict[str, Any]) -> GatewayEvent:
        now = timezone.now()
        return self.gateway.read_event(*sent(event, secret=self.secret, now=now), now=now)


class SandboxSide(_Reading):
    """The sandbox's."""

    gateway: Sandbox

    def __init__(self) -> None:
        self.gateway = Sandbox()
        self.secret = webhook_secret()

    def pay(self, intent_id: str, card: Card) -> None:
        with suppress(CardDeclined):
            self.gateway.pay(intent_id, card=_NUMBERS[card], key=f"pay-{intent_id}-{card}")

    def answer_step(self, intent_id: str, *, accept: bool) -> None:
        self.gateway.answer_step(intent_id, accept=accept)

    def settle(self, intent_id: str) -> None:
        sandbox.settle(intent_id=intent_id, now=timezone.now())

    def decline(self, intent_id: str) -> None:
        sandbox.settle(intent_id=intent_id, now=timezone.now(), charged=False)

    def dispute(self, intent_id: str) -> None:
        sandbox.open_dispute(intent_id=intent_id, now=timezone.now())

    def win(self, intent_id: str) -> None:
        sandbox.close_dispute(intent_id=intent_id, won=True, now=timezone.now())

    def fail_refund(self, refund_id: str) -> None:
        sandbox_money.fail_refund(refund_id=refund_id, now=timezone.now())

    def fail_payout(self, payout_id: str) -> None:
        sandbox_money.fail_payout(payout_id=payout_id, now=timezone.now())

    def forget_keys(self) -> None:
        """It remembers them for ever."""

    def counts(self) -> tuple[int, int, int]:
        tables = SandboxIntent, SandboxRefund, SandboxPayout
        intents, refunds, payouts = (table.objects.count() for table in tables)
        return intents, refunds, payouts

    def told(self) -> Sequence[dict[str, Any]]:
        return [event_in_words(row) for row in SandboxEvent.objects.order_by("id")]


class FakeSide(_Reading):
    """That of Stripe, as the fake of the tests plays it."""

    secret = SECRET

    def __init__(self, fake: Fake) -> None:
        self.fake = fake
        self.account = fake.account
        self.gateway = stripe_at(fake.url)

    def pay(self, intent_id: str, card: Card) -> None:
        said = {"payment_method": _METHODS[card]}
        self.fake.browse("POST", f"/v1/payment_intents/{intent_id}/confirm", said)

    def answer_step(self, intent_id: str, *, accept: bool) -> None:
        self.account.authenticate(intent_id, accept=accept)

    def settle(self, intent_id: str) -> None:
        self.account.settle(intent_id)

    def decline(self, intent_id: str) -> None:
        self.account.settle(intent_id, charged=False)

    def dispute(self, intent_id: str) -> None:
        self.account.dispute(intent_id)

    def win(self, intent_id: str) -> None:
        self.account.dispute(intent_id, status="won")

    def fail_refund(self, refund_id: str) -> None:
        self.account.fail_refund(refund_id)

    def fail_payout(self, payout_id: str) -> None:
        self.account.reverse(payout_id)

    def forget_keys(self) -> None:
        self.fake.forget_keys()

    def counts(self) -> tuple[int, int, int]:
        return len(self.account.intents), len(self.account.refunds), len(self.account.transfers)

    def told(self) -> Sequence[dict[str, Any]]:
        return self.account.events


def stripe_at(url: str) -> Stripe:
    """Return the gateway that takes what answers at an address for Stripe."""
    return Stripe(key="sk_test_of_the_tests", secrets=[NEXT_SECRET, SECRET], site=SITE, address=url)


def sent(event: dict[str, Any], *, secret: str, now: datetime) -> tuple[bytes, str]:
    """Return an event as it is sent: its body, and the header that signs it."""
    body = json.dumps(event).encode()
    return body, sign(body, secret=secret, now=now)
