"""Money that goes away besides the policy: given back by staff, complained of, or taken by a bank."""

from datetime import timedelta

import pytest

from tests.domain.mentorship.bought import again, bought, bundle_of, hold, payment_of, priced, with_package
from tests.domain.mentorship.world import HOUR, NINE, NOW, person
from tests.domain.payments.world import assert_books_agree, refund
from trellis.core.post.mail import Mail
from trellis.domain.mentorship.models import Booking, BundleStatus, Status
from trellis.domain.mentorship.refusals import BundleUsedUp, InvalidWish
from trellis.domain.mentorship.services import bookings
from trellis.domain.mentorship.services.attendance import note_presence
from trellis.domain.mentorship.services.cancelling import call_off
from trellis.domain.mentorship.services.completion import close_due
from trellis.domain.payments.gateways.types import DisputeStatus, GatewayDispute
from trellis.domain.payments.models import Payment, Refund
from trellis.domain.payments.rules.choices import RefundReason
from trellis.domain.payments.services.disputes import apply_dispute, open_dispute, settle_dispute
from trellis.domain.payments.services.refunding import ask_refund

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def given_back(payment: Payment, amount: int) -> None:
    """Have staff give an amount back."""
    made = refund(payment, amount, RefundReason.STAFF)
    assert made is not None
    ask_refund(refund=made, now=NOW)


def bank(payment: Payment, status: DisputeStatus) -> None:
    told = GatewayDispute(
        id="dp_1",
        status=status,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        intent_id=payment.intent_id,
        reason="",
    )
    apply_dispute(payment_id=payment.pk, told=told, now=NOW)


def held(booking: Booking) -> None:
    bookings.complete(booking=booking, actor=booking.mentor.user, version=None, now=booking.ends_at)


def test_a_session_that_staff_give_all_the_money_of_back_is_called_off() -> None:
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    given_back(payment_of(booking), 7499)
    assert again(booking).status == Status.CONFIRMED
    Mail.objects.all().delete()
    given_back(payment_of(booking), 1)
    booking = again(booking)
    assert (booking.status, booking.given_back_minor) == (Status.CANCELLED_BY_MENTOR, 7500)
    told = dict(Mail.objects.filter(subject__contains="take place").values_list("to", "text"))
    assert set(told) == {"mel@example.com", "mia@example.com"}
    assert all("What was paid for it has been given back." in each for each in told.values())
    assert_books_agree()


def test_what_the_bank_keeps_is_called_off_and_nothing_more_goes_back() -> None:
    booking = bought(priced(), person("mel"))
    bank(payment_of(booking), DisputeStatus.OPEN)
    assert again(booking).status == Status.CONFIRMED
    bank(payment_of(booking), DisputeStatus.LOST)
    booking = again(booking)
    assert (booking.status, booking.given_back_minor) == (Status.CANCELLED_BY_MENTOR, 0)
    assert not Refund.objects.exists()
    assert_books_agree()


def test_what_was_called_off_while_the_bank_had_the_money_is_owed_once() -> None:
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    bank(payment_of(booking), DisputeStatus.OPEN)
    call_off(booking=booking, actor=mentor.user, reason="", now=NOW)
    assert (payment_of(booking).owed_minor, again(booking).given_back_minor) == (7500, 7500)
    assert_books_agree()


class TestPackages:
    def test_one_that_is_given_back_by_staff_gives_no_session_any_more(self) -> None:
        mentor, package = with_package(sessions=3, price="200")
        mel = person("mel")
        first = bought(mentor, mel, package_id=package)
        second = hold(mentor, mel, NINE + DAY, package_id=package).booking
        held(first)
        complaint = open_dispute(
            payment=payment_of(first), actor=person("staff"), reason="", now=NINE + 2 * HOUR
        )
        settle_dispute(dispute=complaint, actor=person("chief"), is_for_payer=True, now=NINE + 2 * HOUR)
        ask_refund(refund=Refund.objects.get(), now=NINE + 2 * HOUR)
        assert payment_of(first).refunded_minor == 20000
        assert (bundle_of(first).status, bundle_of(first).sessions_left) == (BundleStatus.ENDED, 0)
        second = again(second)
        assert (second.status, second.given_back_minor) == (Status.CANCELLED_BY_MENTOR, 6667)
        assert again(first).status == Status.COMPLETED
        with pytest.raises((BundleUsedUp, InvalidWish)):
            hold(mentor, mel, NINE + 2 * DAY, package_id=bundle_of(first).public_id)
        assert_books_agree()

    def test_while_one_session_is_complained_of_the_others_are_settled_as_ever(self) -> None:
        mentor, package = with_package(sessions=3, price="200")
        mel = person("mel")
        first = bought(mentor, mel, package_id=package)
        second, third = (hold(mentor, mel, NINE + n * DAY, package_id=package).booking for n in (1, 2))
        held(first)
        complaint = open_dispute(
            payment=payment_of(first), actor=person("staff"), reason="", now=NINE + 2 * HOUR
        )
        held(second)
        payment = payment_of(first)
        assert (payment.house_minor, payment.earned_minor, payment.frozen_minor) == (2000, 5667, 5666)
        # The mentor does not come to the third; the package is over with it.
        note_presence(booking=third, person=mel, now=third.starts_at)
        assert close_due(now=third.ends_at + HOUR) == 1
        assert (again(third).status, bundle_of(third).sessions_left) == (Status.CANCELLED_BY_MENTOR, 1)
        # Of what staff have given back before, as much goes back as nobody has earned.
        given_back(payment_of(first), 5000)
        near = hold(mentor, mel, NINE + 3 * DAY, package_id=package, now=NINE + 2 * DAY + 2 * HOUR).booking
        call_off(booking=near, actor=mel, reason="", now=near.starts_at - 3 * HOUR)
        assert again(near).given_back_minor == 1667
        settle_dispute(dispute=complaint, actor=person("chief"), is_for_payer=False, now=NINE + 9 * DAY)
        payment = payment_of(first)
        assert (payment.house_minor, payment.earned_minor, payment.held_minor) == (2000, 11333, 0)
        assert_books_agree()
