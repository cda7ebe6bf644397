"""An enrolment opens with the money, once, and closes when it goes back."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.domain.learning.factory import opportunity, person
from tests.domain.payments.payers import GOOD, refunded, with_card
from trellis.core.events import history_of
from trellis.core.models import Mail
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.refusals import NoEnrollment
from trellis.domain.learning.rules.access import has_access
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.learning.services.paying import pay_for
from trellis.domain.ledger.models import AccountKind
from trellis.domain.ledger.queries import balance_of
from trellis.domain.notifications.models import Notification
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.gateways.types import DisputeStatus, GatewayDispute, GatewayRefund, RefundStatus
from trellis.domain.payments.models import Payment, Refund
from trellis.domain.payments.refusals import AlreadyPaid, CostsNothing
from trellis.domain.payments.rules.choices import Status
from trellis.domain.payments.services.confirming import look
from trellis.domain.payments.services.disputes import apply_dispute
from trellis.domain.payments.services.opening import ask_gateway
from trellis.domain.payments.services.refunding import apply_refund, ask_refund

pytestmark = pytest.mark.django_db


def _enrolled(**said: Any) -> Enrollment:
    row = opportunity(**{"price_minor": 4999, **said})
    made, _ = enroll(user=person(), opportunity_id=row.public_id, now=timezone.now())
    return made


def _asked(enrollment: Enrollment) -> Payment:
    payment, _ = pay_for(user=enrollment.user, enrollment_id=enrollment.public_id, now=timezone.now())
    return ask_gateway(payment=payment, now=timezone.now())


def _fees() -> int:
    return balance_of(kind=AccountKind.FEES, user_id=None, currency="USD")


def test_it_opens_with_the_money_which_is_the_houses() -> None:
    enrollment = _enrolled()
    payment = with_card(_asked(enrollment))
    enrollment.refresh_from_db()
    assert has_access(enrollment)
    assert (enrollment.payment, enrollment.paid_at) == (payment, payment.succeeded_at)
    assert _fees() == 4999
    assert list(history_of(enrollment).values_list("kind", flat=True)) == [
        "enrollment.made",
        "enrollment.paid",
    ]


def test_who_is_enrolled_is_told_that_it_opens_and_closes() -> None:
    enrollment = _enrolled()
    payment = with_card(_asked(enrollment))
    refunded(payment, 4999)
    told = Notification.objects.filter(recipient=enrollment.user).order_by("pk")
    title = enrollment.opportunity.title
    assert list(told.values_list("kind", "title", "body")) == [
        ("enrollment.paid", f"{title} is open to you", "Paid: 49.99 USD."),
        (
            "enrollment.unpaid",
            f"{title} is closed to you",
            "What was paid for it has gone back. It opens once it is paid anew.",
        ),
    ]
    opened, closed = Mail.objects.filter(to=enrollment.user.email).order_by("pk")
    assert f"/pay/{payment.public_id}/receipt" in opened.text
    assert f"/pay/enrollment/{enrollment.public_id}" in closed.text


def test_it_is_asked_for_once_and_paid_once() -> None:
    enrollment = _enrolled()
    first, again = _asked(enrollment), _asked(enrollment)
    assert first == again
    with_card(first)
    with pytest.raises(AlreadyPaid):
        _asked(enrollment)


def test_what_is_free_or_anothers_is_not_paid() -> None:
    with pytest.raises(CostsNothing):
        _asked(_enrolled(price_minor=0))
    with pytest.raises(NoEnrollment):
        pay_for(user=person(), enrollment_id=_enrolled().public_id, now=timezone.now())
    with pytest.raises(NoEnrollment):
        pay_for(user=person(), enrollment_id=uuid4(), now=timezone.now())


def test_it_closes_when_all_of_the_money_is_back_and_may_be_paid_anew() -> None:
    enrollment = _enrolled()
    payment = with_card(_asked(enrollment))
    refunded(payment, 2000)
    enrollment.refresh_from_db()
    assert has_access(enrollment)
    refunded(payment, 2999)
    enrollment.refresh_from_db()
    assert not has_access(enrollment)
    assert _fees() == 0
    second = with_card(_asked(enrollment))
    enrollment.refresh_from_db()
    assert has_access(enrollment)
    assert enrollment.payment == second != payment


def test_a_refund_that_fails_later_opens_it_again() -> None:
    enrollment = _enrolled()
    refunded(with_card(_asked(enrollment)), 4999)
    refund = Refund.objects.get()
    failed = GatewayRefund(id=refund.gateway_id, status=RefundStatus.FAILED, amount_minor=4999, intent_id="")
    for _ in range(2):
        apply_refund(refund_id=refund.pk, told=failed, now=timezone.now())
        enrollment.refresh_from_db()
        assert has_access(enrollment)


def _bank(payment: Payment, status: DisputeStatus, amount: int = 4999) -> None:
    told = GatewayDispute(
        id="dp_1",
        status=status,
        amount_minor=amount,
        currency="USD",
        intent_id=payment.intent_id,
        reason="fraudulent",
    )
    apply_dispute(payment_id=payment.pk, told=told, now=timezone.now())


def test_what_the_payers_bank_has_taken_for_good_closes_it_and_may_be_paid_anew() -> None:
    enrollment = _enrolled()
    payment = with_card(_asked(enrollment))
    _bank(payment, DisputeStatus.OPEN)
    enrollment.refresh_from_db()
    assert has_access(enrollment)
    with pytest.raises(AlreadyPaid):
        _asked(enrollment)
    _bank(payment, DisputeStatus.LOST)
    enrollment.refresh_from_db()
    assert not has_access(enrollment)
    with_card(_asked(enrollment))
    enrollment.refresh_from_db()
    assert has_access(enrollment)
    assert _fees() == 4999


def test_what_the_payers_bank_has_taken_of_it_closes_it_with_the_rest() -> None:
    enrollment = _enrolled()
    payment = with_card(_asked(enrollment))
    _bank(payment, DisputeStatus.LOST, 2000)
    enrollment.refresh_from_db()
    assert has_access(enrollment)
    refunded(payment, 2999)
    enrollment.refresh_from_db()
    assert not has_access(enrollment)
    assert _asked(enrollment) != payment


def test_money_for_what_is_open_already_goes_back_and_closes_nothing() -> None:
    enrollment = _enrolled()
    payment = _asked(enrollment)
    Enrollment.objects.update(paid_at=timezone.now())
    Sandbox().pay(payment.intent_id, card=GOOD, key="k")
    look(payment=payment, now=timezone.now())
    paid = Payment.objects.get()
    assert (paid.status, paid.refunded_minor) == (Status.COMPLETED, 4999)
    enrollment.refresh_from_db()
    assert has_access(enrollment)


def test_money_for_an_enrolment_that_is_gone_goes_back() -> None:
    enrollment = _enrolled()
    payment = _asked(enrollment)
    enrollment.delete()
    paid = with_card(payment)
    assert Payment.objects.get(pk=paid.pk).refunded_minor == 4999
    refund = Refund.objects.get()
    assert refund.reason == "too_late"
    ask_refund(refund=refund, now=timezone.now())
    assert Notification.objects.get(kind="refund.made").recipient == paid.payer
