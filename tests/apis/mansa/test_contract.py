"""Every request of the document's API reference, with what its tables and examples name."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import next_monday
from tests.apis.mansa.mentors.test_profiles import picture
from trellis.domain.mentorship.models import Booking, Mentor

pytestmark = pytest.mark.usefixtures("world")
ROOT = "/api/v1/mentorship"
# The columns of the document's tables that answers show under their own names; `member_id`,
# `mentor_id` and `mentee_id` appear as the things they point at (docs/decisions/mansa-wording.md).
MENTOR = {
    *("id", "user_id", "bio", "photo_url", "expertise", "rating", "total_sessions"),
    *("is_approved", "availability_timezone", "version"),
}
BOOKING = {
    *("id", "session_date", "duration_minutes", "topic", "description", "status", "meeting_url"),
    *("meeting_platform", "rating", "mentor_feedback", "booking_version", "mentor", "mentee"),
}
SLOT = {"id", "start_time", "end_time", "is_active"}


def _json(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def test_signing_in(api: APIClient) -> None:
    answer = _json(api.post("/api/users/email-login/", {"email": "mentee@mansa.example"}))
    assert set(answer) == {"access", "refresh", "user"}
    assert {"is_mentor", "is_mentee", "role", "id", "email"} <= set(answer["user"])
    opens = APIClient(HTTP_AUTHORIZATION=f"Bearer {answer['access']}")
    assert _json(opens.get(f"{ROOT}/bookings/?role=mentee"))["results"] == []


def test_browsing_mentors(api: APIClient, sarah: Mentor) -> None:
    (listed,) = _json(api.get(f"{ROOT}/mentors/"))["results"]
    assert set(listed) >= MENTOR
    assert listed == _json(api.get(f"{ROOT}/mentors/{listed['id']}/"))
    free = _json(api.get(f"{ROOT}/mentors/{listed['id']}/availability/"))
    assert {"recurring", "specific", "slots", "timezone"} <= set(free)
    assert {"start_time", "end_time", "date"} <= set(free["slots"][0])


def test_a_mentor_sets_up(signed_in: SignIn) -> None:
    client = signed_in("middy")
    profile = {
        "bio": "I have built products for ten years",
        "expertise": ["Product", "Python"],
        "company": "Acme",
        "job_title": "Lead",
        "years_of_experience": 10,
        "linkedin_url": "https://linkedin.com/in/middy",
        "github_url": "https://github.com/middy",
        "twitter_url": "https://twitter.com/middy",
        "availability_timezone": "Africa/Lagos",
    }
    made = _json(client.post(f"{ROOT}/mentors/create_profile/", profile), 201)
    assert set(made) >= MENTOR
    assert profile.items() <= made.items()
    assert _json(client.get(f"{ROOT}/mentors/my_profile/")) == made
    own = f"{ROOT}/mentors/{made['id']}"
    changed = _json(
        client.patch(f"{own}/update_profile/", {"bio": "Eleven years", "version": made["version"]})
    )
    assert (changed["bio"], changed["version"]) == ("Eleven years", made["version"] + 1)
    pictured = _json(client.post(f"{own}/upload_photo/", {"photo": picture()}, format="multipart"))
    assert pictured["photo_url"].endswith(".jpg")


def test_a_mentor_says_when_they_are_free(signed_in: SignIn, sarah: Mentor) -> None:
    client, address = signed_in("sarahj"), f"{ROOT}/availability/me/"
    before = _json(client.get(address))
    assert SLOT | {"day_of_week"} <= set(before["recurring"][0])
    rows = [
        {
            "day_of_week": 2,
            "start_time": "09:00:00",
            "end_time": "17:00:00",
            "is_recurring": True,
            "specific_date": None,
            "is_active": True,
        },
        {
            "day_of_week": 1,
            "start_time": "09:00:00",
            "end_time": "10:00:00",
            "is_recurring": False,
            "specific_date": next_monday().isoformat(),
            "is_active": True,
        },
    ]
    after = _json(client.post(address, {"slots": rows}))
    # Tuesday's hours of the demo, 09:00 to 12:00 and 14:00 to 17:00, are one with those that are added.
    assert (len(after["recurring"]), len(after["specific"])) == (9, 1)
    assert all(
        SLOT | {"day_of_week", "is_recurring", "specific_date"} <= set(row) for row in after["specific"]
    )
    only = _json(client.put(address, {"slots": rows}))
    assert (len(only["recurring"]), len(only["specific"])) == (1, 1)
    after = _json(client.get(address))
    assert after == _json(client.get(address))


def test_a_session_from_request_to_feedback(signed_in: SignIn, sarah: Mentor) -> None:
    mentee, mentor = signed_in("johndoe"), signed_in("sarahj")
    required = {
        "mentor_id": str(sarah.public_id),
        "session_date": next_monday().isoformat(),
        "start_time": "09:00",
        "end_time": "10:00",
        "topic": "Portfolio",
    }
    made = _json(mentee.post(f"{ROOT}/bookings/", required), 201)
    assert set(made) >= BOOKING
    address = f"{ROOT}/bookings/{made['id']}"

    def listed(client: APIClient, role: str) -> dict[str, Any]:
        (row,) = _json(client.get(f"{ROOT}/bookings/?role={role}"))["results"]
        return dict(row)

    assert listed(mentee, "mentee") == made
    assert listed(mentor, "mentor")["status"] == "pending"
    version = made["booking_version"]
    confirmed = _json(
        mentor.patch(f"{address}/update_status/", {"status": "confirmed", "booking_version": version})
    )
    assert confirmed["status"] == "confirmed"
    assert (confirmed["meeting_url"], confirmed["meeting_link"]) == (None, None)
    assert confirmed["room_url"].endswith(f"/meet/{made['id']}")
    link = {"meeting_link": "https://zoom.us/j/1234567890", "meeting_platform": "zoom"}
    _json(mentor.patch(f"{address}/add_meeting_link/", link))
    seen = listed(mentee, "mentee")
    assert (seen["meeting_url"], seen["meeting_platform"]) == (link["meeting_link"], "zoom")
    _let_it_begin(made["id"])
    _json(mentor.patch(f"{address}/update_status/", {"status": "completed"}))
    told = _json(mentee.post(f"{address}/add_feedback/", {"rating": 5, "feedback": "Great session"}))
    assert (told["status"], told["rating"]) == ("completed", 5)
    shown = _json(mentee.get(f"{ROOT}/mentors/{sarah.public_id}/"))
    assert (shown["rating"], shown["total_sessions"]) == (5.0, 1)


def _let_it_begin(public_id: str) -> None:
    began = timezone.now() - timedelta(hours=2)
    moved = {"starts_at": began, "ends_at": began + timedelta(hours=1)}
    Booking.objects.filter(public_id=public_id).update(**moved, blocked_until=moved["ends_at"])


@pytest.mark.parametrize("path", ["bookings/", "mentors/my_profile/", "availability/me/"])
def test_who_is_nobody_or_has_a_bad_token_is_401(api: APIClient, path: str) -> None:
    assert _json(api.get(f"{ROOT}/{path}"), 401) == {
        "detail": "Authentication credentials were not provided."
    }
    api.credentials(HTTP_AUTHORIZATION="Bearer x")
    assert _json(api.get(f"{ROOT}/{path}"), 401) == {"detail": "Given token is not valid."}
    assert _json(api.get(f"{ROOT}/mentors/"), 401) == {"detail": "Given token is not valid."}
