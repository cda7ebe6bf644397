"""Many at once over HTTP: one has the time and its intent, the others are told so."""

from collections import Counter
from typing import Any

import pytest

from tests.apis.soosh.bookings.people import API, at, client_of
from tests.apis.soosh.conftest import refused
from tests.crowd import at_once
from tests.domain.mentorship.bought import priced
from tests.domain.mentorship.world import people
from tests.domain.payments.world import assert_books_agree, pay
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.payments.models import Payment
from trellis.domain.payments.models.sandbox import SandboxIntent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]
CROWD = 64


def test_of_64_on_one_slot_one_has_a_booking_and_an_intent_and_the_others_a_409() -> None:
    mentor, mentees = priced(), people(CROWD)
    body = {"mentor_user_id": str(mentor.public_id), "scheduled_at": at(14).isoformat(), "amount": 75}

    def ask(number: int) -> Any:
        return client_of(mentees[number]).post(f"{API}/create", body, format="json")

    answers = at_once(CROWD, ask)
    assert Counter(each.status_code for each in answers) == {201: 1, 409: CROWD - 1}
    for each in answers:
        if each.status_code == 409:
            refused(each, 409, "CONFLICT")
    booking, payment, intent = Booking.objects.get(), Payment.objects.get(), SandboxIntent.objects.get()
    (made,) = (each.json() for each in answers if each.status_code == 201)
    assert made["booking"]["id"] == str(booking.public_id)
    assert made["payment"]["payment_intent_id"] == payment.intent_id == intent.gateway_id


def test_a_payment_confirmed_by_many_at_once_is_completed_once_and_says_so_to_each() -> None:
    mentor, (mel,) = priced(), people(1)
    body = {"mentor_user_id": str(mentor.public_id), "scheduled_at": at(14).isoformat()}
    made = client_of(mel).post(f"{API}/create", body, format="json").json()
    pay(Payment.objects.get())
    named = {"payment_id": made["payment"]["payment_id"]}
    answers = at_once(16, lambda _: client_of(mel).post("/api/v1/payments/confirm", named, format="json"))
    assert {(each.status_code, each.json()["status"]) for each in answers} == {(200, "completed")}
    booking = Booking.objects.get()
    assert (booking.status, booking.version) == (Status.CONFIRMED, 2)
    assert_books_agree()
