"""What is paid for is booked, confirmed, called off and used by many at once: real threads, real locks."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from tests.crowd import at_once
from tests.domain.mentorship.bought import again, bought, bundle_of, hold, payment_of, priced, with_package
from tests.domain.mentorship.world import HOUR, NINE, NOW, outcome, overlaps, people, person
from tests.domain.payments.world import assert_books_agree, deliver, pay, told
from tests.rounds import ROUNDS, rounds
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.refusals import BundleUsedUp, InvalidTransition, SlotTaken
from trellis.domain.mentorship.services import bookings
from trellis.domain.mentorship.services.cancelling import call_off
from trellis.domain.payments.models import Payment, Refund
from trellis.domain.payments.models.sandbox import SandboxIntent
from trellis.domain.payments.services.confirming import look

pytestmark = pytest.mark.django_db(transaction=True)
OVER = NOW + timedelta(minutes=15)


@pytest.mark.soak
def test_of_sixty_four_on_one_slot_one_gets_it_with_one_intent() -> None:
    mentor, mentees = priced(), people(64)
    found = at_once(64, lambda number: outcome(lambda: hold(mentor, mentees[number]), SlotTaken))
    assert Counter(found) == {"done": 1, "SlotTaken": 63}
    assert Booking.objects.count() == Payment.objects.count() == SandboxIntent.objects.count() == 1


@pytest.mark.soak
def test_of_one_who_asks_many_times_at_once_there_is_one_booking_and_one_intent() -> None:
    mentor, mel = priced(), person("mel")
    made = at_once(8, lambda _: hold(mentor, mel))
    assert sum(each.is_new for each in made) == 1
    assert {each.booking.pk for each in made} == {Booking.objects.get().pk}
    assert {each.payment and each.payment.intent_id for each in made} == {
        SandboxIntent.objects.get().gateway_id
    }


@pytest.mark.soak
def test_confirmed_told_and_lapsed_at_once_there_is_one_outcome() -> None:
    mentor = priced()

    def once(number: int) -> None:
        made = hold(mentor, person(f"mel{number}"))
        payment = made.payment
        assert payment is not None
        pay(payment)
        event = told("payment_intent.succeeded")[-1]
        # The hold is over for the sweep, and stands for the two others, whose clocks are behind.
        acts = (
            lambda: look(payment=payment, now=OVER - timedelta(seconds=1)),
            lambda: deliver(event, now=NOW),
            lambda: bookings.expire_pending(now=OVER),
        )
        at_once(3, lambda at: acts[at]())
        booking, paid = again(made.booking), payment_of(again(made.booking))
        assert (booking.status, paid.refunded_minor) in (
            (Status.CONFIRMED, 0),
            (Status.CANCELLED_EXPIRED, 7500),
        )
        assert paid.received_minor == 7500
        assert_books_agree()
        if booking.status == Status.CONFIRMED:
            call_off(booking=booking, actor=mentor.user, reason="", now=NOW)

    for number in range(rounds(50)):
        once(number)


@pytest.mark.soak
def test_a_hold_that_ends_while_it_is_paid_for_and_wanted_by_another() -> None:
    mentor = priced()

    def once(number: int) -> None:
        first, second = person(f"mel{number}"), person(f"tom{number}")
        made = hold(mentor, first)
        payment = made.payment
        assert payment is not None
        pay(payment)
        found = at_once(
            2,
            lambda at: outcome(
                lambda: (
                    hold(mentor, second, now=OVER)
                    if at
                    else look(payment=payment, now=OVER - timedelta(seconds=1))
                ),
                SlotTaken,
            ),
        )
        booking, paid = again(made.booking), payment_of(again(made.booking))
        is_kept = booking.status == Status.CONFIRMED
        assert (found[1], paid.refunded_minor) == (("SlotTaken", 0) if is_kept else ("done", 7500))
        assert overlaps() == []
        assert_books_agree()
        for each in Booking.objects.filter(status__in=(Status.PENDING, Status.CONFIRMED)):
            call_off(booking=each, actor=mentor.user, reason="", now=NOW)

    for number in range(ROUNDS):
        once(number)


@pytest.mark.soak
def test_both_call_off_at_once_and_it_is_paid_back_once() -> None:
    mentor = priced()

    def once(number: int) -> None:
        mel = person(f"mel{number}")
        booking = bought(mentor, mel)
        sides = (mentor.user, mel)
        found = at_once(
            2, lambda at: call_off(booking=booking, actor=sides[at], reason="", now=NINE - 3 * HOUR)
        )
        assert {each.status for each in found} == {again(booking).status}
        paid = payment_of(booking)
        expected = 7500 if again(booking).status == Status.CANCELLED_BY_MENTOR else 3750
        assert (paid.refunded_minor, Refund.objects.filter(payment=paid).count()) == (expected, 1)
        assert_books_agree()

    for number in range(ROUNDS):
        once(number)


@pytest.mark.soak
def test_held_and_called_off_at_once_the_money_goes_one_way() -> None:
    mentor = priced()

    def once(number: int) -> None:
        mel = person(f"mel{number}")
        booking = bought(mentor, mel)
        Booking.objects.filter(pk=booking.pk).update(completed_by="mentor")
        now = NINE + timedelta(minutes=30)
        acts = (
            lambda: bookings.complete(booking=booking, actor=mentor.user, version=None, now=now),
            lambda: bookings.cancel(booking=booking, actor=mentor.user, version=None, now=now),
        )
        found = at_once(2, lambda at: outcome(acts[at], InvalidTransition))
        assert sorted(found) == ["InvalidTransition", "done"]
        assert payment_of(booking).refunded_minor == (0 if found[0] == "done" else 7500)
        assert_books_agree()

    for number in range(ROUNDS):
        once(number)


@pytest.mark.soak
def test_the_last_session_of_a_package_is_taken_once() -> None:
    mentor, package = with_package(sessions=2)

    def once(number: int) -> None:
        mel = person(f"mel{number}")
        first = bought(mentor, mel, package_id=package)
        found = at_once(
            2,
            lambda at: outcome(
                lambda: hold(mentor, mel, NINE + (at + 1) * HOUR, package_id=package), BundleUsedUp
            ),
        )
        assert sorted(found) == ["BundleUsedUp", "done"]
        assert bundle_of(first).sessions_left == 0
        for each in Booking.objects.filter(status=Status.CONFIRMED):
            call_off(booking=each, actor=mentor.user, reason="", now=NOW)
        assert bundle_of(first).sessions_left == 2

    for number in range(ROUNDS):
        once(number)


def test_no_service_speaks_to_the_gateway_inside_its_transaction() -> None:
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    call_off(booking=booking, actor=mel, reason="", now=NOW)
    assert not connection.in_atomic_block
    assert again(booking).refund is not None
