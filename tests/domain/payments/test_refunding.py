"""Money that goes back: never more than came, once for its key, and not done when it is accepted."""

from contextlib import suppress
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.payments.world import (
    MINUTE,
    NOW,
    K,
    assert_books_agree,
    balance,
    balances,
    counted,
    earned,
    fresh,
    opened,
    paid,
    person,
    refund,
    silent,
)
from trellis.domain.notifications.models import Notification
from trellis.domain.payments.gateways.types import DisputeStatus as Standing
from trellis.domain.payments.gateways.types import GatewayDispute, GatewayRefund
from trellis.domain.payments.gateways.types import RefundStatus as Told
from trellis.domain.payments.models import Dispute, Payment, Refund, SandboxRefund
from trellis.domain.payments.refusals import InDispute, NotEarned, NotPaid, NotToBeSent, TooMuch
from trellis.domain.payments.rules.choices import DisputeKind, DisputeStatus, RefundReason, RefundStatus
from trellis.domain.payments.services.disputes import apply_dispute, open_dispute, settle_dispute
from trellis.domain.payments.services.earning import earn
from trellis.domain.payments.services.payouts import ask_payout, begin_payout
from trellis.domain.payments.services.refunding import (
    apply_refund,
    ask_refund,
    ask_unanswered,
    look_at_pending,
)

pytestmark = pytest.mark.django_db


def begun(payment: Payment, amount: int) -> Refund:
    made = refund(payment, amount)
    assert made is not None
    return made


def tell(row: Refund, status: Told, gateway_id: str = "") -> Refund:
    """Have the gateway tell how a refund stands."""
    said = GatewayRefund(
        id=gateway_id or Refund.objects.get(pk=row.pk).gateway_id or f"re_{row.public_id}",
        status=status,
        amount_minor=row.amount_minor,
        intent_id=row.payment.intent_id,
    )
    return apply_refund(refund_id=row.pk, told=said, now=NOW)


@pytest.mark.parametrize(
    ("reason", "told"), [(RefundReason.STAFF, ["ann", "sarah"]), (RefundReason.CANCELLED, [])]
)
def test_both_are_told_of_what_staff_give_back(reason: RefundReason, told: list[str]) -> None:
    row = begun(earned(7500), 5000)
    Refund.objects.update(reason=reason)
    for _ in range(2):
        tell(row, Told.SUCCEEDED)
    notices = Notification.objects.filter(kind="refund.made").order_by("pk")
    assert list(notices.values_list("recipient__username", flat=True)) == told


def test_nothing_to_give_back_calls_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    payment = earned()
    with counted(monkeypatch, "refund") as keys:
        assert refund(payment, 0) is None
        ask_unanswered(now=NOW + MINUTE)
    assert keys == []
    assert balance(K.EARNED, payment.payee) == 6375
    assert balance(K.FEES) == 1125


def test_half_goes_back_before_it_is_earned_and_the_rest_is_shared() -> None:
    payment = paid(7500)
    half = begun(payment, 3750)
    earn(payment=payment, now=NOW)
    assert ask_refund(refund=half, now=NOW).status == RefundStatus.SUCCEEDED
    assert (balance(K.HELD, payment.payee), balance(K.OUTSIDE)) == (0, -3750)
    assert (balance(K.EARNED, payment.payee), balance(K.FEES)) == (3187, 563)
    assert_books_agree()


def test_what_was_earned_goes_back_by_both_shares() -> None:
    payment = earned(5010)
    ask_refund(refund=begun(payment, 5010), now=NOW)
    assert balances() == {}


@pytest.mark.parametrize("payee", ["sarah", None], ids=["a mentor's", "the house's"])
def test_more_than_what_is_left_is_refused(payee: str | None) -> None:
    payment = paid(7500, payee=payee)
    begun(payment, 5000)
    with pytest.raises(TooMuch):
        refund(payment, 2501)
    begun(payment, 2500)
    with pytest.raises(TooMuch):
        refund(payment, 1)
    assert fresh(payment).refunded_minor == 7500


def test_what_was_not_paid_cannot_go_back() -> None:
    with pytest.raises(NotPaid):
        refund(opened(), 1)


def test_what_no_card_is_given_back_is_refused() -> None:
    payment = earned(18_610, "KWD")
    with pytest.raises(NotToBeSent):
        begun(payment, 9_305)
    assert begun(payment, 9_310).amount_minor == 9_310


def test_an_answer_that_was_lost_is_asked_for_with_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    row = begun(paid(), 7500)
    with monkeypatch.context() as patch:
        lost = silent(patch, "refund", after=True)
        assert ask_refund(refund=row, now=NOW).status == RefundStatus.CREATING
    assert_books_agree()
    with counted(monkeypatch, "refund") as keys:
        ask_unanswered(now=NOW + MINUTE)
        ask_unanswered(now=NOW + MINUTE)
    assert keys == lost == [str(row.public_id)]
    row.refresh_from_db()
    assert row.status == RefundStatus.SUCCEEDED
    assert balances() == {}


def test_a_refund_that_fails_days_later_is_put_back_once_and_can_be_made_again() -> None:
    payment = earned(5010)
    row = begun(payment, 5010)
    tell(row, Told.PENDING)
    tell(row, Told.SUCCEEDED)
    assert balances() == {}
    for _ in range(2):
        tell(row, Told.FAILED)
    failed = tell(row, Told.SUCCEEDED)
    assert (failed.status, failed.failed_at) == (RefundStatus.FAILED, NOW)
    assert (balance(K.EARNED, payment.payee), balance(K.FEES)) == (4258, 752)
    told = Notification.objects.filter(recipient=payment.payer, kind="refund.failed")
    assert [each.title for each in told] == ["50.10 USD could not be given back to you"]
    tell(begun(payment, 5010), Told.SUCCEEDED)
    assert balances() == {}
    assert_books_agree()


def test_one_that_the_gateway_refuses_is_taken_off_again_and_nothing_is_posted() -> None:
    payment = paid()
    Payment.objects.filter(pk=payment.pk).update(intent_id="pi_nobody_knows")
    failed = ask_refund(refund=begun(fresh(payment), 7500), now=NOW)
    assert (failed.status, failed.accepted_at) == (RefundStatus.FAILED, None)
    assert fresh(payment).held_minor == 7500
    assert_books_agree()


@pytest.mark.parametrize("ends", [Told.SUCCEEDED, Told.FAILED])
def test_the_clock_reads_back_how_one_has_ended_of_which_nothing_was_told(ends: Told) -> None:
    made = ask_refund(refund=refund(paid(7500), 7500), now=NOW)
    Refund.objects.update(status=RefundStatus.PENDING)
    SandboxRefund.objects.update(status=ends)
    look_at_pending(now=NOW + 59 * MINUTE)
    made.refresh_from_db()
    assert made.status == RefundStatus.PENDING
    look_at_pending(now=NOW + 61 * MINUTE)
    made.refresh_from_db()
    assert made.status == ends
    assert balance(K.HELD, person("sarah")) == (7500 if ends == Told.FAILED else 0)
    assert_books_agree()


@pytest.mark.parametrize("amount", [1, 5010, 7500, 18_600, 9_999_999])
def test_many_small_refunds_are_together_what_was_shared(amount: int) -> None:
    payment = earned(amount)
    step = max(1, amount // 7)
    while left := fresh(payment).standing.total:
        tell(begun(payment, min(step, left)), Told.SUCCEEDED, f"re_{uuid4()}")
        assert_books_agree()
    assert balances() == {}


VERBS = ("begin", "accept", "fail", "earn", "bank", "won", "lost", "complain", "settle", "pay out")
MOVES = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(1, 400)), max_size=12)


@given(amount=st.integers(1, 1000), moves=MOVES)
def test_whatever_happens_in_whatever_order_the_books_agree(
    amount: int, moves: list[tuple[str, int]]
) -> None:
    payment = paid(amount)
    for verb, number in moves:
        with suppress(InDispute, NotEarned, NotPaid, TooMuch):
            move(payment, verb, number)
    assert_books_agree()


def move(payment: Payment, verb: str, number: int) -> None:
    """Have something happen to a payment, where it can."""
    rows = list(payment.refunds.order_by("pk"))
    disputes = Dispute.objects.filter(payment=payment, status=DisputeStatus.OPEN)
    match verb:
        case "earn":
            earn(payment=payment, now=NOW)
        case "begin":
            refund(payment, number)
        case "accept" | "fail" if rows:
            tell(rows[number % len(rows)], Told.FAILED if verb == "fail" else Told.SUCCEEDED)
        case "bank" | "won" | "lost":
            stands = {"bank": Standing.OPEN, "won": Standing.WON, "lost": Standing.LOST}[verb]
            said = GatewayDispute(
                id=f"dp_{payment.public_id}_{number % 2}",
                status=stands,
                amount_minor=payment.amount_minor,
                currency=payment.currency,
                intent_id=payment.intent_id,
                reason="",
            )
            apply_dispute(payment_id=payment.pk, told=said, now=NOW)
        case "complain":
            open_dispute(payment=payment, actor=person("staff"), reason="", now=NOW)
        case "settle":
            for dispute in disputes.filter(kind=DisputeKind.PERSON):
                settle_dispute(dispute=dispute, actor=person("staff"), is_for_payer=number % 2 == 0, now=NOW)
        case "pay out":
            assert payment.payee is not None
            payout = begin_payout(payee_id=payment.payee.pk, currency="USD", now=NOW)
            if payout is not None:
                ask_payout(payout=payout, now=NOW)
