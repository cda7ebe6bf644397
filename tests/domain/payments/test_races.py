"""Many at once: one outcome, and books that agree."""

from datetime import UTC

import pytest
from django.db import transaction

from tests.crowd import at_once
from tests.domain.payments.world import (
    MINUTE,
    NOW,
    K,
    asked,
    assert_books_agree,
    assert_chain_is_whole,
    balance,
    balances,
    counted,
    deliver,
    earned,
    fresh,
    opened,
    paid,
    pay,
    person,
    refund,
    told,
)
from tests.rounds import ROUNDS, rounds
from trellis.core.events import history_of
from trellis.domain.ledger.models import Entry
from trellis.domain.ledger.queries import earnings_of
from trellis.domain.ledger.services.sealing import seal
from trellis.domain.payments.models import Payout, Refund
from trellis.domain.payments.models.sandbox import SandboxPayout, SandboxRefund
from trellis.domain.payments.refusals import NotPaid, TooMuch
from trellis.domain.payments.rules.choices import Misplaced, Status
from trellis.domain.payments.services.closing import close_intent, give_up
from trellis.domain.payments.services.confirming import look
from trellis.domain.payments.services.earning import earn
from trellis.domain.payments.services.opening import ask_gateway
from trellis.domain.payments.services.payouts import ask_payout, ask_unanswered, begin_payouts
from trellis.domain.payments.services.refunding import ask_refund

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]


@pytest.mark.parametrize("round", range(rounds(50)))
def test_confirm_webhook_and_giving_up_at_once_have_one_outcome(round: int) -> None:
    payment = asked()
    pay(payment)
    (event,) = told("payment_intent.succeeded")

    def act(number: int) -> None:
        match number % 3:
            case 0:
                look(payment=payment, now=NOW)
            case 1:
                deliver(event)
            case 2:
                give_up(payment=payment, now=NOW)
                close_intent(payment=payment, now=NOW)

    at_once(9, act)
    done = fresh(payment)
    if done.status == Status.COMPLETED:
        assert (done.misplaced, done.held_minor, Refund.objects.count()) == ("", 7500, 0)
    else:
        assert (done.misplaced, done.refunded_minor) == (Misplaced.LATE, 7500)
        ask_refund(refund=Refund.objects.get(), now=NOW)
        assert balances() == {}
    kinds = list(history_of(payment).values_list("kind", flat=True))
    assert kinds.count("payment.completed") + kinds.count("payment.misplaced") == 1
    assert_books_agree()


def test_many_refunds_at_once_are_never_more_than_what_was_paid() -> None:
    payment = paid(7500)

    def act(_: int) -> bool:
        try:
            made = refund(payment, 2000)
        except TooMuch:
            return False
        assert made is not None
        ask_refund(refund=made, now=NOW)
        return True

    assert sum(at_once(16, act)) == 3
    assert fresh(payment).refunded_minor == 6000
    assert_books_agree()


def test_one_refund_asked_for_by_many_at_once_is_one() -> None:
    payment = paid(7500)
    made = refund(payment, 7500)
    assert made is not None
    at_once(8, lambda _: ask_refund(refund=made, now=NOW))
    assert SandboxRefund.objects.count() == 1
    assert balances() == {}


@pytest.mark.parametrize("round", range(ROUNDS))
def test_two_payout_jobs_at_once_make_one_transfer_and_one_set_of_entries(round: int) -> None:
    payment = earned(7500)

    def act(_: int) -> None:
        begin_payouts(now=NOW)
        ask_unanswered(now=NOW + 2 * MINUTE)
        for payout in Payout.objects.all():
            ask_payout(payout=payout, now=NOW)

    at_once(6, act)
    assert (Payout.objects.count(), SandboxPayout.objects.count()) == (1, 1)
    assert balance(K.EARNED, payment.payee) == 0
    assert_books_agree()


def test_one_payment_asked_for_by_many_at_once_has_one_intent(monkeypatch: pytest.MonkeyPatch) -> None:
    payment = opened()
    with counted(monkeypatch, "create_intent"):
        intents = at_once(8, lambda _: ask_gateway(payment=payment, now=NOW).intent_id)
    assert len(set(intents)) == 1


def test_many_payments_of_one_payee_are_completed_and_earned_at_once_while_they_are_sealed() -> None:
    payments = [asked(5010) for _ in range(50)]
    for payment in payments:
        pay(payment)

    def act(number: int) -> None:
        if number == len(payments):
            seal(now=NOW)
            return
        done = look(payment=payments[number], now=NOW)
        with transaction.atomic():
            earn(payment=done, now=NOW)

    at_once(len(payments) + 1, act)
    sarah = person("sarah")
    assert (balance(K.EARNED, sarah), balance(K.FEES)) == (50 * 4258, 50 * 752)
    entries = Entry.objects.filter(account__user=sarah, account__kind=K.EARNED)
    assert entries.count() == 50
    earnings = earnings_of(user_id=sarah.pk, zone=UTC, now=NOW)["USD"]
    assert earnings.lifetime_minor == sum(entries.values_list("amount_minor", flat=True)) == 50 * 4258
    assert_books_agree()
    assert_chain_is_whole()


def test_earning_and_refunding_at_once_share_what_there_is() -> None:
    payment = paid(7500)

    def act(number: int) -> None:
        if number % 2:
            with transaction.atomic():
                earn(payment=payment, now=NOW)
            return
        try:
            refund(payment, 3000)
        except (TooMuch, NotPaid):
            return

    at_once(8, act)
    for row in Refund.objects.all():
        ask_refund(refund=row, now=NOW)
    done = fresh(payment)
    assert (done.refunded_minor, done.standing.total) == (6000, 1500)
    assert_books_agree()
