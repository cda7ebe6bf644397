"""Mina, who is 15, with Sarah: only where Gil guards her, and in the room alone."""

from typing import Any

import pytest
from django.utils import timezone

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import BOOKINGS, Sessions, of, wish
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.services.guardianships import end
from trellis.domain.mentorship.models import Booking, Mentor

pytestmark = pytest.mark.usefixtures("world")
ZOOM = "https://zoom.us/j/1234567890"


def _let_go() -> None:
    end(guardianship=Guardianship.objects.get(), actor=User.objects.get(username="gil"), now=timezone.now())


def _refused(response: Any) -> None:
    assert response.status_code == 403, response.content
    assert "Invite a parent or guardian" in response.json()["detail"]


def test_with_a_guardian_a_session_is_booked_confirmed_and_moved(signed_in: SignIn, sarah: Mentor) -> None:
    mina, mentor = signed_in("mina"), signed_in("sarahj")
    asked = mina.post(BOOKINGS, wish(sarah))
    assert asked.status_code == 201, asked.content
    booking = Booking.objects.get()
    assert mentor.patch(of(booking, "update_status"), {"status": "confirmed"}).status_code == 200
    later = {**wish(sarah, start_time="10:00", end_time="11:00")}
    assert mina.patch(of(booking, "reschedule"), later).status_code == 200


def test_without_one_none_of_it_happens_and_it_is_called_off(
    signed_in: SignIn, sarah: Mentor, sessions: Sessions
) -> None:
    mina, mentor = signed_in("mina"), signed_in("sarahj")
    asked = sessions.make("mina")
    _let_go()
    _refused(mina.post(BOOKINGS, wish(sarah, start_time="14:00", end_time="15:00")))
    _refused(mentor.patch(of(asked, "update_status"), {"status": "confirmed"}))
    _refused(mina.patch(of(asked, "reschedule"), wish(sarah, start_time="10:00", end_time="11:00")))
    assert Booking.objects.get().version == 1
    assert mina.patch(of(asked, "update_status"), {"status": "cancelled"}).status_code == 200


def test_no_link_of_the_mentors_own_is_taken(signed_in: SignIn, sessions: Sessions) -> None:
    mentor = signed_in("sarahj")
    asked = sessions.make("mina")
    body = {"status": "confirmed", "meeting_link": ZOOM}
    confirmed = sessions.make("mina", status="confirmed", hour=14)
    for refused in (
        mentor.patch(of(asked, "update_status"), body),
        mentor.patch(of(confirmed, "add_meeting_link"), {"meeting_link": ZOOM}),
    ):
        assert refused.status_code == 400
        assert "under 18" in refused.json()["meeting_link"][0]
    assert not Booking.objects.exclude(meeting_url="").exists()


def test_a_guardian_is_no_part_of_the_booking(signed_in: SignIn, sessions: Sessions) -> None:
    booking = sessions.make("mina")
    assert signed_in("gil").get(of(booking)).status_code == 404
