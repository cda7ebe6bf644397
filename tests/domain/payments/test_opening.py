"""A payment begins in the transaction of what is paid for, and asks the gateway after its commit."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.domain.payments.world import (
    MINUTE,
    NOW,
    asked,
    assert_books_agree,
    counted,
    fresh,
    opened,
    paid,
    person,
    refund,
    silent,
    succeed,
)
from trellis.domain.payments.gateways.refusals import GatewayAway, GatewayRefuses
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.models import Payment
from trellis.domain.payments.models.sandbox import SandboxIntent
from trellis.domain.payments.queries import last_of, only_open_of, payment_for, payments_of
from trellis.domain.payments.refusals import AlreadyAsked, AlreadyPaid
from trellis.domain.payments.rules.choices import Status, SubjectKind
from trellis.domain.payments.services.opening import ask_gateway, ask_unanswered

pytestmark = pytest.mark.django_db


def test_it_is_gone_with_the_transaction_of_what_is_paid_for() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        opened()
        raise ZeroDivisionError
    assert not Payment.objects.exists()


def test_the_gateway_is_not_asked_inside_a_transaction() -> None:
    payment = opened()
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        ask_gateway(payment=payment, now=NOW)
    assert ask_gateway(payment=payment, now=NOW).status == Status.PENDING


@pytest.mark.parametrize("after", [False, True], ids=["never came there", "was answered in vain"])
def test_without_an_answer_the_clock_asks_again_with_the_same_key(
    monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    payment = opened()
    with monkeypatch.context() as patch:
        lost = silent(patch, "create_intent", after=after)
        with pytest.raises(GatewayAway):
            ask_gateway(payment=payment, now=NOW)
        ask_unanswered(now=NOW + MINUTE)
    assert fresh(payment).status == Status.CREATING
    with counted(monkeypatch, "create_intent") as keys:
        ask_unanswered(now=NOW)  # the request that made it may still be asking
        ask_unanswered(now=NOW + MINUTE)
        ask_unanswered(now=NOW + MINUTE)
        ask_gateway(payment=payment, now=NOW)
    assert [*lost, *keys] == [str(payment.public_id)] * 3
    found = fresh(payment)
    assert (found.status, found.intent_id) == (Status.PENDING, SandboxIntent.objects.get().gateway_id)
    assert found.client_secret


def test_what_is_overdue_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    opened()
    with counted(monkeypatch, "create_intent") as keys:
        ask_unanswered(now=NOW + 15 * MINUTE)
    assert keys == []


def test_one_that_the_gateway_refuses_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(self: Sandbox, **_: object) -> None:
        raise GatewayRefuses(code="amount_too_small")

    monkeypatch.setattr(Sandbox, "create_intent", refuses)
    payment = opened()
    with pytest.raises(GatewayRefuses):
        ask_gateway(payment=payment, now=NOW)
    assert fresh(payment).status == Status.CANCELLED


class TestOneForASubject:
    def test_the_open_one_is_returned_again(self) -> None:
        payment = asked()
        assert opened(subject_id=payment.subject_id) == payment

    @pytest.mark.parametrize("other", [{"amount": 7501}, {"currency": "EUR"}, {"payer": "tom"}])
    def test_another_amount_or_somebody_else_is_refused(self, other: dict[str, object]) -> None:
        payment = asked()
        if "payer" in other:
            other = {"payer": person("tom")}
        with pytest.raises(AlreadyAsked):
            opened(subject_id=payment.subject_id, **other)

    def test_what_is_paid_is_not_asked_for_again_until_all_of_it_has_gone_back(self) -> None:
        payment = paid()
        refund(payment, 7499)
        with pytest.raises(AlreadyPaid):
            opened(subject_id=payment.subject_id)
        refund(payment, 1)
        assert opened(subject_id=payment.subject_id).pk != payment.pk

    def test_one_that_is_paid_while_another_is_opened_is_not_asked_for_again(self) -> None:
        payment = asked()
        looked: list[str] = []

        def pay_after_the_first_look(execute: Any, sql: str, *rest: Any) -> Any:
            found = execute(sql, *rest)
            if "payments_payment" in sql and not looked:
                looked.append(sql)
                succeed(payment)
            return found

        with connection.execute_wrapper(pay_after_the_first_look):
            assert opened(subject_id=payment.subject_id) == payment
        assert looked
        with pytest.raises(AlreadyPaid):
            opened(subject_id=payment.subject_id)
        assert Payment.objects.count() == 1

    def test_the_database_has_one_open_at_once(self) -> None:
        payment = asked()
        ended = opened()
        Payment.objects.filter(pk=ended.pk).update(status=Status.CANCELLED)
        Payment.objects.filter(pk=ended.pk).update(subject_id=payment.subject_id)
        with pytest.raises(IntegrityError, match="payment_open_once"), transaction.atomic():
            Payment.objects.filter(pk=ended.pk).update(status=Status.PENDING)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"refunded_minor": 7501, "held_minor": -1}, "payment_refunded"),
        ({"refunded_minor": 1}, "payment_accounted"),
        ({"fee_minor": 1124}, "payment_shares"),
        ({"received_minor": 7499, "held_minor": 7499}, "payment_received"),
        ({"received_currency": "EUR"}, "payment_received"),
        ({"misplaced": "late"}, "payment_received"),
        ({"status": "paid"}, "payment_"),
        ({"status": "pending"}, "payment_received"),
        ({"amount_minor": 0, "fee_minor": 0, "payout_minor": 0}, "payment_"),
    ],
)
def test_the_database_refuses_what_does_not_add_up(columns: dict[str, object], constraint: str) -> None:
    payment = paid()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**columns)


def test_all_of_it_is_the_houses_where_it_is_paid_to_nobody() -> None:
    payment = asked(payee=None, subject_kind=SubjectKind.ENROLLMENT)
    assert (payment.fee_minor, payment.payout_minor) == (7500, 0)
    done = succeed(payment)
    assert (done.house_minor, done.earned_at) == (7500, NOW)
    assert_books_agree()


def test_people_find_their_own() -> None:
    ann, tom = person("ann"), person("tom")
    first = asked()
    assert only_open_of(ann) == first
    second = asked()
    assert only_open_of(ann) is None
    assert list(payments_of(ann)) == [second, first]
    assert payment_for(ann, public_id=first.public_id) == payment_for(ann, intent_id=first.intent_id) == first
    assert payment_for(tom, public_id=first.public_id) is payment_for(ann) is None
    assert last_of(SubjectKind.BOOKING, first.subject_id) == first
    assert last_of(SubjectKind.BUNDLE, uuid4()) is None
