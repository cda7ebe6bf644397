"""Asking for a session: what the request takes, and that one slot is one session."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import ABSENT, BOOKINGS, next_monday, wish
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.services import mentors

pytestmark = pytest.mark.usefixtures("world")


class TestAskingForASession:
    def test_holds_the_slot_and_waits(self, signed_in: SignIn, sarah: Mentor) -> None:
        response = signed_in("johndoe").post(BOOKINGS, wish(sarah))
        assert response.status_code == 201, response.content
        made = response.json()
        assert made["status"] == "pending"
        assert (made["start_time"], made["end_time"], made["timezone"]) == (
            "09:00",
            "10:00",
            "America/New_York",
        )
        assert (made["duration_minutes"], made["booking_version"]) == (60, 1)
        assert (made["meeting_url"], made["meeting_link"], made["meeting_platform"]) == (None, None, None)
        assert made["mentor"]["name"] == "Sarah Johnson"
        assert made["mentee"] == {"id": 207, "name": "John Doe"}
        again = signed_in("robin").post(BOOKINGS, wish(sarah))
        assert again.status_code == 409
        assert list(again.json()) == ["detail"]

    def test_may_be_told_in_the_mentees_own_timezone(self, signed_in: SignIn, sarah: Mentor) -> None:
        # 16:00 in New York is the next day in Kolkata; the session ends after midnight or not.
        monday = next_monday()
        there = wish(sarah, session_date=(monday + timedelta(days=1)).isoformat(), timezone="Asia/Tokyo")
        offsets = {True: ("05:00", "06:00"), False: ("06:00", "07:00")}
        for start, end in offsets.values():
            response = signed_in("johndoe").post(BOOKINGS, {**there, "start_time": start, "end_time": end})
            if response.status_code == 201:
                break
        made = response.json()
        assert made["session_date"].startswith(monday.isoformat())
        assert made["start_time"] in ("15:00", "16:00")
        assert made["timezone"] == "America/New_York"

    def test_may_end_after_midnight_of_the_mentees(self, signed_in: SignIn, sarah: Mentor) -> None:
        late = {"timezone": "Asia/Tokyo", "start_time": "23:00", "end_time": "00:00"}
        response = signed_in("johndoe").post(BOOKINGS, wish(sarah, **late))
        # 23:00 in Tokyo is 9:00 or 10:00 in New York, by the season.
        assert response.status_code == 201, response.content
        assert response.json()["duration_minutes"] == 60

    def test_the_date_may_be_a_datetime_as_in_the_documents_table(
        self, signed_in: SignIn, sarah: Mentor
    ) -> None:
        asked = wish(sarah, session_date=f"{next_monday()}T00:00:00Z", end_time="11:00:00")
        response = signed_in("johndoe").post(BOOKINGS, asked)
        assert response.status_code == 201
        assert response.json()["duration_minutes"] == 120

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"mentor_id": ABSENT}, "mentor_id"),
            ({"mentor_id": "x"}, "mentor_id"),
            ({"mentor_id": 10**30}, "mentor_id"),
            ({"mentor_id": -1}, "mentor_id"),
            ({"mentor_id": [1]}, "mentor_id"),
            ({"session_date": "2030-02-30"}, "session_date"),
            ({"session_date": "10000-01-01"}, "session_date"),
            ({"session_date": "9999-12-31"}, "session_date"),
            ({"session_date": "0001-01-01"}, "session_date"),
            ({"session_date": "2030-01-01T99:00:00Z"}, "session_date"),
            ({"session_date": 5}, "session_date"),
            ({"session_date": None}, "session_date"),
            ({"start_time": "24:00"}, "start_time"),
            ({"start_time": "25:00"}, "start_time"),
            ({"start_time": "09:60"}, "start_time"),
            ({"start_time": "09:05"}, "start_time"),
            ({"start_time": {"hour": 9}}, "start_time"),
            ({"start_time": "\x00"}, "start_time"),
            ({"end_time": "09:00"}, "end_time"),
            ({"end_time": "08:00"}, "end_time"),
            ({"end_time": "16:00"}, "end_time"),
            ({"end_time": "10:30"}, "start_time"),
            ({"session_date": "2020-01-06"}, "start_time"),
            ({"session_date": "2100-12-31"}, "start_time"),
            ({"timezone": "Mars/Olympus"}, "timezone"),
            ({"timezone": "\x00"}, "timezone"),
            ({"topic": ""}, "topic"),
            ({"topic": "x" * 201}, "topic"),
            ({"topic": "a\x00b"}, "topic"),
            ({"topic": ["a"]}, "topic"),
            ({"description": "x" * 5001}, "description"),
        ],
    )
    def test_bad_input_is_named(
        self, signed_in: SignIn, sarah: Mentor, changes: dict[str, Any], field: str
    ) -> None:
        response = signed_in("johndoe").post(BOOKINGS, wish(sarah, **changes))
        assert response.status_code == 400, response.content
        assert list(response.json()) == [field]
        assert not Booking.objects.exists()

    @pytest.mark.parametrize("field", ["topic", "mentor_id", "session_date", "start_time", "timezone"])
    def test_half_a_character_is_refused(self, signed_in: SignIn, sarah: Mentor, field: str) -> None:
        body = json.dumps(wish(sarah, **{field: "\ud800"}))
        response = signed_in("johndoe").post(BOOKINGS, data=body, content_type="application/json")
        assert response.status_code == 400, response.content

    def test_every_field_that_is_missing_is_named(self, signed_in: SignIn) -> None:
        response = signed_in("johndoe").post(BOOKINGS, {})
        assert response.status_code == 400
        required = ["session_date", "start_time", "end_time", "mentor_id", "topic"]
        assert response.json() == {field: ["This field is required."] for field in required}

    def test_on_a_clock_time_that_is_skipped_is_refused(self, signed_in: SignIn, sarah: Mentor) -> None:
        asked = wish(sarah, session_date="2030-03-10", start_time="02:30", end_time="03:30")
        response = signed_in("johndoe").post(BOOKINGS, asked)
        assert (response.status_code, list(response.json())) == (400, ["start_time"])

    def test_of_oneself_or_of_who_is_not_approved_is_refused(
        self, signed_in: SignIn, sarah: Mentor, middy: Mentor
    ) -> None:
        for username, mentor in (("sarahj", sarah), ("johndoe", middy)):
            response = signed_in(username).post(BOOKINGS, wish(mentor))
            assert (response.status_code, list(response.json())) == (400, ["mentor_id"])

    def test_what_is_not_the_mentees_to_say_is_ignored(self, signed_in: SignIn, sarah: Mentor) -> None:
        forged = {
            "status": "confirmed",
            "mentee_id": 1,
            "meeting_url": "https://zoom.us/j/1",
            "rating": 5,
            "id": ABSENT,
        }
        made = signed_in("johndoe").post(BOOKINGS, wish(sarah, **forged)).json()
        assert (made["status"], made["mentee"]["id"], made["rating"]) == ("pending", 207, None)
        assert made["id"] != ABSENT
        assert Booking.objects.get().meeting_url == ""

    def test_is_possible_three_times_an_hour(self, signed_in: SignIn, sarah: Mentor, settings: Any) -> None:
        settings.TRELLIS_RATE_LIMITS = True
        client = signed_in("johndoe")
        for hour in (9, 10, 11):
            asked = wish(sarah, start_time=f"{hour:02}:00", end_time=f"{hour + 1:02}:00")
            assert client.post(BOOKINGS, asked).status_code == 201
        refused = client.post(BOOKINGS, wish(sarah, start_time="14:00", end_time="15:00"))
        assert refused.status_code == 429
        wait = int(refused["Retry-After"])
        assert 3500 < wait <= 3600
        assert refused["RateLimit"] == f'"default";r=0;t={wait}'
        assert refused["RateLimit-Policy"] == '"default";q=3;w=3600'
        assert refused.json() == {"detail": f"Request was throttled. Expected available in {wait} seconds."}
        other = signed_in("robin").post(BOOKINGS, wish(sarah, start_time="14:00", end_time="15:00"))
        assert other.status_code == 201


def test_a_mentor_who_is_withdrawn_takes_no_bookings(signed_in: SignIn, sarah: Mentor) -> None:
    mentors.withdraw_mentor(mentor=sarah, actor_id=None, now=timezone.now())
    response = signed_in("johndoe").post(BOOKINGS, wish(sarah))
    assert (response.status_code, list(response.json())) == (400, ["mentor_id"])
