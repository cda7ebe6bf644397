"""What an intent says is taken over once, whoever brings it, in whatever order."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.payments.payers import SLOW
from tests.domain.payments.world import (
    ASKS,
    DECLINED,
    MINUTE,
    NOW,
    K,
    asked,
    assert_books_agree,
    balance,
    balances,
    deliver,
    fresh,
    intent_of,
    opened,
    pay,
    silent,
    succeed,
    told,
)
from trellis.core.events import history_of
from trellis.domain.notifications.models import Notification
from trellis.domain.payments.gateways.refusals import GatewayAway, GatewayRefuses
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.gateways.types import IntentStatus
from trellis.domain.payments.models import Payment, Refund
from trellis.domain.payments.rules.choices import Misplaced, RefundStatus, Status, SubjectKind
from trellis.domain.payments.services.closing import close_cancelled, close_intent, give_up, lapse_overdue
from trellis.domain.payments.services.confirming import apply_intent, look, look_at_silent
from trellis.domain.payments.services.opening import ask_gateway
from trellis.domain.payments.services.refunding import ask_refund
from trellis.domain.payments.services.sandbox import settle

pytestmark = pytest.mark.django_db
S = IntentStatus


def kinds_of(payment: Payment) -> list[str]:
    return list(history_of(payment).values_list("kind", flat=True))


@pytest.mark.parametrize("order", list(permutations([S.SUCCEEDED, S.PROCESSING, S.REQUIRES_PAYMENT_METHOD])))
def test_what_succeeded_stays_so_whatever_is_told_before_or_after(order: tuple[IntentStatus, ...]) -> None:
    payment = asked()
    for status in order:
        apply_intent(payment_id=payment.pk, intent=intent_of(payment, status), now=NOW)
    assert fresh(payment).status == Status.COMPLETED
    assert_books_agree()


def test_a_declined_card_is_no_end_and_the_second_card_completes() -> None:
    payment = asked()
    with pytest.raises(Exception, match="declined"):
        pay(payment, DECLINED)
    declined = look(payment=payment, now=NOW)
    assert (declined.status, declined.last_error) == (Status.PENDING, "Your card was declined.")
    pay(payment)
    completed = look(payment=payment, now=NOW)
    assert (completed.status, completed.last_error) == (Status.COMPLETED, "")
    assert kinds_of(payment) == ["payment.opened", "payment.declined", "payment.completed"]
    assert (balance(K.HELD, payment.payee), balance(K.OUTSIDE)) == (7500, -7500)


def test_the_same_attempt_sent_again_charges_once_and_a_new_card_is_another_attempt() -> None:
    payment = asked()
    for _ in range(2):
        with pytest.raises(Exception, match="declined"):
            pay(payment, DECLINED, key="first attempt")
    assert pay(payment, key="second attempt") == pay(payment, key="second attempt")
    assert look(payment=payment, now=NOW).status == Status.COMPLETED
    assert_books_agree()


def test_a_step_that_is_asked_for_is_neither_paid_nor_failed() -> None:
    payment = asked()
    pay(payment, ASKS)
    waiting = look(payment=payment, now=NOW)
    assert waiting.status == Status.ACTION_REQUIRED
    assert waiting.next_action
    Sandbox().answer_step(payment.intent_id, accept=False)
    assert look(payment=payment, now=NOW).status == Status.PENDING


def test_money_comes_once_however_often_it_is_told() -> None:
    payment = asked()
    for _ in range(3):
        succeed(payment)
    assert kinds_of(payment).count("payment.completed") == 1
    assert balance(K.HELD, payment.payee) == 7500


@pytest.mark.parametrize(
    ("came", "why"),
    [
        ({"currency": "EUR"}, Misplaced.CURRENCY),
        ({"amount": 7499}, Misplaced.AMOUNT),
        ({"amount": 7501}, Misplaced.AMOUNT),
    ],
    ids=["another currency", "less", "more"],
)
def test_numbers_that_were_not_asked_for_do_not_complete_and_go_back(came: dict, why: Misplaced) -> None:
    payment = asked()
    succeed(payment, **came)
    flagged = succeed(payment, **came)
    assert (flagged.status, flagged.misplaced) == (Status.CANCELLED, why)
    refund = Refund.objects.get(payment=payment)
    assert (refund.amount_minor, refund.currency) == (flagged.received_minor, flagged.received_currency)
    assert balance(K.SUSPENSE, currency=flagged.received_currency) == flagged.received_minor
    assert "goes back to you" in Notification.objects.get(recipient=payment.payer).title
    assert kinds_of(payment)[-2:] == ["payment.cancelled", "payment.misplaced"]
    assert_books_agree()


class TestGivenUp:
    def test_its_intent_is_cancelled_at_the_gateway(self) -> None:
        payment = asked()
        give_up(payment=payment, now=NOW)
        give_up(payment=payment, now=NOW)
        assert fresh(payment).closed_at is None
        assert close_intent(payment=payment, now=NOW).closed_at == NOW
        assert Sandbox().intent(payment.intent_id).status == S.CANCELED
        assert kinds_of(payment).count("payment.cancelled") == 1
        assert balances() == {}

    def test_money_that_comes_all_the_same_goes_back_in_full_once_and_its_payer_is_told(self) -> None:
        # Of a session the two people are told by mentorship.
        payment = asked(subject_kind=SubjectKind.ENROLLMENT)
        pay(payment)
        give_up(payment=payment, now=NOW)
        close_intent(payment=payment, now=NOW)
        for event in told("payment_intent.succeeded"):
            deliver(event)
        late = look(payment=payment, now=NOW)
        assert (late.status, late.misplaced) == (Status.CANCELLED, Misplaced.LATE)
        done = ask_refund(refund=Refund.objects.get(payment=payment), now=NOW)
        assert (done.status, done.amount_minor) == (RefundStatus.SUCCEEDED, 7500)
        assert balances() == {}
        assert Notification.objects.filter(recipient=payment.payer, kind="payment.misplaced").count() == 1

    def test_one_whose_answer_was_lost_is_found_and_cancelled(self, monkeypatch: pytest.MonkeyPatch) -> None:
        payment = opened()
        with monkeypatch.context() as patch:
            silent(patch, "create_intent", after=True)
            with pytest.raises(GatewayAway):
                ask_gateway(payment=payment, now=NOW)
        give_up(payment=payment, now=NOW)
        close_cancelled(now=NOW + 2 * MINUTE)
        closed = fresh(payment)
        assert closed.closed_at is not None
        assert Sandbox().intent(closed.intent_id).status == S.CANCELED

    def test_one_that_the_gateway_would_refuse_is_closed_and_not_asked_for_for_ever(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(self: Sandbox, **asked: object) -> None:
            raise GatewayRefuses(code="idempotency_error")

        payment = opened()
        give_up(payment=payment, now=NOW)
        monkeypatch.setattr(Sandbox, "create_intent", refused)
        close_cancelled(now=NOW + 2 * MINUTE)
        assert (fresh(payment).status, fresh(payment).closed_at) == (Status.CANCELLED, NOW + 2 * MINUTE)

    def test_the_clock_ends_what_nobody_gave_up_some_time_after_it_was_due(self) -> None:
        payment, endless = asked(), asked(due_at=None)
        lapse_overdue(now=NOW + 16 * MINUTE)
        assert fresh(payment).status == Status.PENDING
        lapse_overdue(now=NOW + 21 * MINUTE)
        assert fresh(payment).status == Status.CANCELLED
        assert fresh(endless).status == Status.PENDING

    def test_one_that_is_completed_stays_so(self) -> None:
        payment = asked()
        succeed(payment)
        give_up(payment=payment, now=NOW)
        assert fresh(payment).status == Status.COMPLETED


class TestLooking:
    def test_an_answer_that_was_overtaken_is_not_taken_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        payment = asked()
        real, asked_for = Sandbox.intent, []

        def overtaken(self: Sandbox, intent_id: str):  # type: ignore[no-untyped-def]
            answer = real(self, intent_id)
            asked_for.append(intent_id)
            if len(asked_for) == 1:
                # Meanwhile a card is tried, and somebody who looks later has taken that over.
                pay(payment, ASKS)
                apply_intent(payment_id=payment.pk, intent=real(self, intent_id), now=NOW)
            return answer

        monkeypatch.setattr(Sandbox, "intent", overtaken)
        assert look(payment=payment, now=NOW).status == Status.ACTION_REQUIRED
        assert len(asked_for) == 2

    def test_the_clock_looks_at_what_is_silent_for_long_and_at_nothing_else(self) -> None:
        payment = asked(due_at=None)
        pay(payment)
        look_at_silent(now=NOW + 9 * MINUTE)
        assert fresh(payment).status == Status.PENDING
        look_at_silent(now=NOW + 11 * MINUTE)
        assert fresh(payment).status == Status.COMPLETED

    def test_the_clock_looks_at_what_is_being_charged_for_as_long_as_that_takes(self) -> None:
        payment, forgotten = asked(due_at=None), asked(due_at=None)
        pay(payment, SLOW)
        look(payment=payment, now=NOW)
        for each in (payment, forgotten):
            settle(intent_id=each.intent_id, now=NOW)
        look_at_silent(now=NOW + timedelta(days=30))
        assert fresh(payment).status == Status.COMPLETED
        assert fresh(forgotten).updated_at == NOW

    def test_what_has_ended_is_not_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        payment = asked()
        succeed(payment)
        keys = silent(monkeypatch, "intent", after=False)
        assert look(payment=payment, now=NOW).status == Status.COMPLETED
        assert keys == []


STATES = st.sampled_from([S.REQUIRES_PAYMENT_METHOD, S.REQUIRES_ACTION, S.PROCESSING])


@given(opens=st.lists(STATES, max_size=5), end=st.sampled_from([S.SUCCEEDED, S.CANCELED]), data=st.data())
def test_any_order_and_repetition_ends_where_the_order_of_the_gateway_does(opens, end, data) -> None:  # type: ignore[no-untyped-def]
    in_order = [*opens, end]
    shuffled = data.draw(
        st.permutations(in_order + data.draw(st.lists(st.sampled_from(in_order), max_size=4)))
    )
    one, other = asked(), asked()
    for payment, statuses in ((one, in_order), (other, shuffled)):
        for status in statuses:
            apply_intent(payment_id=payment.pk, intent=intent_of(payment, status), now=NOW)
    facts = [
        (row.status, row.received_minor, row.held_minor, row.misplaced) for row in map(fresh, (one, other))
    ]
    assert facts[0] == facts[1]
    assert kinds_of(other).count("payment.completed") == (end == S.SUCCEEDED)
