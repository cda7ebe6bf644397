"""What follows for a hold from what happens to its payment."""

from datetime import timedelta

import pytest

from tests.domain.mentorship.bought import again, hold, pay_for, payment_of, priced
from tests.domain.mentorship.world import NINE, NOW, person
from tests.domain.payments.world import ASKS, assert_books_agree, balance, pay, succeed
from trellis.core.links import link_to
from trellis.core.post.mail import Mail
from trellis.domain.ledger.models import AccountKind
from trellis.domain.mentorship.models import Status
from trellis.domain.mentorship.refusals import NotParticipant, NotPayable
from trellis.domain.mentorship.services import bookings
from trellis.domain.mentorship.services.cancelling import call_off
from trellis.domain.mentorship.services.paying import payment_for
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.rules.choices import Status as Paid
from trellis.domain.payments.services.closing import close_intent
from trellis.domain.payments.services.confirming import look

pytestmark = pytest.mark.django_db(transaction=True)
OVER = NOW + timedelta(minutes=15)
SECOND = timedelta(seconds=1)


def test_money_for_a_time_that_somebody_else_has_by_now_goes_back_in_full() -> None:
    mentor, mel, tom = priced(), person("mel"), person("tom")
    first = hold(mentor, mel)
    assert first.payment is not None
    pay(first.payment)
    second = hold(mentor, tom, now=OVER + SECOND)
    Mail.objects.all().delete()
    look(payment=first.payment, now=OVER + 2 * SECOND)
    assert again(first.booking).status == Status.CANCELLED_EXPIRED
    assert pay_for(second, now=OVER + 3 * SECOND).status == Status.CONFIRMED
    paid = payment_of(again(first.booking))
    assert (paid.received_minor, paid.refunded_minor) == (7500, 7500)
    mail = Mail.objects.filter(to="mel@example.com").get()
    assert mail.subject == "Your payment for a session with Mia came too late"
    assert f"Choose another time: {link_to('web:mentor', public_id=mentor.public_id)}" in mail.text
    assert Mail.objects.filter(to="mia@example.com", subject__startswith="Mel was too late").count() == 1
    assert balance(AccountKind.HELD, mentor.user) == 7500
    assert_books_agree()


def test_a_hold_that_was_swept_while_the_card_was_charged_is_paid_back() -> None:
    mentor, mel = priced(), person("mel")
    made = hold(mentor, mel)
    assert made.payment is not None
    assert bookings.expire_pending(now=OVER) == 1
    succeed(made.payment)
    assert again(made.booking).status == Status.CANCELLED_EXPIRED
    assert payment_of(again(made.booking)).refunded_minor == 7500
    subjects = list(
        Mail.objects.filter(to="mel@example.com").order_by("pk").values_list("subject", flat=True)
    )
    assert subjects == [
        "The time with Mia is no longer held for you",
        "Your payment for a session with Mia came too late",
    ]
    assert_books_agree()


def test_a_hold_that_is_over_and_not_swept_is_over_for_its_payment() -> None:
    mentor, mel = priced(), person("mel")
    made = hold(mentor, mel)
    assert made.payment is not None
    pay(made.payment)
    look(payment=made.payment, now=OVER)
    assert again(made.booking).status == Status.CANCELLED_EXPIRED
    paid = payment_of(again(made.booking))
    assert (paid.status, paid.refunded_minor) == (Paid.COMPLETED, 7500)
    subjects = set(Mail.objects.filter(to="mel@example.com").values_list("subject", flat=True))
    assert subjects == {"Your payment for a session with Mia came too late"}
    assert_books_agree()


def test_a_step_that_nobody_takes_leaves_it_unpaid_and_its_intent_is_cancelled_with_the_hold() -> None:
    mentor, mel = priced(), person("mel")
    made = hold(mentor, mel)
    assert made.payment is not None
    pay(made.payment, ASKS)
    assert look(payment=made.payment, now=NOW).status == Paid.ACTION_REQUIRED
    assert again(made.booking).status == Status.PENDING
    bookings.expire_pending(now=OVER)
    closed = close_intent(payment=made.payment, now=OVER)
    assert closed.closed_at == OVER
    late = Sandbox().intent(closed.intent_id)
    assert late.status == "canceled"
    told = Mail.objects.get(to="mel@example.com")
    assert told.subject == "The time with Mia is no longer held for you"


def test_one_called_off_while_the_card_is_charged_is_paid_back() -> None:
    mentor, mel = priced(), person("mel")
    made = hold(mentor, mel)
    assert made.payment is not None
    pay(made.payment)
    call_off(booking=made.booking, actor=mel, reason="", now=NOW)
    look(payment=made.payment, now=NOW)
    assert again(made.booking).status == Status.CANCELLED_BY_MENTEE
    assert payment_of(again(made.booking)).refunded_minor == 7500
    assert_books_agree()


def test_an_intent_that_the_gateway_ended_is_opened_anew_while_the_hold_stands() -> None:
    mentor, mel = priced(), person("mel")
    made = hold(mentor, mel)
    assert made.payment is not None
    Sandbox().cancel_intent(made.payment.intent_id, key="theirs")
    assert look(payment=made.payment, now=NOW).status == Paid.CANCELLED
    renewed = hold(mentor, mel)
    assert renewed.payment is not None
    assert (renewed.is_new, renewed.booking) == (False, made.booking)
    assert renewed.payment.pk != made.payment.pk
    assert pay_for(renewed).status == Status.CONFIRMED


def test_the_mentee_alone_pays_and_only_what_waits_for_it() -> None:
    mentor, mel = priced(), person("mel")
    made = hold(mentor, mel)
    assert payment_for(booking=made.booking, payer=mel, now=NOW) == made.payment
    with pytest.raises(NotParticipant):
        payment_for(booking=made.booking, payer=mentor.user, now=NOW)
    with pytest.raises(NotPayable):
        payment_for(booking=made.booking, payer=mel, now=OVER)
    pay_for(made)
    with pytest.raises(NotPayable):
        payment_for(booking=made.booking, payer=mel, now=NOW)


def test_the_amount_is_what_the_booking_costs_in_whole_yen() -> None:
    mentor, mel = priced(rate="9000", currency="JPY"), person("mel")
    booking = pay_for(hold(mentor, mel))
    bookings.complete(booking=booking, actor=mentor.user, version=None, now=NINE + timedelta(hours=2))
    payment = payment_of(booking)
    assert (payment.house_minor, payment.earned_minor) == (1350, 7650)
    assert "Paid: 9,000 JPY." in Mail.objects.get(to="mel@example.com", subject__contains="booked").text
