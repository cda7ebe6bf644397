"""`POST bookings/{booking_id}/join`."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.soosh.bookings.sessions import ask, session_of
from tests.apis.soosh.conftest import refused
from tests.domain.mentorship.world import person
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, ConfirmedBy, Status
from trellis.domain.mentorship.queries.bookings import person_let_in
from trellis.domain.mentorship.rules.meetings import room_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_early_it_says_when_and_where_and_gives_no_token() -> None:
    session = session_of(timezone.now().replace(microsecond=0) + timedelta(hours=3))
    answer = ask(session, "join", "tom")
    assert answer.status_code == 200
    body = answer.json()
    minutes = body.pop("time_until_start_minutes")
    assert minutes in (179, 180)
    assert body == {
        "meeting_url": room_of(session),
        "meeting_token": None,
        "meeting_id": f"soosh-session-{session.public_id}",
        "starts_at": session.starts_at.isoformat().replace("+00:00", "Z"),
        "can_join": False,
    }


@pytest.mark.parametrize("who", ["mia", "tom"])
def test_ten_minutes_before_each_is_let_in_by_a_token_of_their_own(who: str) -> None:
    session = session_of(timezone.now() + 5 * MINUTE)
    body = ask(session, "join", who).json()
    assert (body["can_join"], body["time_until_start_minutes"]) == (True, 5)
    named = person_let_in(token=body["meeting_token"], public_id=session.public_id, now=timezone.now())
    assert named == User.objects.get(username=who)


def test_it_goes_on_after_the_end_until_the_room_closes() -> None:
    session = session_of(timezone.now() - 89 * MINUTE)
    body = ask(session, "join", "tom").json()
    assert (body["can_join"], body["time_until_start_minutes"]) == (True, 0)
    Booking.objects.update(starts_at=timezone.now() - 91 * MINUTE, ends_at=timezone.now() - 31 * MINUTE)
    assert refused(ask(session, "join", "tom"), 409, "CONFLICT")["message"] == "This session is over."


def test_the_mentors_own_link_is_the_address() -> None:
    session = session_of(timezone.now() + MINUTE, meeting_url="https://zoom.us/j/1")
    assert ask(session, "join", "tom").json()["meeting_url"] == "https://zoom.us/j/1"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": Status.PENDING, "confirmed_by": ConfirmedBy.MENTOR}, "mentor's answer"),
        ({"status": Status.PENDING, "confirmed_by": ConfirmedBy.PAYMENT, "price_minor": 7500}, "paid"),
        ({"status": Status.CANCELLED_BY_MENTOR}, "cancelled"),
        ({"status": Status.CANCELLED_EXPIRED}, "lapsed"),
        ({"status": Status.COMPLETED}, "over"),
    ],
    ids=["unanswered", "unpaid", "cancelled", "lapsed", "held"],
)
def test_what_is_not_to_come_is_a_conflict(fields: dict[str, object], sentence: str) -> None:
    session = session_of(timezone.now() + 5 * MINUTE, **fields)
    assert sentence in refused(ask(session, "join", "tom"), 409, "CONFLICT")["message"]


def test_to_all_others_there_is_none() -> None:
    session = session_of(timezone.now())
    person("eve")
    refused(ask(session, "join", "eve"), 404, "NOT_FOUND")
    User.objects.create_superuser("boss@example.com", "boss", "a password")
    refused(ask(session, "join", "boss"), 404, "NOT_FOUND")
    refused(APIClient().post(f"/api/v1/bookings/{session.public_id}/join"), 401, "AUTH_ERROR")
    session.public_id = uuid4()
    refused(ask(session, "join", "tom"), 404, "NOT_FOUND")
