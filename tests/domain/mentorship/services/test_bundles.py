"""Packages: bought with their first session, used one by one, given back, and over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.domain.mentorship.bought import (
    again,
    bought,
    bundle_of,
    hold,
    pay_for,
    payment_of,
    priced,
    with_package,
)
from tests.domain.mentorship.world import HOUR, NINE, NOW, person
from tests.domain.payments.world import assert_books_agree, pay
from trellis.core.post.mail import Mail
from trellis.domain.mentorship.models import Booking, Bundle, BundleStatus, Status
from trellis.domain.mentorship.refusals import (
    BundleEnded,
    BundleUnpaid,
    BundleUsedUp,
    InvalidWish,
    NotBookable,
)
from trellis.domain.mentorship.services import bookings, bundles
from trellis.domain.mentorship.services.cancelling import call_off, give_back
from trellis.domain.mentorship.services.terms import set_terms
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules.choices import Status as Paid
from trellis.domain.payments.services.confirming import look

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
NEAR, VERY_NEAR = NINE - 3 * HOUR, NINE - HOUR


def held(booking: Booking) -> None:
    bookings.complete(booking=booking, actor=booking.mentor.user, version=None, now=booking.ends_at + HOUR)


def test_one_intent_buys_all_and_the_first_session_with_it() -> None:
    mentor, package = with_package(sessions=3, price="200")
    made = hold(mentor, person("mel"), package_id=package)
    assert made.payment is not None
    assert (made.payment.amount_minor, made.booking.price_minor) == (20000, 6666)
    bundle = bundle_of(made.booking)
    assert (bundle.status, bundle.sessions_left, bundle.unused_minor) == ("pending", 2, 13334)
    booking = pay_for(made)
    assert (booking.status, bundle_of(booking).status) == (Status.CONFIRMED, BundleStatus.ACTIVE)
    told = set(Mail.objects.filter(to="mel@example.com").values_list("subject", flat=True))
    assert told == {"You have a package of Mia", "Your session with Mia is booked"}


def test_each_further_booking_takes_one_at_once_and_all_of_them_earn_the_whole() -> None:
    mentor, package = with_package(sessions=3, price="200")
    mel = person("mel")
    sessions = [bought(mentor, mel, package_id=package)]
    for hour in (1, 2):
        made = hold(mentor, mel, NINE + hour * HOUR, package_id=package)
        assert (made.payment, made.booking.status) == (None, Status.CONFIRMED)
        sessions.append(made.booking)
    assert [each.price_minor for each in sessions] == [6666, 6667, 6667]
    with pytest.raises(BundleUsedUp):
        hold(mentor, mel, NINE + 3 * HOUR, package_id=package)
    for number, each in enumerate(sessions, start=1):
        held(each)
        payment = payment_of(again(each))
        assert payment.house_minor + payment.earned_minor == sum(s.price_minor for s in sessions[:number])
        assert_books_agree()
    payment = Payment.objects.get()
    assert (payment.house_minor, payment.earned_minor) == (3000, 17000)
    assert bundle_of(sessions[0]).status == BundleStatus.ENDED
    # What is used up and over is bought anew.
    assert hold(mentor, mel, NINE + 3 * HOUR, package_id=package).payment is not None


def test_another_one_is_bought_only_if_that_is_said() -> None:
    mentor, package = with_package(sessions=2)
    mel = person("mel")
    bought(mentor, mel, package_id=package)
    made = hold(mentor, mel, NINE + HOUR, package_id=package, is_new_package=True)
    assert made.payment is not None
    assert Bundle.objects.count() == 2


def test_one_that_is_not_paid_for_yet_gives_no_second_session_and_ends_with_its_hold() -> None:
    mentor, package = with_package()
    mel = person("mel")
    made = hold(mentor, mel, package_id=package)
    with pytest.raises(BundleUnpaid):
        hold(mentor, mel, NINE + HOUR, package_id=package)
    bookings.expire_pending(now=NOW + HOUR)
    assert (bundle_of(made.booking).status, payment_of(made.booking).status) == ("ended", Paid.CANCELLED)


def test_paid_too_late_all_of_it_goes_back() -> None:
    mentor, package = with_package()
    made = hold(mentor, person("mel"), package_id=package)
    assert made.payment is not None
    pay(made.payment)
    look(payment=made.payment, now=NOW + HOUR)
    payment = payment_of(made.booking)
    assert (payment.received_minor, payment.refunded_minor) == (20000, 20000)
    assert bundle_of(made.booking).status == BundleStatus.ENDED
    assert_books_agree()


@pytest.mark.parametrize(
    ("side", "now", "back", "left", "money"),
    [
        ("mel", NOW, True, 3, None),
        ("mel", NEAR, False, 2, 3333),
        ("mel", VERY_NEAR, False, 2, 0),
        ("mia", VERY_NEAR, True, 3, None),
    ],
    ids=["a-day-before", "hours-before", "at-the-end", "by-the-mentor"],
)
def test_a_session_goes_back_to_its_package_or_not_by_the_policy(
    side: str, now: object, back: bool, left: int, money: int | None
) -> None:
    mentor, package = with_package(sessions=3, price="200")
    mel = person("mel")
    booking = bought(mentor, mel, package_id=package)
    call_off(booking=booking, actor=mel if side == "mel" else mentor.user, reason="", now=now)  # type: ignore[arg-type]
    booking = again(booking)
    assert (booking.is_back_in_bundle, booking.given_back_minor) == (back, money)
    bundle = bundle_of(booking)
    assert (bundle.sessions_left, bundle.unused_minor) == (left, 20000 if back else 13334)
    payment = payment_of(booking)
    assert payment.refunded_minor == (money or 0)
    assert payment.house_minor + payment.earned_minor == (0 if back else 6666 - (money or 0))
    assert_books_agree()


def test_unused_sessions_are_paid_back_and_what_is_booked_stays() -> None:
    mentor, package = with_package(sessions=3, price="200")
    mel = person("mel")
    booking = bought(mentor, mel, package_id=package)
    over = give_back(bundle=bundle_of(booking), actor=mel, now=NOW)
    assert (over.given_back_minor, over.bundle.sessions_left) == (13334, 0)
    assert over.refund is not None
    assert payment_of(booking).refunded_minor == 13334
    with pytest.raises(BundleEnded):
        give_back(bundle=over.bundle, actor=mel, now=NOW)
    assert again(booking).status == Status.CONFIRMED
    # There is no package any more that it could go back to.
    call_off(booking=booking, actor=mel, reason="", now=NOW)
    assert again(booking).given_back_minor == 6666
    assert payment_of(booking).refunded_minor == 20000
    assert_books_agree()


def test_what_is_not_paid_for_is_not_given_back() -> None:
    mentor, package = with_package()
    mel = person("mel")
    made = hold(mentor, mel, package_id=package)
    with pytest.raises(BundleUnpaid):
        give_back(bundle=bundle_of(made.booking), actor=mel, now=NOW)


def test_when_its_days_are_over_the_mentor_has_the_rest() -> None:
    mentor, package = with_package(sessions=3, price="200", days=10)
    booking = bought(mentor, person("mel"), package_id=package)
    held(booking)
    assert bundles.end_expired(now=NOW + 10 * DAY - HOUR) == 0
    assert bundles.end_expired(now=NOW + 10 * DAY) == 1
    payment = payment_of(booking)
    assert (payment.house_minor, payment.earned_minor, payment.held_minor) == (3000, 17000, 0)
    assert Mail.objects.filter(to="mel@example.com", subject="Your package of Mia is over").count() == 1
    assert_books_agree()
    assert bundles.end_expired(now=NOW + 11 * DAY) == 0


def test_its_sessions_are_over_when_it_is_and_as_long_as_they_were_bought() -> None:
    mentor, package = with_package(sessions=3, days=2)
    mel = person("mel")
    bought(mentor, mel, package_id=package)
    with pytest.raises(NotBookable, match="valid until"):
        hold(mentor, mel, NINE + 2 * DAY, package_id=package)
    with pytest.raises(InvalidWish) as refused:
        hold(mentor, mel, NINE + HOUR, package_id=package, minutes=120)
    assert set(refused.value.errors) == {"duration_minutes"}


def test_one_that_the_mentor_offers_no_more_is_used_up_all_the_same() -> None:
    mentor, package = with_package(sessions=2)
    mel = person("mel")
    first = bought(mentor, mel, package_id=package)
    set_terms(mentor=mentor, changes={"packages": []}, now=NOW)
    assert hold(mentor, mel, NINE + HOUR, package_id=bundle_of(first).public_id).payment is None
    with pytest.raises(InvalidWish):
        hold(mentor, person("tom"), NINE + 2 * HOUR, package_id=package)


def test_it_is_of_this_mentor_or_there_is_none() -> None:
    _, package = with_package()
    other = priced("mo")
    for named in (package, uuid4()):
        with pytest.raises(InvalidWish) as refused:
            hold(other, person(f"mel{named.hex[:4]}"), package_id=named)
        assert set(refused.value.errors) == {"package_id"}


def test_the_database_keeps_it_from_having_less_than_none() -> None:
    mentor, package = with_package(sessions=2)
    booking = bought(mentor, person("mel"), package_id=package)
    rows = Bundle.objects.filter(pk=booking.bundle_id)
    for wrong in ({"sessions_left": -1}, {"sessions_left": 3}, {"sessions_left": 0}, {"unused_minor": 20001}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


@pytest.mark.parametrize("side", ["mel", "mia"])
def test_when_either_of_them_goes_what_nobody_used_is_paid_back(side: str) -> None:
    mentor, package = with_package(sessions=3, price="200")
    mel = person("mel")
    booking = bought(mentor, mel, package_id=package)
    held(booking)
    bundles.give_back_all(user=mel if side == "mel" else mentor.user, now=NINE + 3 * HOUR)
    payment = payment_of(booking)
    assert (payment.refunded_minor, payment.held_minor) == (13334, 0)
    assert payment.house_minor + payment.earned_minor == 6666
    assert bundle_of(booking).status == BundleStatus.ENDED
    assert_books_agree()
