"""What the clock does: it finds again what nobody finished, and one bad row keeps no other waiting."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.domain.payments.world import (
    asked,
    assert_books_agree,
    balances,
    counted,
    fresh,
    opened,
    pay,
    silent,
)
from trellis.domain.payments import tasks
from trellis.domain.payments.gateways.types import (
    DisputeStatus,
    GatewayDispute,
    GatewayEvent,
    GatewayPayout,
    GatewayRefund,
    PayoutStatus,
    RefundStatus,
)
from trellis.domain.payments.models import Payment, Payout, Refund
from trellis.domain.payments.rules.choices import Status
from trellis.domain.payments.rules.kept import about_of, dispute_in, payout_in, refund_in
from trellis.domain.payments.services import opening
from trellis.domain.payments.services.closing import give_up
from trellis.domain.payments.services.earning import earn

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(hours=1)


def aged(payment: Payment) -> Payment:
    """Have it been an hour since anything was heard of a payment, which has no end."""
    then = timezone.now() - LONG_AGO
    Payment.objects.filter(pk=payment.pk).update(created_at=then, updated_at=then)
    return fresh(payment)


def test_by_the_clock_alone_a_payment_is_asked_for_paid_earned_and_paid_out() -> None:
    payment = aged(opened(due_at=None))
    tasks.ask_for_intents(timestamp=0)
    pay(fresh(payment))
    aged(payment)
    tasks.look_at_silent_payments(timestamp=0)
    with transaction.atomic():
        earn(payment=payment, now=timezone.now())
    tasks.begin_payouts(timestamp=0)
    Payout.objects.update(updated_at=timezone.now() - LONG_AGO)
    tasks.ask_for_payouts(timestamp=0)
    assert Payout.objects.get().amount_minor == 6375
    assert_books_agree()


def test_by_the_clock_alone_a_payment_that_nobody_wants_is_cancelled_and_late_money_goes_back() -> None:
    payment = asked(due_at=timezone.now() - LONG_AGO)
    pay(payment)
    tasks.lapse_payments(timestamp=0)
    assert fresh(payment).status == Status.CANCELLED
    aged(payment)
    tasks.close_intents(timestamp=0)
    Refund.objects.update(updated_at=timezone.now() - LONG_AGO)
    tasks.ask_for_refunds(timestamp=0)
    assert balances() == {}
    assert fresh(payment).refunded_minor == 7500


def test_a_job_cancels_and_gives_back_at_once_and_only_if_the_transaction_commits() -> None:
    payment = asked()
    waiting = ProcrastinateJob.objects.filter(task_name="trellis.domain.payments.tasks.close_intent")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        give_up(payment=payment, now=timezone.now())
        raise ZeroDivisionError
    assert not waiting.exists()
    give_up(payment=payment, now=timezone.now())
    assert [job.args for job in waiting] == [{"payment_id": payment.pk}]
    for _ in range(2):
        tasks.close_intent(payment_id=payment.pk)
    assert fresh(payment).closed_at is not None


def test_one_bad_row_keeps_no_other_waiting_and_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = aged(opened(due_at=None)), aged(opened(due_at=None))
    real = opening.apply_intent

    def apply(*, payment_id: int, **named: object) -> Payment:
        if payment_id == bad.pk:
            raise ZeroDivisionError
        return real(payment_id=payment_id, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "apply_intent", apply)
    with pytest.raises(ExceptionGroup) as failed:
        tasks.ask_for_intents(timestamp=0)
    assert [type(each) for each in failed.value.exceptions] == [ZeroDivisionError]
    assert [fresh(each).status for each in (bad, good)] == [Status.CREATING, Status.PENDING]


def test_a_gateway_that_is_away_is_not_asked_for_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    payments = [aged(opened(due_at=None)) for _ in range(5)]
    with monkeypatch.context() as patch:
        keys = silent(patch, "create_intent", after=False)
        tasks.ask_for_intents(timestamp=0)
    assert len(set(keys)) == 3
    with counted(monkeypatch, "create_intent") as keys:
        tasks.ask_for_intents(timestamp=0)
    assert set(keys) == {str(payment.public_id) for payment in payments}


def test_what_is_kept_of_an_event_is_all_that_it_takes_to_try_it_again() -> None:
    at = timezone.now()
    reference = opened().public_id
    refund = GatewayRefund(id="re_1", status=RefundStatus.PENDING, amount_minor=5, intent_id="pi_1")
    dispute = GatewayDispute(
        id="dp_1",
        status=DisputeStatus.LOST,
        amount_minor=5,
        currency="USD",
        intent_id="pi_1",
        reason="fraudulent",
    )
    payouts = [
        GatewayPayout(id="tr_1", status=PayoutStatus.PAID, amount_minor=5, currency="USD", reference=each)
        for each in (reference, None)
    ]
    about = about_of(GatewayEvent(id="evt_1", type="x", created=at, refund=refund))
    assert (refund_in(about), dispute_in(about), payout_in(about)) == (refund, None, None)
    assert dispute_in(about_of(GatewayEvent(id="e", type="x", created=at, dispute=dispute))) == dispute
    for payout in payouts:
        assert payout_in(about_of(GatewayEvent(id="e", type="x", created=at, payout=payout))) == payout
