"""`PUT bookings/{booking_id}/meeting-link`."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.soosh.bookings.sessions import ask, session_of
from tests.apis.soosh.conftest import refused
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking

pytestmark = pytest.mark.django_db
URL = "https://zoom.us/j/1"


def _put(booking: Booking, by: str, link: Any = URL) -> Any:
    client = APIClient()
    client.force_authenticate(User.objects.get(username=by))
    address = f"/api/v1/bookings/{booking.public_id}/meeting-link"
    return client.put(address, {"meeting_link": link}, format="json")


def test_the_mentors_own_link_is_where_both_are_sent() -> None:
    session = session_of(timezone.now() + timedelta(minutes=5))
    assert _put(session, "mia").json()["booking"]["meeting_url"] == URL
    assert ask(session, "join", "tom").json()["meeting_url"] == URL


def test_it_is_the_mentors_to_say_and_before_it_begins() -> None:
    session = session_of(timezone.now() - timedelta(minutes=5))
    refused(_put(session, "tom"), 403, "FORBIDDEN")
    assert refused(_put(session, "mia"), 409, "CONFLICT")["message"] == "This session has begun already."


@pytest.mark.parametrize("link", [None, "", "zoom.us/j/1", "javascript:alert(1)", ["x"]], ids=str)
def test_what_is_no_link_is_named(link: Any) -> None:
    session = session_of(timezone.now() + timedelta(minutes=5))
    said = refused(_put(session, "mia", link), 422, "VALIDATION_ERROR")
    assert set(said["details"]) == {"meeting_link"}


def test_with_somebody_under_18_there_is_none() -> None:
    session = session_of(timezone.now() + timedelta(minutes=5))
    today = timezone.now().date()
    User.objects.filter(username="tom").update(birth_date=date(today.year - 17, 1, 1))
    said = refused(_put(session, "mia"), 422, "VALIDATION_ERROR")
    assert "under 18" in said["details"]["meeting_link"]
    session.refresh_from_db()
    assert session.meeting_url == ""
    mansa = APIClient()
    mansa.force_authenticate(session.mentor.user)
    address = f"/api/v1/mentorship/bookings/{session.public_id}/add_meeting_link/"
    answer = mansa.patch(address, {"meeting_link": URL}, format="json")
    assert (answer.status_code, set(answer.json())) == (400, {"meeting_link"})
