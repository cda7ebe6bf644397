"""`bookings/{id}/cancel`, and packages given back, from outside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.apis.soosh.bookings.people import API, at, cancel, client_of, create
from tests.apis.soosh.bookings.sessions import session_of
from tests.apis.soosh.conftest import refused
from tests.domain.mentorship.bought import priced, with_package
from tests.domain.mentorship.world import HOUR, person
from tests.domain.payments.world import pay
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.payments.models import Payment, Refund
from trellis.domain.payments.services.confirming import look

pytestmark = pytest.mark.django_db(transaction=True)


def paid(mentor: Mentor, mel: User) -> Booking:
    create(mel, mentor.public_id, at(14))
    return _pay()


def _pay() -> Booking:
    payment = Payment.objects.get()
    pay(payment)
    look(payment=payment, now=timezone.now())
    return Booking.objects.get()


def begins_in(booking: Booking, length: timedelta) -> None:
    starts_at = timezone.now() + length
    Booking.objects.filter(pk=booking.pk).update(
        starts_at=starts_at, ends_at=starts_at + HOUR, blocked_until=starts_at + HOUR
    )


def test_it_answers_as_printed_and_says_so_again() -> None:
    mentor, mel = priced(), person("mel")
    booking = paid(mentor, mel)
    answered = cancel(mel, booking.public_id)
    refund = Refund.objects.get()
    assert answered["refund"]["refund_id"] == refund.gateway_id
    assert (answered["refund"]["amount"], answered["refund"]["currency"]) == (75.0, "USD")
    assert answered["refund"]["status"] in ("processing", "completed")
    shown = answered["booking"]
    assert (shown["status"], shown["cancellation_reason"]) == ("cancelled", "Schedule conflict")
    assert shown["cancelled_at"] is not None
    assert cancel(mentor.user, booking.public_id)["booking"]["cancelled_at"] == shown["cancelled_at"]
    assert Refund.objects.count() == 1


@pytest.mark.parametrize(
    ("begins", "amount", "status"),
    [(timedelta(hours=23), 37.5, None), (timedelta(hours=1), 0.0, "none")],
    ids=["half", "nothing"],
)
def test_later_it_is_half_and_then_nothing(begins: timedelta, amount: float, status: str | None) -> None:
    mentor, mel = priced(), person("mel")
    booking = paid(mentor, mel)
    begins_in(booking, begins)
    refund = cancel(mel, booking.public_id)["refund"]
    assert refund["amount"] == amount
    if status:
        assert (refund["status"], refund["refund_id"]) == (status, None)
        assert not Refund.objects.exists()


def test_what_was_not_paid_or_costs_nothing_has_no_refund() -> None:
    mentor, mel = priced(), person("mel")
    create(mel, mentor.public_id, at(14))
    assert cancel(mel, Booking.objects.get().public_id)["refund"] is None
    free = session_of(at(16), mentor=mentor, mentee=mel)
    assert cancel(mentor.user, free.public_id)["refund"] is None


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.NO_SHOW, Status.CONFIRMED])
def test_what_is_over_is_a_409(status: Status) -> None:
    booking = session_of(timezone.now() - 2 * HOUR, status=status)
    cancel(booking.mentee, booking.public_id, status=409)


def test_a_package_is_listed_and_given_back() -> None:
    mentor, package = with_package(sessions=3, price="200")
    mel = person("mel")
    create(mel, mentor.public_id, at(14), package_id=str(package))
    assert client_of(mel).get(f"{API}/bundles").json() == {"bundles": []}
    _pay()
    (bundle,) = client_of(mel).get(f"{API}/bundles").json()["bundles"]
    assert (bundle["sessions"], bundle["sessions_left"], bundle["price"]) == (3, 2, 200)
    address = f"{API}/bundles/{bundle['id']}/cancel"
    refused(client_of(mentor.user).post(address), 404, "NOT_FOUND")
    answered = client_of(mel).post(address).json()
    assert (answered["bundle"]["status"], answered["bundle"]["sessions_left"]) == ("ended", 0)
    assert answered["refund"]["amount"] == 133.34
    refused(client_of(mel).post(address), 409, "CONFLICT")
