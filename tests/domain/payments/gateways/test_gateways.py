"""What every gateway does, asked of each: the sandbox, and Stripe as the tests' fake plays it."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import transaction

from tests.domain.payments.gateways.sides import Side
from trellis.domain.payments.gateways.cards import Card
from trellis.domain.payments.gateways.refusals import GatewayRefuses
from trellis.domain.payments.gateways.types import (
    DisputeStatus,
    Intent,
    IntentStatus,
    PayoutStatus,
    RefundStatus,
)

REFERENCE = uuid4()


def made(side: Side, *, amount_minor: int = 7500, currency: str = "USD", key: str = "k1") -> Intent:
    return side.gateway.create_intent(
        key=key, amount_minor=amount_minor, currency=currency, reference=REFERENCE, description="A session"
    )


def paid(side: Side, card: Card = Card.GOOD) -> Intent:
    intent = made(side)
    side.pay(intent.id, card)
    return side.gateway.intent(intent.id)


class TestIntents:
    def test_a_new_one_waits_for_a_card_and_knows_whose_it_is(self, side: Side) -> None:
        intent = made(side)
        assert (intent.status, intent.amount_minor, intent.amount_received_minor, intent.currency) == (
            IntentStatus.REQUIRES_PAYMENT_METHOD,
            *(7500, 0, "USD"),
        )
        assert (intent.reference, intent.last_error, intent.next_action) == (REFERENCE, "", None)
        assert intent.client_secret.startswith(intent.id)
        assert side.gateway.intent(intent.id) == intent

    @pytest.mark.parametrize(
        ("amount", "currency"), [(9000, "JPY"), (18600, "KWD"), (9000, "ISK"), (900000, "MGA")]
    )
    def test_amounts_are_those_of_the_currency_there_and_back(
        self, side: Side, amount: int, currency: str
    ) -> None:
        intent = made(side, amount_minor=amount, currency=currency)
        side.pay(intent.id, Card.GOOD)
        intent = side.gateway.intent(intent.id)
        assert (intent.amount_minor, intent.amount_received_minor) == (amount, amount)
        refund = side.gateway.refund(key="r", intent_id=intent.id, amount_minor=amount)
        assert refund.amount_minor == amount

    @pytest.mark.parametrize(
        ("amount", "currency"), [(18605, "KWD"), (900050, "MGA"), (0, "USD"), (7500, "XXX")]
    )
    def test_what_no_card_is_charged_is_refused(self, side: Side, amount: int, currency: str) -> None:
        with pytest.raises(GatewayRefuses):
            made(side, amount_minor=amount, currency=currency)
        assert side.counts() == (0, 0, 0)

    @pytest.mark.parametrize("verb", ["intent", "refund_of", "payout_of"])
    def test_one_that_there_is_not_is_refused(self, side: Side, verb: str) -> None:
        with pytest.raises(GatewayRefuses) as refused:
            getattr(side.gateway, verb)("pi_nobodys")
        assert refused.value.code == "resource_missing"


class TestCards:
    def test_a_good_one_pays_all_of_it(self, side: Side) -> None:
        intent = paid(side)
        assert (intent.status, intent.amount_received_minor) == (IntentStatus.SUCCEEDED, 7500)

    @pytest.mark.parametrize("card", [Card.DECLINED, Card.WITHOUT_FUNDS, Card.EXPIRED])
    def test_after_a_declined_one_a_second_pays_the_same_intent(self, side: Side, card: Card) -> None:
        intent = paid(side, card)
        assert (intent.status, intent.amount_received_minor) == (IntentStatus.REQUIRES_PAYMENT_METHOD, 0)
        assert intent.last_error.startswith("Your card")
        side.pay(intent.id, Card.GOOD)
        after = side.gateway.intent(intent.id)
        assert (after.status, after.last_error) == (IntentStatus.SUCCEEDED, "")
        assert [each["type"] for each in side.told()] == [
            "payment_intent.payment_failed",
            "payment_intent.succeeded",
        ]

    @pytest.mark.parametrize("accept", [True, False], ids=["done", "refused"])
    def test_one_that_asks_for_a_step_is_charged_when_that_is_done(self, side: Side, accept: bool) -> None:
        intent = paid(side, Card.ASKS)
        assert (intent.status, intent.amount_received_minor) == (IntentStatus.REQUIRES_ACTION, 0)
        assert intent.next_action is not None
        side.answer_step(intent.id, accept=accept)
        after = side.gateway.intent(intent.id)
        assert after.next_action is None
        assert (after.status, bool(after.last_error)) == (
            (IntentStatus.SUCCEEDED, False) if accept else (IntentStatus.REQUIRES_PAYMENT_METHOD, True)
        )

    def test_while_one_waits_for_a_step_another_may_pay(self, side: Side) -> None:
        intent = paid(side, Card.ASKS)
        side.pay(intent.id, Card.GOOD)
        assert side.gateway.intent(intent.id).status == IntentStatus.SUCCEEDED

    def test_one_that_takes_long_is_charged_later(self, side: Side) -> None:
        intent = paid(side, Card.SLOW)
        assert (intent.status, intent.amount_received_minor) == (IntentStatus.PROCESSING, 0)
        side.settle(intent.id)
        assert side.gateway.intent(intent.id).status == IntentStatus.SUCCEEDED


class TestCancelling:
    @pytest.mark.parametrize("card", [None, Card.DECLINED, Card.ASKS], ids=["new", "declined", "asked"])
    def test_nobody_can_pay_it_any_more(self, side: Side, card: Card | None) -> None:
        intent = paid(side, card) if card else made(side)
        assert side.gateway.cancel_intent(intent.id, key="c").status == IntentStatus.CANCELED
        assert side.gateway.cancel_intent(intent.id, key="c").status == IntentStatus.CANCELED
        with pytest.raises(GatewayRefuses):
            side.gateway.refund(key="r", intent_id=intent.id, amount_minor=1000)

    @pytest.mark.parametrize(
        ("card", "status"), [(Card.GOOD, IntentStatus.SUCCEEDED), (Card.SLOW, IntentStatus.PROCESSING)]
    )
    def test_one_that_went_too_far_is_returned_as_it_is(
        self, side: Side, card: Card, status: IntentStatus
    ) -> None:
        intent = paid(side, card)
        assert side.gateway.cancel_intent(intent.id, key="c") == intent
        assert intent.status == status

    def test_one_that_was_being_charged_is_cancelled_under_the_same_key_once_it_waits_again(
        self, side: Side
    ) -> None:
        intent = paid(side, Card.SLOW)
        side.gateway.cancel_intent(intent.id, key="c")
        side.decline(intent.id)
        assert side.gateway.cancel_intent(intent.id, key="c").status == IntentStatus.CANCELED


class TestRefunds:
    def test_a_part_and_the_rest(self, side: Side) -> None:
        intent = paid(side)
        first = side.gateway.refund(key="r1", intent_id=intent.id, amount_minor=2500)
        assert (first.status, first.amount_minor, first.intent_id) == (
            *(RefundStatus.SUCCEEDED, 2500),
            intent.id,
        )
        assert side.gateway.refund(key="r2", intent_id=intent.id, amount_minor=5000).id != first.id

    @pytest.mark.parametrize("amount", [7501, 0, -1])
    def test_never_more_than_was_paid_and_never_nothing(self, side: Side, amount: int) -> None:
        intent = paid(side)
        with pytest.raises(GatewayRefuses):
            side.gateway.refund(key="r", intent_id=intent.id, amount_minor=amount)
        assert side.counts()[1] == 0

    def test_never_more_than_is_left(self, side: Side) -> None:
        intent = paid(side)
        side.gateway.refund(key="r1", intent_id=intent.id, amount_minor=5000)
        with pytest.raises(GatewayRefuses):
            side.gateway.refund(key="r2", intent_id=intent.id, amount_minor=2501)
        side.gateway.refund(key="r3", intent_id=intent.id, amount_minor=2500)
        with pytest.raises(GatewayRefuses) as refused:
            side.gateway.refund(key="r4", intent_id=intent.id, amount_minor=1)
        assert refused.value.code == "charge_already_refunded"

    def test_one_that_comes_back_can_be_made_again(self, side: Side) -> None:
        intent = paid(side, Card.KEEPS)
        made = side.gateway.refund(key="r1", intent_id=intent.id, amount_minor=7500)
        assert side.gateway.refund_of(made.id) == made
        side.fail_refund(made.id)
        assert side.told()[-1]["type"] == "refund.failed"
        assert side.gateway.refund_of(made.id) == replace(made, status=RefundStatus.FAILED)
        again = side.gateway.refund(key="r2", intent_id=intent.id, amount_minor=7500)
        assert (again.status, again.id != made.id) == (RefundStatus.SUCCEEDED, True)

    def test_none_while_the_payers_bank_disputes_it(self, side: Side) -> None:
        intent = paid(side, Card.DISPUTED)
        side.dispute(intent.id)
        with pytest.raises(GatewayRefuses) as refused:
            side.gateway.refund(key="r1", intent_id=intent.id, amount_minor=7500)
        assert refused.value.code == "charge_disputed"
        side.win(intent.id)
        side.gateway.refund(key="r2", intent_id=intent.id, amount_minor=7500)


class TestPayouts:
    def test_one_goes_to_its_account_and_may_come_back(self, side: Side) -> None:
        payout = _pay_out(side)
        assert (payout.status, payout.amount_minor, payout.currency, payout.reference) == (
            *(PayoutStatus.PAID, 6375, "USD"),
            REFERENCE,
        )
        assert side.gateway.payout_of(payout.id) == payout
        side.fail_payout(payout.id)
        assert side.told()[-1]["type"] == "transfer.reversed"
        assert side.gateway.payout_of(payout.id) == replace(payout, status=PayoutStatus.FAILED)

    @pytest.mark.parametrize("account", ["acct_closed", "ba_17", ""])
    def test_none_goes_where_there_is_no_account(self, side: Side, account: str) -> None:
        with pytest.raises(GatewayRefuses):
            _pay_out(side, account=account)
        assert side.counts()[2] == 0

    def test_one_is_made_once_for_a_reference_whatever_the_key(self, side: Side) -> None:
        payout = _pay_out(side)
        assert _pay_out(side, key="another") == payout
        with pytest.raises(GatewayRefuses):
            _pay_out(side, key="yet another", amount_minor=6380)
        assert side.counts()[2] == 1


def _pay_out(side: Side, *, key: str = "p", account: str = "acct_mentor", amount_minor: int = 6375):  # type: ignore[no-untyped-def]
    return side.gateway.pay_out(
        key=key, account=account, amount_minor=amount_minor, currency="USD", reference=REFERENCE
    )


class TestKeys:
    def test_the_same_gets_the_same_answer_and_is_done_once(self, side: Side) -> None:
        assert made(side).id == made(side).id
        intent = paid(side)
        refunds = [side.gateway.refund(key="r", intent_id=intent.id, amount_minor=5000).id for _ in range(2)]
        assert len({*refunds}) == 1
        assert _pay_out(side) == _pay_out(side)
        assert side.counts() == (1, 1, 1)

    def test_another_content_is_refused(self, side: Side) -> None:
        intent = paid(side)
        with pytest.raises(GatewayRefuses) as refused:
            made(side, amount_minor=8000)
        assert refused.value.code == "idempotency_error"
        side.gateway.refund(key="r", intent_id=intent.id, amount_minor=5000)
        with pytest.raises(GatewayRefuses) as refused:
            side.gateway.refund(key="r", intent_id=intent.id, amount_minor=2500)
        assert refused.value.code == "idempotency_error"
        _pay_out(side)
        with pytest.raises(GatewayRefuses):
            _pay_out(side, amount_minor=6380)
        assert side.counts() == (1, 1, 1)

    def test_what_moved_money_is_not_done_again_when_its_key_is_forgotten(self, side: Side) -> None:
        intent = paid(side)
        refund = side.gateway.refund(key="r", intent_id=intent.id, amount_minor=2500)
        payout = _pay_out(side)
        side.forget_keys()
        assert side.gateway.refund(key="r", intent_id=intent.id, amount_minor=2500) == refund
        assert _pay_out(side) == payout
        assert side.counts() == (1, 1, 1)


def test_a_banks_dispute_is_told_when_it_begins_and_ends(side: Side) -> None:
    intent = paid(side, Card.DISPUTED)
    side.dispute(intent.id)
    side.win(intent.id)
    opened, closed = (side.read(event).dispute for event in side.told()[-2:])
    assert opened is not None and closed is not None
    assert (opened.status, closed.status) == (DisputeStatus.OPEN, DisputeStatus.WON)
    assert (opened.intent_id, opened.amount_minor, opened.currency) == (intent.id, 7500, "USD")
    assert opened.id == closed.id


@pytest.mark.django_db
def test_none_of_it_is_asked_inside_a_transaction(side: Side) -> None:
    intent = made(side)
    asked = [
        lambda: made(side, key="k2"),
        lambda: side.gateway.intent(intent.id),
        lambda: side.gateway.cancel_intent(intent.id, key="c"),
        lambda: side.gateway.refund(key="r", intent_id=intent.id, amount_minor=1000),
        lambda: side.gateway.refund_of("re_1"),
        lambda: _pay_out(side),
        lambda: side.gateway.payout_of("tr_1"),
    ]
    for ask in asked:
        with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
            ask()
    assert side.counts() == (1, 0, 0)
    assert side.gateway.intent(intent.id) == intent
