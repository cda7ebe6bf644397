"""Mina, who is 15, at SOOSH: booked and joined only where Gil guards her."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.soosh.bookings.sessions import ask, session_of
from tests.apis.soosh.conftest import refused
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.services.guardianships import end
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.rules.meetings import room_of
from trellis.domain.payments.models import Payment

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def session() -> Booking:
    """A session of Sarah and Mina that begins in five minutes."""
    sarah = Mentor.objects.get(user__username="sarahj")
    people = {"mentor": sarah, "mentee": User.objects.get(username="mina")}
    return session_of(timezone.now() + timedelta(minutes=5), **people)


def _let_go() -> None:
    end(guardianship=Guardianship.objects.get(), actor=User.objects.get(username="gil"), now=timezone.now())


def _book(by: str) -> Any:
    client = APIClient()
    client.force_authenticate(User.objects.get(username=by))
    sarah = Mentor.objects.get(user__username="sarahj")
    monday = timezone.now().date() + timedelta(days=14 - timezone.now().weekday())
    wish = {
        "mentor_user_id": str(sarah.user.public_id),
        "scheduled_at": f"{monday}T15:00:00Z",
        "duration_minutes": 60,
    }
    return client.post("/api/v1/bookings/create", wish, format="json")


def test_without_a_guardian_nothing_is_held_and_nothing_is_to_be_paid() -> None:
    _let_go()
    before = Booking.objects.count()
    assert "Invite a parent or guardian" in refused(_book("mina"), 403, "FORBIDDEN")["message"]
    assert (Booking.objects.count(), Payment.objects.count()) == (before, 0)


def test_with_one_it_is_held_until_it_is_paid_for() -> None:
    made = _book("mina")
    assert made.status_code == 201, made.content
    assert made.json()["booking"]["status"] == "pending_payment"


@pytest.mark.parametrize("who", ["mina", "sarahj", "gil"])
def test_all_three_are_let_in(session: Booking, who: str) -> None:
    way = ask(session, "join", who)
    assert way.status_code == 200, way.content
    assert way.json()["can_join"] is True
    assert way.json()["meeting_token"]


@pytest.mark.parametrize("who", ["mina", "sarahj"])
def test_without_a_guardian_nobody_is_let_in(session: Booking, who: str) -> None:
    _let_go()
    refused(ask(session, "join", who), 403, "FORBIDDEN")
    refused(ask(session, "join", "gil"), 404, "NOT_FOUND")


def test_a_link_of_before_leads_nobody_past_the_guardian(session: Booking) -> None:
    Booking.objects.filter(pk=session.pk).update(meeting_url="https://zoom.us/j/1")
    assert ask(session, "join", "mina").json()["meeting_url"] == room_of(session)
