"""The payer's bank takes the money back; people complain to staff. Each once, in any order."""

import pytest

from tests.domain.payments.world import (
    NOW,
    K,
    asked,
    assert_books_agree,
    balance,
    balances,
    earned,
    fresh,
    paid,
    person,
    refund,
    succeed,
)
from trellis.core.events import history_of
from trellis.domain.notifications.models import Notification
from trellis.domain.payments.gateways.types import DisputeStatus as Told
from trellis.domain.payments.gateways.types import GatewayDispute
from trellis.domain.payments.models import Dispute, Payment, Refund
from trellis.domain.payments.refusals import InDispute, NotEarned, NotOpen, NotPaid, TooMuch
from trellis.domain.payments.rules.choices import DisputeStatus
from trellis.domain.payments.rules.states import shown
from trellis.domain.payments.services.disputes import apply_dispute, open_dispute, settle_dispute
from trellis.domain.payments.services.earning import earn
from trellis.domain.payments.services.payouts import ask_payout, begin_payout
from trellis.domain.payments.services.refunding import ask_refund

pytestmark = pytest.mark.django_db


def word_of(payment: Payment) -> str:
    row = fresh(payment)
    return shown(
        status=row.status,
        is_disputed=row.disputed_at is not None,
        received_minor=row.received_minor,
        refunded_minor=row.refunded_minor,
    )


def bank(payment: Payment, status: Told, *, amount: int | None = None) -> Dispute | None:
    told = GatewayDispute(
        id=f"dp_{payment.public_id}",
        status=status,
        amount_minor=payment.amount_minor if amount is None else amount,
        currency=payment.currency,
        intent_id=payment.intent_id,
        reason="fraudulent",
    )
    return apply_dispute(payment_id=payment.pk, told=told, now=NOW)


class TestOfABank:
    def test_after_a_payout_the_balance_goes_below_zero_once_and_the_next_payout_is_smaller(self) -> None:
        payment = earned(7500)
        assert payment.payee is not None
        payout = begin_payout(payee_id=payment.payee.pk, currency="USD", now=NOW)
        assert payout is not None
        ask_payout(payout=payout, now=NOW)
        for _ in range(2):
            bank(payment, Told.OPEN)
        assert balance(K.EARNED, payment.payee) == -6375
        assert word_of(payment) == "disputed"
        assert begin_payout(payee_id=payment.payee.pk, currency="USD", now=NOW) is None
        earned(10_000)
        smaller = begin_payout(payee_id=payment.payee.pk, currency="USD", now=NOW)
        assert smaller is not None
        assert smaller.amount_minor == 8500 - 6375
        assert_books_agree()
        told = Notification.objects.filter(recipient=payment.payee, kind="dispute.opened")
        assert [each.title for each in told] == ["A payment of 75.00 USD is disputed"]

    @pytest.mark.parametrize("make", [paid, earned])
    @pytest.mark.parametrize("first", [Told.OPEN, Told.WON], ids=["in order", "the end first"])
    def test_won_it_brings_all_of_it_again(self, make, first: Told) -> None:  # type: ignore[no-untyped-def]
        payment = make(7500)
        before = balances()
        bank(payment, first)
        bank(payment, Told.WON)
        bank(payment, Told.OPEN)
        assert balances() == before
        assert word_of(payment) == "completed"
        assert_books_agree()

    @pytest.mark.parametrize("first", [Told.OPEN, Told.LOST], ids=["in order", "the end first"])
    def test_lost_it_stays_away(self, first: Told) -> None:
        payment = earned(7500)
        for status in (first, Told.LOST, Told.OPEN, Told.WON):
            bank(payment, status)
        assert balances() == {}
        assert Dispute.objects.get().status == DisputeStatus.LOST
        assert word_of(payment) == "disputed"

    def test_an_inquiry_has_taken_nothing(self) -> None:
        payment = earned(7500)
        assert bank(payment, Told.INQUIRY) is None
        assert word_of(payment) == "completed"

    def test_what_happens_meanwhile_is_earned_once_it_is_won(self) -> None:
        payment = paid(7500)
        bank(payment, Told.OPEN)
        earn(payment=payment, now=NOW)
        assert balances() == {}
        bank(payment, Told.WON)
        assert (balance(K.EARNED, payment.payee), balance(K.FEES)) == (6375, 1125)
        assert_books_agree()

    def test_what_was_to_go_back_meanwhile_goes_back_once_it_is_won(self) -> None:
        payment = paid(7500)
        bank(payment, Told.OPEN)
        assert refund(payment, 7500) is None
        with pytest.raises(TooMuch):
            refund(payment, 1)
        bank(payment, Told.WON)
        ask_refund(refund=Refund.objects.get(), now=NOW)
        assert balances() == {}
        assert word_of(payment) == "refunded"

    def test_what_it_takes_twice_is_the_houses_loss(self) -> None:
        payment = paid(7500)
        made = refund(payment, 5000)
        assert made is not None
        ask_refund(refund=made, now=NOW)
        bank(payment, Told.OPEN)
        assert (balance(K.FEES), balance(K.HELD, payment.payee), balance(K.OUTSIDE)) == (-5000, 0, 5000)
        assert_books_agree()
        bank(payment, Told.WON)
        assert (balance(K.FEES), balance(K.HELD, payment.payee)) == (0, 2500)
        assert_books_agree()

    def test_where_no_money_has_come_there_is_nothing_to_dispute(self) -> None:
        with pytest.raises(NotPaid):
            bank(asked(), Told.OPEN)


class TestOfAPerson:
    def test_the_share_is_kept_from_payouts_until_staff_decide_for_the_payee(self) -> None:
        payment, staff = earned(7500), person("staff")
        assert payment.payee is not None
        dispute = open_dispute(payment=payment, actor=staff, reason="Nobody came.", now=NOW)
        assert (balance(K.FROZEN, payment.payee), balance(K.EARNED, payment.payee)) == (6375, 0)
        assert begin_payout(payee_id=payment.payee.pk, currency="USD", now=NOW) is None
        assert word_of(payment) == "disputed"
        assert_books_agree()
        settle_dispute(dispute=dispute, actor=staff, is_for_payer=False, now=NOW)
        assert (balance(K.FROZEN, payment.payee), balance(K.EARNED, payment.payee)) == (0, 6375)
        assert word_of(payment) == "completed"
        events = history_of(dispute).values_list("kind", "actor_id")
        assert list(events) == [("dispute.opened", staff.pk), ("dispute.closed", staff.pk)]

    def test_decided_for_the_payer_all_of_it_goes_back_and_nothing_is_paid_out_meanwhile(self) -> None:
        payment, staff = earned(7500), person("staff")
        assert payment.payee is not None
        dispute = open_dispute(payment=payment, actor=staff, reason="", now=NOW)
        settle_dispute(dispute=dispute, actor=staff, is_for_payer=True, now=NOW)
        assert begin_payout(payee_id=payment.payee.pk, currency="USD", now=NOW) is None
        assert_books_agree()
        ask_refund(refund=Refund.objects.get(), now=NOW)
        assert balances() == {}
        with pytest.raises(NotOpen):
            settle_dispute(dispute=dispute, actor=staff, is_for_payer=False, now=NOW)

    def test_meanwhile_nothing_goes_back_and_nobody_complains_again(self) -> None:
        payment, staff = earned(7500), person("staff")
        open_dispute(payment=payment, actor=staff, reason="", now=NOW)
        with pytest.raises(InDispute):
            open_dispute(payment=payment, actor=staff, reason="", now=NOW)
        with pytest.raises(InDispute):
            refund(payment, 1)

    def test_what_nobody_has_earned_is_given_back_instead(self) -> None:
        with pytest.raises(NotEarned):
            open_dispute(payment=paid(), actor=person("staff"), reason="", now=NOW)
        with pytest.raises(NotPaid):
            open_dispute(payment=asked(), actor=person("staff"), reason="", now=NOW)

    def test_the_bank_decides_before_staff_do(self) -> None:
        payment = earned(7500)
        complaint = open_dispute(payment=payment, actor=person("staff"), reason="", now=NOW)
        bank(payment, Told.OPEN)
        complaint.refresh_from_db()
        assert complaint.status == DisputeStatus.LOST
        assert balances() == {}
        assert_books_agree()


def test_what_is_paid_late_and_disputed_then_is_in_the_books() -> None:
    payment = asked()
    succeed(payment, currency="EUR")
    bank(payment, Told.OPEN)
    assert_books_agree()
