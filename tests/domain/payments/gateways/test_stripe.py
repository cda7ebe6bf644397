"""What Stripe's client does where Stripe answers badly, or not at all."""

import logging
from uuid import uuid4

import pytest
import stripe as sdk
from django.utils import timezone

from tests.domain.payments.gateways.sides import SECRET, FakeSide, sent, stripe_at
from tests.stripe_fake import Fake
from trellis.domain.payments.gateways import gateway, gateway_named, stripe
from trellis.domain.payments.gateways.cards import Card
from trellis.domain.payments.gateways.refusals import CardDeclined, GatewayAway, GatewayRefuses, NoGateway
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.gateways.stripe import Stripe
from trellis.domain.payments.gateways.types import Intent

REFERENCE = uuid4()


@pytest.fixture
def side(fake: Fake) -> FakeSide:
    return FakeSide(fake)


def made(at: Stripe) -> Intent:
    return at.create_intent(
        key="k1", amount_minor=7500, currency="USD", reference=REFERENCE, description="A session"
    )


class TestNoAnswer:
    @pytest.mark.parametrize("trouble", ["500", "429", "page", "lost"])
    def test_the_same_key_gets_it_later_and_it_is_done_once(self, side: FakeSide, trouble: str) -> None:
        side.fake.troubles = [trouble]
        with pytest.raises(GatewayAway):
            made(side.gateway)
        assert len(side.fake.asked) == 1, "whoever wants it asks again, not the client"
        intent = made(side.gateway)
        assert list(side.account.intents) == [intent.id]

    def test_a_slow_one_is_not_waited_for(self, side: FakeSide, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(stripe, "_TIMEOUTS", (1, 0.2))
        impatient = stripe_at(side.fake.url)
        side.fake.troubles = ["slow"]
        with pytest.raises(GatewayAway):
            made(impatient)
        assert made(impatient).id in side.account.intents
        assert side.counts()[0] == 1

    def test_nobody_there(self) -> None:
        with pytest.raises(GatewayAway):
            made(stripe_at("http://127.0.0.1:9"))

    @pytest.mark.parametrize("lost", [0, 1], ids=["reading", "moving"])
    def test_a_refund_whose_answer_was_lost_is_made_once(self, side: FakeSide, lost: int) -> None:
        intent = made(side.gateway)
        side.pay(intent.id, Card.GOOD)
        side.fake.troubles = [*[""] * lost, "lost"]
        with pytest.raises(GatewayAway):
            side.gateway.refund(key="r", intent_id=intent.id, amount_minor=2500)
        side.gateway.refund(key="r", intent_id=intent.id, amount_minor=2500)
        assert side.counts()[1] == 1

    def test_a_payout_whose_answer_was_lost_is_made_once_a_day_later_too(self, side: FakeSide) -> None:
        def pay_out() -> str:
            return side.gateway.pay_out(
                key="p", account="acct_mentor", amount_minor=6375, currency="USD", reference=REFERENCE
            ).id

        side.fake.troubles = ["", "lost"]
        with pytest.raises(GatewayAway):
            pay_out()
        side.forget_keys()
        assert [pay_out()] == list(side.account.transfers)

    def test_a_key_that_is_being_worked_on_is_asked_for_again(self, side: FakeSide) -> None:
        intent = made(side.gateway)
        content, _ = side.fake.kept["k1"]
        side.fake.kept["k1"] = (content, None)
        with pytest.raises(GatewayAway):
            made(side.gateway)
        assert list(side.account.intents) == [intent.id]


def test_a_wrong_key_of_ours_is_no_refusal_of_the_gateways(fake: Fake) -> None:
    stranger = Stripe(key="sk_live_another", secrets=[SECRET], site="http://x", address=fake.url)
    with pytest.raises(GatewayAway):
        made(stranger)


def test_what_is_sent_is_named_and_of_one_version(side: FakeSide) -> None:
    intent = made(side.gateway)
    side.gateway.cancel_intent(intent.id, key="c")
    made_, cancelled = side.fake.asked
    assert {each.version for each in side.fake.asked} == {stripe.API_VERSION}
    assert made_.key == "k1"
    assert cancelled.key.startswith("c-")
    assert made_.said == {
        "amount": "7500",
        "currency": "usd",
        "description": "A session",
        "payment_method_types": {"0": "card"},
        "metadata": {"site": "http://localhost:8000", "reference": str(REFERENCE)},
    }


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [(9000, "JPY", "9000"), (18600, "KWD", "18600"), (9000, "ISK", "900000"), (900000, "MGA", "9000")],
)
def test_amounts_are_written_as_stripe_writes_them(
    side: FakeSide, amount: int, currency: str, written: str
) -> None:
    side.gateway.create_intent(
        key="k", amount_minor=amount, currency=currency, reference=REFERENCE, description=""
    )
    assert side.fake.asked[0].said["amount"] == written
    assert "description" not in side.fake.asked[0].said


def test_the_words_of_a_declined_card_are_told_and_others_are_not() -> None:
    card = sdk.CardError(
        "Your card has expired.", "number", "expired_card", http_status=402, json_body={"error": {}}
    )
    refusal = stripe._refusal(card)
    assert isinstance(refusal, CardDeclined)
    assert (refusal.sentence, refusal.code) == ("Your card has expired.", "expired_card")
    request = sdk.InvalidRequestError("No such intent: 'pi_1'; key sk_test_1", "id", "resource_missing")
    refusal = stripe._refusal(request)
    assert isinstance(refusal, GatewayRefuses)
    assert "pi_1" not in refusal.sentence


def test_no_secret_is_logged_or_shown_as_a_cause(side: FakeSide, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("stripe").setLevel(logging.WARNING)  # as core/logs.py has it
    intent = made(side.gateway)
    side.pay(intent.id, Card.SLOW)
    with pytest.raises(GatewayRefuses) as refused:
        side.gateway.refund(key="r", intent_id=intent.id, amount_minor=2500)
    assert refused.value.__suppress_context__
    assert "stripe refused" in caplog.text
    for secret in (intent.client_secret, "sk_test_of_the_tests", SECRET):
        assert secret not in caplog.text


class TestWhichGateway:
    def test_without_a_key_the_sandbox(self) -> None:
        assert isinstance(gateway(), Sandbox)

    def test_with_one_stripe_and_what_was_paid_in_the_sandbox_stays_there(self, settings) -> None:  # type: ignore[no-untyped-def]
        settings.STRIPE_KEY = "sk_test_of_the_tests"
        settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
        assert gateway().name == "stripe"
        assert gateway() is gateway_named("stripe")
        assert gateway_named("sandbox").name == "sandbox"

    def test_in_production_without_one_nobody(self, settings) -> None:  # type: ignore[no-untyped-def]
        settings.IS_PRODUCTION = True
        with pytest.raises(NoGateway):
            gateway()
        with pytest.raises(NoGateway):
            made(Sandbox())  # type: ignore[arg-type]
        with pytest.raises(NoGateway):
            Sandbox().pay("pi_1", card="4242424242424242", key="k")
        settings.STRIPE_KEY = "sk_live_of_the_tests"
        assert gateway().name == "stripe"
        with pytest.raises(NoGateway):
            gateway_named("sandbox")

    def test_one_that_there_is_not(self) -> None:
        for name in ("stripe", "paypal"):
            with pytest.raises(NoGateway):
                gateway_named(name)


def test_events_of_others_on_the_account_are_read_as_such(side: FakeSide) -> None:
    foreign = side.account.create_intent(
        {"amount": "7500", "currency": "usd", "metadata": {"reference": str(REFERENCE), "site": "http://y"}}
    )
    side.pay(foreign["id"], Card.GOOD)
    foreign = side.read(side.told()[-1]).intent
    assert foreign is not None
    assert foreign.reference is None


def test_a_transfer_without_a_mark_is_nobodys(side: FakeSide) -> None:
    event = {
        "id": "evt_1",
        "object": "event",
        "type": "payout.paid",
        "created": 1,
        "data": {
            "object": {"id": "po_1", "object": "payout", "amount": 1, "currency": "usd", "status": "paid"}
        },
    }
    payout = side.read(event).payout
    assert payout is not None
    assert payout.reference is None


@pytest.mark.parametrize(
    "event",
    [
        {"id": "evt_1", "object": "event", "type": "x.y", "created": 1, "data": {"object": {"object": "z"}}},
        {"id": "evt_1", "object": "v2.core.event", "type": "x.y", "created": "2026-11-29T10:00:00.000Z"},
    ],
    ids=["of a kind", "of another version"],
)
def test_events_that_we_do_not_know_are_read_as_having_come(side: FakeSide, event: dict[str, object]) -> None:
    now = timezone.now()
    read = side.gateway.read_event(*sent(event, secret=SECRET, now=now), now=now)
    assert (read.id, read.type) == ("evt_1", "x.y")
    assert (read.intent, read.refund, read.dispute, read.payout) == (None, None, None, None)
