"""What a gateway tells by itself: in any order, more than once, late, and of what is not ours."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.payments.world import (
    ASKS,
    DECLINED,
    GOOD,
    NOW,
    K,
    asked,
    assert_books_agree,
    balance,
    balances,
    deliver,
    earned,
    fresh,
    opened,
    paid,
    pay,
    person,
    refund,
    silent,
    told,
)
from trellis.core.events import history_of
from trellis.domain.payments.gateways.refusals import BadSignature, CardDeclined
from trellis.domain.payments.gateways.sandbox import Sandbox, signed
from trellis.domain.payments.gateways.types import IntentStatus
from trellis.domain.payments.models import Dispute, KeptEvent, Payment, Payout, Refund
from trellis.domain.payments.models.sandbox import SandboxEvent
from trellis.domain.payments.rules.choices import (
    DisputeStatus,
    PayoutStatus,
    RefundReason,
    RefundStatus,
    Status,
)
from trellis.domain.payments.services import confirming, sandbox, sandbox_money
from trellis.domain.payments.services.opening import ask_gateway
from trellis.domain.payments.services.payouts import ask_payout, begin_payouts, set_payout_account
from trellis.domain.payments.services.refunding import ask_refund
from trellis.domain.payments.services.webhooks import receive, remove_old, try_waiting_again

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
DISPUTED, KEEPS, SLOW = "4000000000000259", "4000000000005126", "4000000000000077"


def succeeded() -> SandboxEvent:
    return told("payment_intent.succeeded")[-1]


def completions(payment: Payment) -> int:
    return history_of(payment).filter(kind="payment.completed").count()


def test_three_times_and_a_week_late_signed_anew_is_one_completed_payment() -> None:
    payment = asked()
    pay(payment)
    for now in (NOW + WEEK, NOW + WEEK, NOW + 2 * WEEK):
        deliver(succeeded(), now)
    assert fresh(payment).status == Status.COMPLETED
    assert (completions(payment), KeptEvent.objects.count()) == (1, 1)
    assert_books_agree()


def test_another_secret_or_an_old_signature_changes_nothing() -> None:
    payment = asked()
    pay(payment)
    body = b"{}"
    for signature in ("", "t=1,v1=00", signed(body, now=NOW - WEEK)):
        with pytest.raises(BadSignature):
            receive(body=body, signature=signature, now=NOW)
    assert fresh(payment).status == Status.PENDING


def test_it_is_taken_in_before_the_answer_that_names_the_intent() -> None:
    payment = opened()
    intent = Sandbox().create_intent(
        key=str(payment.public_id),
        amount_minor=7500,
        currency="USD",
        reference=payment.public_id,
        description=payment.title,
    )
    Sandbox().pay(intent.id, card=GOOD, key="k")
    deliver(succeeded())
    done = fresh(payment)
    assert (done.status, done.intent_id) == (Status.COMPLETED, intent.id)
    assert ask_gateway(payment=payment, now=NOW).status == Status.COMPLETED


def test_one_of_ours_that_is_not_here_yet_is_kept_and_applied_once_it_is() -> None:
    reference = uuid4()
    _paid_elsewhere(reference)
    deliver(succeeded())
    assert KeptEvent.objects.get().applied_at is None
    try_waiting_again(now=NOW)
    assert KeptEvent.objects.get().applied_at is None
    payment = opened()
    Payment.objects.filter(pk=payment.pk).update(public_id=reference)
    try_waiting_again(now=NOW)
    assert fresh(payment).status == Status.COMPLETED
    assert KeptEvent.objects.get().applied_at == NOW
    assert_books_agree()


@pytest.mark.parametrize("kind", ["payment_intent", "refund", "dispute", "transfer"])
def test_one_of_another_product_leaves_no_trace(kind: str) -> None:
    said = {"object": kind, "id": "x_1", "amount": 100, "currency": "usd", "status": "succeeded"}
    body = json.dumps(
        {"object": "event", "id": "evt_1", "type": kind, "created": 1, "data": {"object": said}}
    ).encode()
    receive(body=body, signature=signed(body, now=NOW), now=NOW)
    assert not KeptEvent.objects.exists()


def test_a_fault_of_ours_goes_up_and_it_works_when_it_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    payment = asked()
    pay(payment)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(confirming, "post_received", broken)
        with pytest.raises(ZeroDivisionError):
            deliver(succeeded())
    assert fresh(payment).status == Status.PENDING
    assert not KeptEvent.objects.exists()
    deliver(succeeded())
    assert fresh(payment).status == Status.COMPLETED


def test_what_is_no_end_is_asked_for_and_not_believed() -> None:
    payment = asked()
    pay(payment, ASKS)
    Sandbox().answer_step(payment.intent_id, accept=False)
    asks, failed = told("payment_intent.requires_action"), told("payment_intent.payment_failed")
    for event in (*failed, *asks):
        deliver(event)
    assert fresh(payment).status == Status.PENDING


def test_a_refund_whose_answer_was_lost_is_known_by_its_event(monkeypatch: pytest.MonkeyPatch) -> None:
    payment = paid()
    refund(payment, 7500)
    with monkeypatch.context() as patch:
        silent(patch, "refund", after=True)
        ask_refund(refund=Refund.objects.get(), now=NOW)
    for event in told():
        deliver(event)
    assert Refund.objects.get().status == RefundStatus.SUCCEEDED
    assert balances() == {}


def test_a_refund_that_comes_back_later_is_put_back_once() -> None:
    payment = asked()
    pay(payment, KEEPS)
    deliver(succeeded())
    refund(payment, 7500)
    row = ask_refund(refund=Refund.objects.get(), now=NOW)
    sandbox_money.fail_refund(refund_id=row.gateway_id, now=NOW)
    for _ in range(2):
        for event in reversed(told()):
            deliver(event, NOW)
    assert Refund.objects.get().status == RefundStatus.FAILED
    assert balance(K.HELD, payment.payee) == 7500
    assert_books_agree()


def test_a_refund_that_somebody_made_at_the_gateway_is_in_the_books() -> None:
    payment = earned()
    Sandbox().refund(key="by hand", intent_id=payment.intent_id, amount_minor=2500)
    for _ in range(2):
        for event in told():
            deliver(event)
    row = Refund.objects.get()
    assert (row.reason, row.amount_minor, row.status) == (RefundReason.GATEWAY, 2500, RefundStatus.SUCCEEDED)
    assert_books_agree()


def test_the_payers_bank_disputes_what_is_not_known_to_be_paid_yet() -> None:
    payment = asked()
    pay(payment, DISPUTED)
    sandbox.open_dispute(intent_id=payment.intent_id, now=NOW)
    for event in reversed(told()):
        deliver(event)
    assert fresh(payment).status == Status.COMPLETED
    assert Dispute.objects.get().status == DisputeStatus.OPEN
    assert balances() == {}
    assert_books_agree()


def test_a_payout_that_comes_back_is_put_back() -> None:
    earned()
    set_payout_account(user=person("sarah"), account="acct_failing", actor=person("staff"), now=NOW)
    begin_payouts(now=NOW)
    payout = ask_payout(payout=Payout.objects.get(), now=NOW)
    assert payout.status == PayoutStatus.PAID
    sandbox_money.fail_payout(payout_id=payout.gateway_id, now=NOW)
    for _ in range(2):
        for event in told():
            deliver(event)
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.FAILED
    assert_books_agree()


def test_what_was_taken_in_long_ago_is_forgotten_and_what_was_not_is_left() -> None:
    payment = asked()
    pay(payment)
    _paid_elsewhere(uuid4())
    for event in told("payment_intent.succeeded"):
        deliver(event)
    remove_old(now=NOW + timedelta(days=61))
    assert [kept.applied_at for kept in KeptEvent.objects.all()] == [None]
    try_waiting_again(now=NOW + timedelta(days=4))
    assert completions(payment) == 1


CARDS = st.lists(st.sampled_from([DECLINED, ASKS, SLOW, GOOD]), min_size=1, max_size=4)


@given(cards=CARDS, gives_back=st.booleans(), data=st.data())
def test_any_order_and_repetition_of_what_is_told_ends_as_the_gateway_stands(
    cards: list[str], gives_back: bool, data: st.DataObject
) -> None:
    payment = asked()
    since = len(told())
    for card in cards:
        _try(payment, card)
    intent = Sandbox().intent(payment.intent_id)
    if gives_back and intent.status == IntentStatus.SUCCEEDED:
        Sandbox().refund(key=str(uuid4()), intent_id=payment.intent_id, amount_minor=2500)
    events = told()[since:]
    again = data.draw(st.lists(st.sampled_from(events), max_size=4)) if events else []
    for event in data.draw(st.permutations(events + again)):
        deliver(event)
    model = {
        IntentStatus.REQUIRES_PAYMENT_METHOD: Status.PENDING,
        IntentStatus.REQUIRES_ACTION: Status.ACTION_REQUIRED,
        IntentStatus.PROCESSING: Status.PROCESSING,
        IntentStatus.SUCCEEDED: Status.COMPLETED,
    }
    done = fresh(payment)
    assert done.status == model[intent.status]
    assert completions(payment) == (intent.status == IntentStatus.SUCCEEDED)
    assert done.refunded_minor == (2500 if gives_back and done.received_minor else 0)
    assert_books_agree()


def _try(payment: Payment, card: str) -> None:
    """Try a card where the intent still takes one."""
    if Sandbox().intent(payment.intent_id).status in {IntentStatus.PROCESSING, IntentStatus.SUCCEEDED}:
        return
    try:
        pay(payment, card)
    except CardDeclined:
        return
    if card == SLOW:
        sandbox.settle(intent_id=payment.intent_id, now=NOW)


def _paid_elsewhere(reference: UUID) -> None:
    """Have the sandbox know a paid intent of ours whose payment is not here."""
    intent = Sandbox().create_intent(
        key=str(reference), amount_minor=7500, currency="USD", reference=reference, description=""
    )
    Sandbox().pay(intent.id, card=GOOD, key=f"{reference}-1")
