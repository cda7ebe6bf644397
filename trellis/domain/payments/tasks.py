"""What becomes of payments in the background: what was asked for and not answered is asked for again."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.payments.models import Payment, Payout, Refund
from trellis.domain.payments.services import (
    attempts,
    closing,
    confirming,
    opening,
    payouts,
    refunding,
    webhooks,
)


@app.task(retry=RETRY)
def close_intent(*, payment_id: int) -> None:
    """Cancel at the gateway what nobody is to pay any more."""
    closing.close_intent(payment=Payment.objects.get(pk=payment_id), now=timezone.now())


@app.task(retry=RETRY)
def ask_refund(*, refund_id: int) -> None:
    """Ask the gateway for a refund."""
    refunding.ask_refund(refund=Refund.objects.get(pk=refund_id), now=timezone.now())


@app.task(retry=RETRY)
def ask_payout(*, payout_id: int) -> None:
    """Ask the gateway for a payout."""
    payouts.ask_payout(payout=Payout.objects.get(pk=payout_id), now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ask_for_intents")
def ask_for_intents(timestamp: int) -> None:
    """Ask again for the intents of which no answer has come."""
    opening.ask_unanswered(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ask_for_refunds")
def ask_for_refunds(timestamp: int) -> None:
    """Ask again for the refunds of which no answer has come."""
    refunding.ask_unanswered(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ask_for_payouts")
def ask_for_payouts(timestamp: int) -> None:
    """Ask again for the payouts of which no answer has come."""
    payouts.ask_unanswered(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="lapse_payments")
def lapse_payments(timestamp: int) -> None:
    """End the payments that are overdue."""
    closing.lapse_overdue(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="close_intents")
def close_intents(timestamp: int) -> None:
    """Cancel at the gateway what has ended here."""
    closing.close_cancelled(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="look_at_silent_payments")
def look_at_silent_payments(timestamp: int) -> None:
    """Look at the payments of which nothing was heard for long."""
    confirming.look_at_silent(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="look_at_silent_refunds")
def look_at_silent_refunds(timestamp: int) -> None:
    """Look at the refunds that were accepted long ago and are not done."""
    refunding.look_at_pending(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="look_at_silent_payouts")
def look_at_silent_payouts(timestamp: int) -> None:
    """Look at the payouts that were accepted long ago and are not done."""
    payouts.look_at_pending(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="try_waiting_events")
def try_waiting_events(timestamp: int) -> None:
    """Try again what gateways told of things that were not here yet."""
    webhooks.try_waiting_again(now=timezone.now())


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="begin_payouts")
def begin_payouts(timestamp: int) -> None:
    """Send people what they have earned."""
    payouts.begin_payouts(now=timezone.now())


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="remove_old_events_of_gateways")
def remove_old_events_of_gateways(timestamp: int) -> None:
    """Forget what gateways told long ago, and what the sandbox was asked then."""
    webhooks.remove_old(now=timezone.now())
    attempts.remove_old(now=timezone.now())
