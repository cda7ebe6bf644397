"""What comes later in the sandbox, and what it tells. Running any of it twice changes nothing."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.payments.services import delivering, sandbox, sandbox_money


@app.task(retry=RETRY)
def deliver_event(*, event_id: int) -> None:
    """Deliver an event, signed, as Stripe would to the webhook."""
    delivering.deliver(event_id=event_id, now=timezone.now())


@app.task(retry=RETRY)
def settle_intent(*, intent_id: str) -> None:
    """Charge the card that took long."""
    sandbox.settle(intent_id=intent_id, now=timezone.now())


@app.task(retry=RETRY)
def dispute_intent(*, intent_id: str) -> None:
    """Have the payer's bank dispute what was paid."""
    sandbox.open_dispute(intent_id=intent_id, now=timezone.now())


@app.task(retry=RETRY)
def fail_refund(*, refund_id: str) -> None:
    """Have a refund come back that was accepted."""
    sandbox_money.fail_refund(refund_id=refund_id, now=timezone.now())


@app.task(retry=RETRY)
def fail_payout(*, payout_id: str) -> None:
    """Have a payout come back that was paid."""
    sandbox_money.fail_payout(payout_id=payout_id, now=timezone.now())
