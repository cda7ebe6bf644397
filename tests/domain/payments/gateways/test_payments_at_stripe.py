"""Payments where Stripe is set up: what the sandbox's tests hold, at Stripe's own words."""

from random import Random
from typing import Any

import pytest
from django.db import transaction

from tests.domain.payments.gateways.sides import NEXT_SECRET, SECRET, FakeSide
from tests.domain.payments.world import (
    NOW,
    K,
    asked,
    assert_books_agree,
    balance,
    fresh,
    opened,
    person,
    refund,
)
from tests.rounds import ROUNDS
from tests.stripe_fake import Fake, deliver, signed
from trellis.domain.payments.gateways.cards import Card
from trellis.domain.payments.gateways.refusals import BadSignature, GatewayAway
from trellis.domain.payments.models import KeptEvent, Payment, Payout
from trellis.domain.payments.rules.choices import RefundStatus, Status
from trellis.domain.payments.services.confirming import look
from trellis.domain.payments.services.earning import earn
from trellis.domain.payments.services.opening import ask_gateway
from trellis.domain.payments.services.payouts import ask_payout, begin_payouts, set_payout_account
from trellis.domain.payments.services.refunding import ask_refund
from trellis.domain.payments.services.webhooks import receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def side(fake: Fake, settings: Any) -> FakeSide:
    settings.STRIPE_KEY = "sk_test_of_the_tests"
    settings.STRIPE_WEBHOOK_SECRETS = [NEXT_SECRET, SECRET]
    settings.STRIPE_URL = f"{fake.url}/"
    return FakeSide(fake)


def take_in(body: bytes, signature: str) -> None:
    receive(body=body, signature=signature, now=NOW)


def told(side: FakeSide, **how: Any) -> None:
    deliver(side.told(), take_in, secrets=[SECRET], now=NOW, **how)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_two_cards_told_three_times_in_any_order_are_one_completed_payment(side: FakeSide, seed: int) -> None:
    payment = asked()
    assert payment.gateway == "stripe"
    for card in (Card.DECLINED, Card.SLOW):
        side.pay(payment.intent_id, card)
    side.settle(payment.intent_id)
    told(side, times=3, shuffled_by=Random(seed))
    assert fresh(payment).status == Status.COMPLETED
    assert balance(K.HELD, person("sarah")) == 7500
    assert_books_agree()


def test_a_lost_answer_is_asked_for_again_and_charged_once(side: FakeSide) -> None:
    payment = opened()
    side.fake.troubles = ["lost"]
    with pytest.raises(GatewayAway):
        ask_gateway(payment=payment, now=NOW)
    payment = ask_gateway(payment=payment, now=NOW)
    side.pay(payment.intent_id, Card.GOOD)
    assert look(payment=payment, now=NOW).status == Status.COMPLETED
    assert side.counts()[0] == 1


def test_a_refund_and_a_payout_go_out_once_and_come_back(side: FakeSide) -> None:
    set_payout_account(user=person("sarah"), account="acct_mentor", actor=person("ada"), now=NOW)
    payment = _earned(side)
    begin_payouts(now=NOW)
    for _ in range(2):
        for payout in Payout.objects.all():
            ask_payout(payout=payout, now=NOW)
    assert side.counts()[2] == 1
    back = refund(payment, 2500)
    assert back is not None
    assert ask_refund(refund=back, now=NOW).status == RefundStatus.SUCCEEDED
    side.fail_refund(next(iter(side.account.refunds)))
    side.fail_payout(next(iter(side.account.transfers)))
    told(side, times=2)
    back.refresh_from_db()
    assert back.status == RefundStatus.FAILED
    assert_books_agree()


def test_an_event_of_another_product_leaves_no_trace(side: FakeSide) -> None:
    foreign = side.account.create_intent({"amount": "7500", "currency": "usd"})
    side.pay(foreign["id"], Card.GOOD)
    told(side)
    assert (Payment.objects.count(), KeptEvent.objects.count()) == (0, 0)


def test_while_the_secret_changes_either_will_do_and_another_will_not(side: FakeSide) -> None:
    payment = asked()
    side.pay(payment.intent_id, Card.GOOD)
    (event,) = side.told()
    with pytest.raises(BadSignature):
        take_in(*signed(event, secrets=["whsec_nobodys"], now=NOW))
    take_in(*signed(event, secrets=["whsec_nobodys", NEXT_SECRET], now=NOW))
    assert fresh(payment).status == Status.COMPLETED


def _earned(side: FakeSide) -> Payment:
    payment = asked()
    side.pay(payment.intent_id, Card.GOOD)
    payment = look(payment=payment, now=NOW)
    with transaction.atomic():
        earn(payment=payment, now=NOW)
    return fresh(payment)
