"""`bookings/create` from outside: what is printed, what is refused, and what is said twice."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from tests.apis.soosh.bookings.people import API, at, client_of, create
from tests.apis.soosh.conftest import refused
from tests.domain.mentorship.bought import priced, with_package
from tests.domain.mentorship.world import person
from tests.domain.payments.world import pay, silent
from trellis.domain.learning.models import Opportunity
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.payments.models import Payment
from trellis.domain.payments.services.confirming import look

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_answers_as_printed_and_says_where_it_is_paid() -> None:
    mentor, mel = priced(), person("mel")
    start = at(14)
    made = create(
        mel, mentor.user.public_id, start, timezone="America/New_York", mentee_notes="Design systems"
    )
    booking, payment = made["booking"], made["payment"]
    assert (booking["status"], booking["amount"], booking["currency"]) == ("pending_payment", 75.0, "USD")
    assert booking["scheduled_at"] == start.isoformat().replace("+00:00", "Z")
    assert (booking["duration_minutes"], booking["mentee_notes"]) == (60, "Design systems")
    assert (booking["meeting_url"], booking["meeting_id"]) == (None, None)
    stored = Payment.objects.get()
    assert payment == {
        "payment_id": str(stored.public_id),
        "payment_intent_id": stored.intent_id,
        "client_secret": stored.client_secret,
        "amount": 75.0,
        "currency": "USD",
        "payment_url": f"http://localhost:8000/pay/{stored.public_id}",
    }
    mel.refresh_from_db()
    assert mel.timezone == "America/New_York"


def test_it_takes_few_statements(django_assert_num_queries: Any) -> None:
    mentor, mel = priced(), person("mel")
    create(mel, mentor.public_id, at(14))
    # Six of them are the sandbox's, which plays a company outside; who asks is known without one. Two ask for
    # blocks, one tells who follows the session.
    with django_assert_num_queries(32):
        create(mel, mentor.public_id, at(15))


def test_said_again_it_is_the_same_with_or_without_a_key() -> None:
    mentor, mel = priced(), person("mel")
    first = create(mel, mentor.public_id, at(14))
    again = create(mel, mentor.public_id, at(14), status=200)
    assert (again["booking"]["id"], again["payment"]) == (first["booking"]["id"], first["payment"])
    body = {"mentor_user_id": str(mentor.public_id), "scheduled_at": at(15).isoformat()}
    headers = {"Idempotency-Key": "once"}
    answers = [client_of(mel).post(f"{API}/create", body, format="json", headers=headers) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 200]
    assert answers[0].json()["payment"] == answers[1].json()["payment"]


def test_a_gateway_that_is_away_is_a_503_and_the_time_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    mentor, mel = priced(), person("mel")
    body = {"mentor_user_id": str(mentor.public_id), "scheduled_at": at(14).isoformat()}
    with monkeypatch.context() as patch:
        silent(patch, "create_intent", after=True)
        response = client_of(mel).post(f"{API}/create", body, format="json")
    refused(response, 503, "SERVICE_UNAVAILABLE")
    assert int(response["Retry-After"]) > 0
    held = Booking.objects.get()
    assert create(mel, mentor.public_id, at(14), status=200)["booking"]["id"] == str(held.public_id)
    other = client_of(person("tom")).post(f"{API}/create", body, format="json")
    refused(other, 409, "CONFLICT")


def test_a_free_mentor_is_scheduled_at_once() -> None:
    made = create(person("mel"), priced(rate="0").public_id, at(14))
    assert (made["payment"], made["bundle"], made["booking"]["status"]) == (None, None, "scheduled")
    assert made["booking"]["meeting_id"] == f"soosh-session-{made['booking']['id']}"
    assert made["booking"]["meeting_url"].endswith(made["booking"]["id"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scheduled_at": "2030-01-16T14:00:00"}, "scheduled_at"),
        ({"scheduled_at": "soon"}, "scheduled_at"),
        ({"scheduled_at": "2020-01-16T14:00:00Z"}, "scheduled_at"),
        ({"duration_minutes": 0}, "duration_minutes"),
        ({"duration_minutes": 45}, "scheduled_at"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"amount": 74.99}, "amount"),
        ({"amount": 75, "currency": "EUR"}, "currency"),
        ({"currency": "XXQ"}, "currency"),
        ({"opportunity_id": str(uuid4())}, "opportunity_id"),
        ({"package_id": str(uuid4())}, "package_id"),
        ({"free_talk": True}, "free_talk"),
        ({"mentor_user_id": "mia"}, "mentor_user_id"),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, dict) else str(value),
)
def test_what_cannot_be_is_a_422_at_its_field(changes: dict[str, Any], field: str) -> None:
    mentor, mel = priced(), person("mel")
    body = {"mentor_user_id": str(mentor.public_id), "scheduled_at": at(14).isoformat(), **changes}
    response = client_of(mel).post(f"{API}/create", body, format="json")
    assert set(refused(response, 422, "VALIDATION_ERROR")["details"]) == {field}
    assert not Booking.objects.exists()


def test_the_price_that_is_known_is_taken_and_nobody_needs_to_know_it() -> None:
    mentor, mel = priced(), person("mel")
    assert create(mel, mentor.public_id, at(14), amount="75.00", currency="usd")["payment"]["amount"] == 75


def test_of_whom_there_is_no_mentor_and_of_oneself() -> None:
    mentor, mel = priced(), person("mel")
    body = {"mentor_user_id": str(mel.public_id), "scheduled_at": at(14).isoformat()}
    refused(client_of(mel).post(f"{API}/create", body, format="json"), 404, "USER_NOT_FOUND")
    body["mentor_user_id"] = str(mentor.public_id)
    own = refused(client_of(mentor.user).post(f"{API}/create", body, format="json"), 422, "VALIDATION_ERROR")
    assert set(own["details"]) == {"mentor_user_id"}
    refused(APIClient().post(f"{API}/create", body, format="json"), 401, "AUTH_ERROR")


def _opportunity(mentor: Mentor | None = None, **changes: Any) -> str:
    yesterday = at(0, days=-1)
    made = Opportunity.objects.create(
        **{
            "title": "Figma Basics",
            "opportunity_type": "course" if mentor is None else "mentorship",
            "mentor": mentor,
            "is_published": True,
            "published_at": yesterday,
            "created_at": yesterday,
            "updated_at": yesterday,
            **changes,
        }
    )
    return str(made.public_id)


def test_it_is_booked_for_an_opportunity_that_is_shown_and_not_anothers() -> None:
    mentor, mel = priced(), person("mel")
    course = _opportunity()
    made = create(mel, mentor.public_id, at(14), opportunity_id=course)
    assert made["booking"]["opportunity_id"] == course
    assert Booking.objects.get().topic == "Figma Basics"
    hidden = _opportunity(is_published=False)
    over = _opportunity(closes_at=at(1, days=-1))
    for wrong in (hidden, over):
        answered = create(mel, mentor.public_id, at(15), opportunity_id=wrong, status=422)
        assert set(answered["details"]) == {"opportunity_id"}


def test_a_mentorship_is_booked_with_its_own_mentor_alone() -> None:
    mentor, other, mel = priced(), priced("mo"), person("mel")
    offered = {each.mentor_id: str(each.public_id) for each in Opportunity.objects.exclude(mentor=None)}
    theirs = offered.get(other.pk) or _opportunity(other)
    own = offered.get(mentor.pk) or _opportunity(mentor)
    create(mel, mentor.public_id, at(14), opportunity_id=own)
    create(mel, mentor.public_id, at(15), opportunity_id=theirs, status=422)


def test_a_first_talk_waits_for_the_mentor() -> None:
    mentor, mel = priced(free_talk_minutes=20), person("mel")
    made = create(mel, mentor.public_id, at(14), free_talk=True, duration_minutes=20)
    assert (made["booking"]["status"], made["payment"]) == ("pending_confirmation", None)
    assert (made["booking"]["duration_minutes"], made["booking"]["amount"]) == (20, 0)
    create(mel, mentor.public_id, at(15), free_talk=True, duration_minutes=20, status=409)


def test_a_package_is_bought_once_and_then_used() -> None:
    mentor, package = with_package(sessions=2, price="140")
    mel = person("mel")
    made = create(mel, mentor.public_id, at(14), package_id=str(package))
    assert (made["payment"]["amount"], made["booking"]["amount"]) == (140, 70)
    assert (made["bundle"]["sessions_left"], made["bundle"]["status"]) == (1, "pending")
    payment = Payment.objects.get()
    pay(payment)
    look(payment=payment, now=at(0, days=0))
    second = create(mel, mentor.public_id, at(15), package_id=str(package), amount=0)
    assert (second["payment"], second["booking"]["status"]) == (None, "scheduled")
    assert (second["bundle"]["sessions_left"], second["bundle"]["status"]) == (0, "active")
    create(mel, mentor.public_id, at(16), package_id=str(package), status=409)


def test_it_costs_what_the_hours_cost_and_answers_yen_without_decimals() -> None:
    mentor = priced(rate="9000", currency="JPY", session_minutes=30)
    made = create(person("mel"), mentor.public_id, at(14), duration_minutes=90)
    assert (made["booking"]["amount"], made["booking"]["currency"]) == (13500, "JPY")
    assert at(14) + timedelta(minutes=90) == Booking.objects.get().ends_at
