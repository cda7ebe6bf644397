"""The sandbox: a gateway with the states of Stripe, which moves money that is none."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from trellis.domain.payments.gateways import reading
from trellis.domain.payments.gateways.signatures import sign, verify
from trellis.domain.payments.gateways.types import GatewayEvent, GatewayPayout, GatewayRefund, Intent
from trellis.domain.payments.services import sandbox, sandbox_money


class Sandbox:
    """What is asked of the sandbox, and how it is answered."""

    name = "sandbox"

    def create_intent(
        self, *, key: str, amount_minor: int, currency: str, reference: UUID, description: str
    ) -> Intent:
        """Return a new intent."""
        said = sandbox.create_intent(
            key=key,
            amount_minor=amount_minor,
            currency=currency,
            reference=reference,
            description=description,
            now=timezone.now(),
        )
        return _intent(said)

    def intent(self, intent_id: str) -> Intent:
        """Return how an intent stands."""
        return _intent(sandbox.look(intent_id=intent_id))

    def cancel_intent(self, intent_id: str, *, key: str) -> Intent:
        """Return an intent that nobody can pay any more, or one that has gone too far for that, as it is."""
        return _intent(sandbox.cancel(intent_id=intent_id, now=timezone.now()))

    def refund(self, *, key: str, intent_id: str, amount_minor: int) -> GatewayRefund:
        """Give so much back."""
        said = sandbox_money.refund(
            key=key, intent_id=intent_id, amount_minor=amount_minor, now=timezone.now()
        )
        return reading.refund_of(said)

    def pay_out(
        self, *, key: str, account: str, amount_minor: int, currency: str, reference: UUID
    ) -> GatewayPayout:
        """Send so much to an account."""
        said = sandbox_money.pay_out(
            key=key,
            account=account,
            amount_minor=amount_minor,
            currency=currency,
            reference=reference,
            now=timezone.now(),
        )
        return reading.transfer_of(said, site=settings.TRELLIS_PUBLIC_URL)

    def refund_of(self, refund_id: str) -> GatewayRefund:
        """Return how a refund stands."""
        return reading.refund_of(sandbox_money.look_at_refund(refund_id=refund_id))

    def payout_of(self, payout_id: str) -> GatewayPayout:
        """Return how a payout stands."""
        said = sandbox_money.look_at_payout(payout_id=payout_id)
        return reading.transfer_of(said, site=settings.TRELLIS_PUBLIC_URL)

    def read_event(self, body: bytes, signature: str, *, now: datetime) -> GatewayEvent:
        """Return what the sandbox has sent."""
        verify(body, signature, secrets=[webhook_secret()], now=now)
        return reading.event_of(body, site=settings.TRELLIS_PUBLIC_URL)

    def pay(self, intent_id: str, *, card: str, key: str) -> Intent:
        """Try a card, as the payer's browser does at Stripe; raise CardDeclined where it is not taken."""
        return _intent(sandbox.pay(intent_id=intent_id, card=card, key=key, now=timezone.now()))

    def answer_step(self, intent_id: str, *, accept: bool) -> Intent:
        """Do what a card asked for, or refuse to; raise GatewayRefuses where it asks for nothing."""
        return _intent(sandbox.answer_step(intent_id=intent_id, accept=accept, now=timezone.now()))


def webhook_secret() -> str:
    """Return what this instance's sandbox signs with: whoever has the instance's key has it."""
    return salted_hmac("trellis.domain.payments.gateways.sandbox", "webhook").hexdigest()


def signed(body: bytes, *, now: datetime) -> str:
    """Return the signature that the sandbox sends along with a body."""
    return sign(body, secret=webhook_secret(), now=now)


def _intent(said: dict[str, Any]) -> Intent:
    return reading.intent_of(said, site=settings.TRELLIS_PUBLIC_URL)
