"""The sessions that one takes part in: whose they are, and who sees what of them."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import ABSENT, BOOKINGS, Sessions, moved_to, of
from trellis.domain.mentorship.models import Booking, Mentor

pytestmark = pytest.mark.usefixtures("world")
ZOOM = "https://zoom.us/j/1234567890"
NOT_FOUND = {"detail": "Not found."}


class TestTheList:
    def test_is_of_ones_own_by_role_and_status(self, signed_in: SignIn, sessions: Sessions) -> None:
        sessions.make(hour=9)
        sessions.make(hour=10, status="confirmed")
        sessions.make(hour=11, status="cancelled_by_mentee")
        sessions.make(status="completed")
        sessions.make("robin", hour=14)

        def listed(username: str, query: str = "") -> list[str]:
            response = signed_in(username).get(f"{BOOKINGS}?{query}")
            assert response.status_code == 200, response.content
            return [row["status"] for row in response.json()["results"]]

        assert listed("johndoe") == ["cancelled_by_mentee", "confirmed", "pending", "completed"]
        assert len(listed("sarahj")) == len(listed("sarahj", "role=mentor")) == 5
        assert listed("sarahj", "role=mentee") == listed("johndoe", "role=mentor") == []
        assert listed("johndoe", "role=mentee&status=pending") == ["pending"]
        assert listed("johndoe", "status=pending,confirmed") == ["confirmed", "pending"]
        assert listed("johndoe", "status=pending&status=confirmed") == ["confirmed", "pending"]
        assert listed("johndoe", "status=cancelled") == ["cancelled_by_mentee"]
        assert listed("johndoe", "status=") == listed("johndoe")
        assert listed("johndoe", "upcoming=true") == ["pending", "confirmed"]
        assert listed("middy") == []

    def test_is_in_pages(self, signed_in: SignIn, sessions: Sessions) -> None:
        for hour in range(5):
            sessions.make(hour=hour)
        client = signed_in("johndoe")
        first = client.get(BOOKINGS, {"page_size": 2, "role": "mentee"}).json()
        assert (first["count"], len(first["results"])) == (5, 2)
        assert client.get(first["next"]).json()["results"][0] not in first["results"]
        for page in ("4", "0", "x", str(10**30)):
            response = client.get(BOOKINGS, {"page_size": 2, "page": page})
            assert (response.status_code, response.json()) == (404, {"detail": "Invalid page."})

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("role=admin", "role"),
            ("role=%00", "role"),
            ("status=x", "status"),
            ("status=pending,%00", "status"),
            ("status=" + "9" * 3000, "status"),
            ("upcoming=perhaps", "upcoming"),
        ],
    )
    def test_a_bad_parameter_is_named(self, signed_in: SignIn, query: str, field: str) -> None:
        response = signed_in("johndoe").get(f"{BOOKINGS}?{query}")
        assert (response.status_code, list(response.json())) == (400, [field])

    def test_costs_the_same_however_many(
        self, signed_in: SignIn, sessions: Sessions, django_assert_num_queries: Any
    ) -> None:
        client = signed_in("johndoe")
        sessions.make(hour=0)
        # The account, their mentor profile, the count, the page.
        with django_assert_num_queries(4):
            client.get(BOOKINGS)
        for hour in range(1, 20):
            sessions.make(hour=hour)
        with django_assert_num_queries(4):
            assert len(client.get(BOOKINGS).json()["results"]) == 20


class TestWhoSeesWhat:
    def test_the_bookings_of_others_are_not_there(
        self, signed_in: SignIn, sessions: Sessions, middy: Mentor
    ) -> None:
        booking = sessions.make(status="confirmed", meeting_url=ZOOM)
        calls: dict[str, Any] = {
            "": None,
            "history": None,
            "update_status": {"status": "cancelled"},
            "add_meeting_link": {"meeting_link": ZOOM},
            "reschedule": moved_to("10:00", "11:00"),
            "add_feedback": {"rating": 5},
        }
        for username in ("middy", "robin"):
            client = signed_in(username)
            for verb, body in calls.items():
                there, absent = of(booking, verb), of(Booking(public_id=ABSENT), verb)
                responses = [_call(client, address, verb, body) for address in (there, absent)]
                assert [each.status_code for each in responses] == [404, 404], verb
                assert responses[0].content == responses[1].content
                assert responses[0].json() == NOT_FOUND
        for verb, body in calls.items():
            assert _call(APIClient(), of(booking, verb), verb, body).status_code == 401
        assert Booking.objects.get().version == booking.version

    def test_staff_may_look_and_not_act(self, signed_in: SignIn, sessions: Sessions) -> None:
        booking = sessions.make(status="confirmed", meeting_url=ZOOM)
        seen = signed_in("admin").get(of(booking)).json()
        assert (seen["meeting_url"], seen["room_url"], "email" in seen["mentee"]) == (None, None, False)
        response = signed_in("admin").patch(of(booking, "update_status"), {"status": "cancelled"})
        assert (response.status_code, response.json()) == (404, NOT_FOUND)

    def test_the_mentees_address_is_for_the_mentor(self, signed_in: SignIn, sessions: Sessions) -> None:
        booking = sessions.make()
        assert signed_in("sarahj").get(of(booking)).json()["mentee"]["email"] == "user@example.com"
        assert b"@" not in signed_in("johndoe").get(of(booking)).content

    @pytest.mark.parametrize(
        ("status", "is_shown"),
        [("pending", False), ("confirmed", True), ("completed", True), ("cancelled_by_mentor", False)],
    )
    def test_the_link_is_there_once_confirmed(
        self, signed_in: SignIn, sessions: Sessions, status: str, is_shown: bool
    ) -> None:
        booking = sessions.make(status=status, meeting_url=ZOOM, meeting_platform="zoom")
        for username in ("johndoe", "sarahj"):
            seen = signed_in(username).get(of(booking)).json()
            expected = (ZOOM, ZOOM, "zoom") if is_shown else (None, None, None)
            assert (seen["meeting_url"], seen["meeting_link"], seen["meeting_platform"]) == expected
            assert (seen["room_url"] is not None) is is_shown


def _call(client: APIClient, address: str, verb: str, body: Any) -> Any:
    if body is None:
        return client.get(address)
    return (client.post if verb == "add_feedback" else client.patch)(address, body)
