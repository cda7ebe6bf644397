"""The sandbox alone: crowds at one intent, what comes later, and what it keeps of cards."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.crowd import at_once
from tests.rounds import ROUNDS
from trellis.domain.payments.gateways import tasks
from trellis.domain.payments.gateways.cards import CARDS, Card, card_of
from trellis.domain.payments.gateways.refusals import CardDeclined, GatewayRefuses
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.gateways.types import Intent, IntentStatus
from trellis.domain.payments.models import (
    SandboxEvent,
    SandboxIntent,
    SandboxKey,
    SandboxPayout,
    SandboxRefund,
)
from trellis.domain.payments.services import webhooks
from trellis.domain.payments.services.attempts import remove_old

GOOD = "4242 4242 4242 4242"
NUMBERS = {card: number for number, card in CARDS.items()}


def made(key: str = "k") -> Intent:
    return Sandbox().create_intent(
        key=key, amount_minor=7500, currency="USD", reference=uuid4(), description="A session with Ann"
    )


def outcome(act: Callable[[], Any]) -> str:
    try:
        return str(act().id)
    except (GatewayRefuses, CardDeclined) as refusal:
        return refusal.code


def waiting(task: Any) -> list[dict[str, Any]]:
    """Return the arguments of the jobs that wait for this task."""
    jobs = ProcrastinateJob.objects.filter(task_name=task.name, status="todo").order_by("id")
    return [dict(job.args) for job in jobs]


@pytest.mark.django_db(transaction=True)
class TestCrowds:
    @pytest.mark.parametrize("_round", range(ROUNDS))
    def test_of_many_who_pay_at_once_one_is_charged(self, _round: int) -> None:
        intent = made()
        told = at_once(
            8, lambda number: outcome(lambda: Sandbox().pay(intent.id, card=GOOD, key=f"pay-{number}"))
        )
        assert Counter(told) == {intent.id: 1, "payment_intent_unexpected_state": 7}
        assert [event.type for event in SandboxEvent.objects.all()] == ["payment_intent.succeeded"]

    @pytest.mark.parametrize("_round", range(ROUNDS))
    def test_the_same_asked_at_once_is_done_once(self, _round: int) -> None:
        reference, sandbox = uuid4(), Sandbox()

        def create(_: int) -> str:
            said = {"amount_minor": 7500, "currency": "USD", "reference": reference, "description": ""}
            return sandbox.create_intent(key="one", **said).id

        (intent_id,) = set(at_once(8, create))
        assert SandboxIntent.objects.count() == 1
        paid = at_once(8, lambda _: sandbox.pay(intent_id, card=GOOD, key="pay").status)
        assert set(paid) == {IntentStatus.SUCCEEDED}
        refunds = at_once(8, lambda _: sandbox.refund(key="r", intent_id=intent_id, amount_minor=7500).id)
        assert len(set(refunds)) == 1

    @pytest.mark.parametrize("_round", range(ROUNDS))
    def test_many_who_give_back_at_once_never_give_more_than_came(self, _round: int) -> None:
        intent = made()
        Sandbox().pay(intent.id, card=GOOD, key="pay")
        told = at_once(
            8,
            lambda number: outcome(
                lambda: Sandbox().refund(key=f"r{number}", intent_id=intent.id, amount_minor=2500)
            ),
        )
        assert told.count("charge_already_refunded") == 5
        assert SandboxRefund.objects.count() == 3
        assert SandboxIntent.objects.get().refunded_minor == 7500

    @pytest.mark.parametrize("_round", range(ROUNDS))
    def test_who_pays_and_who_cancels_at_once_agree_in_the_end(self, _round: int) -> None:
        intent = made()
        acts: list[Callable[[], Any]] = [
            lambda: Sandbox().pay(intent.id, card=GOOD, key="pay"),
            lambda: Sandbox().cancel_intent(intent.id, key="c"),
        ]
        at_once(2, lambda number: outcome(acts[number]))
        row, event = SandboxIntent.objects.get(), SandboxEvent.objects.get()
        assert (row.status, event.type) in {
            ("succeeded", "payment_intent.succeeded"),
            ("canceled", "payment_intent.canceled"),
        }

    @pytest.mark.parametrize("_round", range(ROUNDS))
    def test_one_reference_is_paid_out_once_whatever_the_keys(self, _round: int) -> None:
        reference = uuid4()

        def pay_out(number: int) -> str:
            return (
                Sandbox()
                .pay_out(
                    key=f"p{number}", account="acct_a", amount_minor=10, currency="USD", reference=reference
                )
                .id
            )

        assert len(set(at_once(8, pay_out))) == SandboxPayout.objects.count() == 1

    def test_a_refund_that_comes_back_while_others_are_made_is_counted_once(self) -> None:
        intent = made()
        Sandbox().pay(intent.id, card=NUMBERS[Card.KEEPS], key="pay")
        back = Sandbox().refund(key="r", intent_id=intent.id, amount_minor=7500)
        at_once(4, lambda _: tasks.fail_refund(refund_id=back.id))
        assert SandboxIntent.objects.get().refunded_minor == 0
        assert SandboxEvent.objects.filter(type="refund.failed").count() == 1


@pytest.mark.django_db
class TestLater:
    """What comes later is a job of the transaction that wants it; done twice it changes nothing."""

    def test_a_card_that_takes_long_is_charged(self) -> None:
        intent = made()
        Sandbox().pay(intent.id, card=NUMBERS[Card.SLOW], key="pay")
        (said,) = waiting(tasks.settle_intent)
        assert ProcrastinateJob.objects.get(task_name=tasks.settle_intent.name).scheduled_at is not None
        for _ in range(2):
            tasks.settle_intent(**said)
        assert Sandbox().intent(intent.id).status == IntentStatus.SUCCEEDED
        assert SandboxEvent.objects.filter(type="payment_intent.succeeded").count() == 1

    def test_a_card_is_disputed(self) -> None:
        intent = made()
        Sandbox().pay(intent.id, card=NUMBERS[Card.DISPUTED], key="pay")
        (said,) = waiting(tasks.dispute_intent)
        for _ in range(2):
            tasks.dispute_intent(**said)
        assert SandboxEvent.objects.filter(type="charge.dispute.created").count() == 1

    def test_a_refund_comes_back(self) -> None:
        intent = made()
        Sandbox().pay(intent.id, card=NUMBERS[Card.KEEPS], key="pay")
        Sandbox().refund(key="r", intent_id=intent.id, amount_minor=7500)
        (said,) = waiting(tasks.fail_refund)
        for _ in range(2):
            tasks.fail_refund(**said)
        assert SandboxIntent.objects.get().refunded_minor == 0

    def test_a_payout_comes_back(self) -> None:
        Sandbox().pay_out(key="p", account="acct_failing", amount_minor=10, currency="USD", reference=uuid4())
        (said,) = waiting(tasks.fail_payout)
        for _ in range(2):
            tasks.fail_payout(**said)
        assert SandboxEvent.objects.filter(type="transfer.reversed").count() == 1

    def test_nothing_is_told_of_what_is_refused(self) -> None:
        intent = made()
        with pytest.raises(GatewayRefuses):
            Sandbox().refund(key="r", intent_id=intent.id, amount_minor=1)
        assert (SandboxEvent.objects.count(), waiting(tasks.deliver_event)) == (0, [])


@pytest.mark.django_db
class TestDelivering:
    def test_an_event_comes_in_signed_and_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        read = []
        monkeypatch.setattr(webhooks, "receive", lambda **said: read.append(_read(**said)))
        intent = made()
        Sandbox().pay(intent.id, card=GOOD, key="pay")
        (said,) = waiting(tasks.deliver_event)
        for _ in range(2):
            tasks.deliver_event(**said)
        (event,) = read
        assert (event.type, event.intent.id, event.intent.reference) == (
            "payment_intent.succeeded",
            *(intent.id, intent.reference),
        )

    def test_what_was_not_taken_in_comes_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Sandbox().pay(made().id, card=GOOD, key="pay")
        (said,) = waiting(tasks.deliver_event)
        with monkeypatch.context() as away:
            away.setattr(webhooks, "receive", _fail)
            with pytest.raises(RuntimeError):
                tasks.deliver_event(**said)
        assert SandboxEvent.objects.get().delivered_at is None
        tasks.deliver_event(**said)
        assert SandboxEvent.objects.get().delivered_at is not None

    def test_where_stripe_has_taken_over_nobody_reads_it(self, settings: Any) -> None:
        Sandbox().pay(made().id, card=GOOD, key="pay")
        settings.STRIPE_KEY = "sk_test_of_the_tests"
        (said,) = waiting(tasks.deliver_event)
        tasks.deliver_event(**said)
        assert SandboxEvent.objects.get().delivered_at is None


def _read(*, body: bytes, signature: str, now: Any) -> Any:
    return Sandbox().read_event(body, signature, now=now)


def _fail(**_: Any) -> None:
    raise RuntimeError("This site is out of order.")


@pytest.mark.django_db
class TestWhatIsKept:
    @pytest.mark.parametrize("card", ["4111 1111 1111 1111", "", "4000056655665556"])
    def test_a_card_that_is_none_of_tests_is_refused_and_no_digit_of_it_kept(self, card: str) -> None:
        intent = made()
        with pytest.raises(CardDeclined) as declined:
            Sandbox().pay(intent.id, card=card, key="pay")
        assert declined.value.code == "test_mode_live_card"
        kept = [
            repr(list(table.objects.values()))
            for table in (SandboxIntent, SandboxKey, SandboxEvent, ProcrastinateJob)
        ]
        digits = card.replace(" ", "")
        assert not digits or all(digits not in each and digits[:8] not in each for each in kept)

    def test_nobody_is_named(self) -> None:
        made()
        assert "Ann" not in repr([*SandboxIntent.objects.values(), *SandboxKey.objects.values()])

    def test_a_decline_is_answered_again_under_its_key_and_a_new_key_tries_anew(self) -> None:
        intent = made()
        declined = NUMBERS[Card.DECLINED]
        told = [outcome(lambda: Sandbox().pay(intent.id, card=declined, key="first")) for _ in range(2)]
        assert told == ["generic_decline"] * 2
        assert SandboxEvent.objects.count() == 1
        with pytest.raises(GatewayRefuses) as refused:
            Sandbox().pay(intent.id, card=GOOD, key="first")
        assert refused.value.code == "idempotency_error"
        assert Sandbox().pay(intent.id, card=GOOD, key="second").status == IntentStatus.SUCCEEDED
        assert outcome(lambda: Sandbox().pay(intent.id, card=declined, key="first")) == "generic_decline"

    def test_the_database_refuses_to_give_back_more_than_came(self) -> None:
        intent = made()
        Sandbox().pay(intent.id, card=GOOD, key="pay")
        rows = SandboxIntent.objects.filter(gateway_id=intent.id)
        for wrong in ({"refunded_minor": 7501}, {"received_minor": 0}, {"status": "canceled"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**wrong)


@pytest.mark.parametrize("number", [*CARDS, GOOD, "4242-4242-4242-4242"])
def test_every_card_of_tests_is_known_however_it_is_written(number: str) -> None:
    assert card_of(number) != Card.REAL


@pytest.mark.django_db
def test_a_step_is_answered_only_where_one_is_asked_for() -> None:
    intent = made()
    with pytest.raises(GatewayRefuses):
        Sandbox().answer_step(intent.id, accept=True)
    assert Sandbox().intent(intent.id).status == IntentStatus.REQUIRES_PAYMENT_METHOD


@pytest.mark.django_db
def test_what_it_was_asked_long_ago_is_forgotten_and_what_is_not_delivered_is_left() -> None:
    intent, now = made(), timezone.now()
    Sandbox().pay(intent.id, card=GOOD, key="pay")
    SandboxEvent.objects.update(delivered_at=now)
    waits = SandboxEvent.objects.create(gateway_id="evt_waiting", type="x", data={}, created_at=now)
    remove_old(now=now + timedelta(days=59))
    assert (SandboxKey.objects.count(), SandboxEvent.objects.count()) == (2, 2)
    remove_old(now=now + timedelta(days=61))
    assert (SandboxKey.objects.count(), SandboxEvent.objects.get()) == (0, waits)
    assert Sandbox().intent(intent.id).status == IntentStatus.SUCCEEDED
