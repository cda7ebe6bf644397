"""Sessions answered, moved, held and spoken of, each of it by whom it is for."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import BOOKINGS, Sessions, moved_to, of, wish
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.services.bookings import expire_pending

pytestmark = pytest.mark.usefixtures("world")
ZOOM = "https://zoom.us/j/1234567890"


class TestTheStatus:
    def test_confirming_opens_the_built_in_room_beside_which_a_link_is_added(
        self, signed_in: SignIn, sessions: Sessions, settings: Any
    ) -> None:
        booking, mentor = sessions.make(), signed_in("sarahj")
        confirmed = mentor.patch(of(booking, "update_status"), {"status": "confirmed", "booking_version": 1})
        assert confirmed.status_code == 200, confirmed.content
        body = confirmed.json()
        assert (body["status"], body["booking_version"]) == ("confirmed", 2)
        assert (body["meeting_url"], body["meeting_link"], body["meeting_platform"]) == (None, None, None)
        assert body["room_url"] == f"{settings.TRELLIS_PUBLIC_URL}/meet/{booking.public_id}"
        linked = mentor.patch(of(booking, "add_meeting_link"), {"meeting_link": ZOOM})
        assert (linked.json()["meeting_url"], linked.json()["meeting_platform"]) == (ZOOM, "zoom")
        seen = signed_in("johndoe").get(of(booking)).json()
        assert (seen["meeting_url"], seen["room_url"]) == (ZOOM, body["room_url"])

    def test_a_link_may_come_with_the_confirmation(self, signed_in: SignIn, sessions: Sessions) -> None:
        body = {"status": "confirmed", "meeting_link": ZOOM, "meeting_platform": "Zoom Pro"}
        changed = signed_in("sarahj").patch(of(sessions.make(), "update_status"), body).json()
        assert (changed["meeting_url"], changed["meeting_platform"]) == (ZOOM, "Zoom Pro")

    @pytest.mark.parametrize(
        ("username", "status", "ends_in"),
        [
            ("sarahj", "cancelled", "cancelled_by_mentor"),
            ("sarahj", "cancelled_by_mentor", "cancelled_by_mentor"),
            ("johndoe", "cancelled", "cancelled_by_mentee"),
            ("johndoe", "cancelled_by_mentee", "cancelled_by_mentee"),
        ],
    )
    def test_either_side_cancels_as_itself(
        self, signed_in: SignIn, sessions: Sessions, username: str, status: str, ends_in: str
    ) -> None:
        booking = sessions.make(status="confirmed")
        body = {"status": status, "reason": "I am ill"}
        changed = signed_in(username).patch(of(booking, "update_status"), body).json()
        assert (changed["status"], changed["cancellation_reason"]) == (ends_in, "I am ill")

    @pytest.mark.parametrize(
        ("username", "status"),
        [
            ("johndoe", "confirmed"),
            ("johndoe", "completed"),
            ("johndoe", "no_show"),
            ("johndoe", "cancelled_by_mentor"),
            ("sarahj", "cancelled_by_mentee"),
        ],
    )
    def test_what_is_the_other_sides_is_forbidden(
        self, signed_in: SignIn, sessions: Sessions, username: str, status: str
    ) -> None:
        booking = sessions.make()
        response = signed_in(username).patch(of(booking, "update_status"), {"status": status})
        assert response.status_code == 403
        assert Booking.objects.get().status == "pending"

    def test_a_session_is_held_after_it_began(self, signed_in: SignIn, sessions: Sessions) -> None:
        mentor = signed_in("sarahj")
        ahead = sessions.make(status="confirmed")
        for status in ("completed", "no_show"):
            early = mentor.patch(of(ahead, "update_status"), {"status": status})
            assert (early.status_code, list(early.json())) == (400, ["status"])
        Booking.objects.update(starts_at=timezone.now() - timedelta(minutes=5))
        held = mentor.patch(of(ahead, "update_status"), {"status": "completed"})
        assert (held.status_code, held.json()["status"]) == (200, "completed")
        assert Mentor.objects.get(user__username="sarahj").total_sessions == 1

    @pytest.mark.parametrize("username", ["sarahj", "johndoe"])
    def test_a_session_that_is_over_is_not_called_off(
        self, signed_in: SignIn, sessions: Sessions, username: str
    ) -> None:
        booking = over(sessions)
        response = signed_in(username).patch(of(booking, "update_status"), {"status": "cancelled"})
        assert (response.status_code, list(response.json())) == (400, ["session_date"])
        assert Booking.objects.get().status == "confirmed"

    def test_a_session_that_is_over_is_not_held_elsewhere(
        self, signed_in: SignIn, sessions: Sessions
    ) -> None:
        booking = over(sessions)
        response = signed_in("sarahj").patch(of(booking, "add_meeting_link"), {"meeting_link": ZOOM})
        assert (response.status_code, list(response.json())) == (400, ["session_date"])
        assert Booking.objects.get().meeting_url == booking.meeting_url

    @pytest.mark.parametrize("status", ["completed", "no_show", "cancelled_by_mentee", "cancelled_expired"])
    def test_what_is_over_stays(self, signed_in: SignIn, sessions: Sessions, status: str) -> None:
        booking = sessions.make(status=status)
        response = signed_in("sarahj").patch(of(booking, "update_status"), {"status": "confirmed"})
        assert (response.status_code, response.json()["current_status"]) == (409, status)

    def test_who_has_seen_an_older_version_is_refused(self, signed_in: SignIn, sessions: Sessions) -> None:
        booking = sessions.make()
        stale = {"booking_version": 7}
        for verb, body in (
            ("update_status", {"status": "confirmed"}),
            ("reschedule", moved_to("10:00", "11:00")),
            ("add_meeting_link", {"meeting_link": ZOOM}),
        ):
            response = signed_in("sarahj").patch(of(booking, verb), {**body, **stale})
            assert (response.status_code, response.json()["current_version"]) == (409, 1), verb

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "status"),
            ({"status": "pending"}, "status"),
            ({"status": "cancelled_expired"}, "status"),
            ({"status": ["confirmed"]}, "status"),
            ({"status": {"a": 1}}, "status"),
            ({"status": None}, "status"),
            ({"status": "\x00"}, "status"),
            ({"status": "confirmed", "booking_version": "x"}, "booking_version"),
            ({"status": "confirmed", "booking_version": 10**30}, "booking_version"),
            ({"status": "cancelled", "reason": "x" * 2001}, "reason"),
            ({"status": "confirmed", "meeting_link": "javascript:alert(1)"}, "meeting_link"),
        ],
    )
    def test_bad_input_is_named(
        self, signed_in: SignIn, sessions: Sessions, body: dict[str, Any], field: str
    ) -> None:
        response = signed_in("sarahj").patch(of(sessions.make(), "update_status"), body)
        assert (response.status_code, list(response.json())) == (400, [field])
        assert Booking.objects.get().status == "pending"

    def test_half_a_character_is_refused(self, signed_in: SignIn, sessions: Sessions) -> None:
        body = '{"status": "\\ud800"}'
        address = of(sessions.make(), "update_status")
        response = signed_in("sarahj").patch(address, data=body, content_type="application/json")
        assert response.status_code == 400, response.content


class TestTheLink:
    def test_is_the_mentors_to_set_once_confirmed(self, signed_in: SignIn, sessions: Sessions) -> None:
        waiting = sessions.make()
        response = signed_in("sarahj").patch(of(waiting, "add_meeting_link"), {"meeting_link": ZOOM})
        assert (response.status_code, response.json()["current_status"]) == (409, "pending")
        confirmed = sessions.make(hour=10, status="confirmed")
        response = signed_in("johndoe").patch(of(confirmed, "add_meeting_link"), {"meeting_link": ZOOM})
        assert response.status_code == 403

    @pytest.mark.parametrize(
        "link",
        [
            *("", None, "zoom", "javascript:alert(1)", "ftp://a.b/c", "https://", "http://[::1", "x" * 501),
            *("https://zoom.us/\x00", "https://zoom.us/\nx", ["https://zoom.us"], 5),
        ],
    )
    def test_is_a_web_address(self, signed_in: SignIn, sessions: Sessions, link: Any) -> None:
        booking = sessions.make(status="confirmed")
        response = signed_in("sarahj").patch(of(booking, "add_meeting_link"), {"meeting_link": link})
        assert (response.status_code, list(response.json())) == (400, ["meeting_link"])


class TestFeedback:
    def test_of_either_side_is_given_once(self, signed_in: SignIn, sessions: Sessions) -> None:
        booking = sessions.make(status="completed")
        address, mentee, mentor = of(booking, "add_feedback"), signed_in("johndoe"), signed_in("sarahj")
        told = mentee.post(address, {"rating": 4, "feedback": "Helpful"})
        assert told.status_code == 200, told.content
        assert (told.json()["rating"], told.json()["feedback"]) == (4, "Helpful")
        answered = mentor.post(address, {"mentor_feedback": "Well prepared"}).json()
        assert (answered["mentor_feedback"], answered["feedback"]) == ("Well prepared", "Helpful")
        for client in (mentee, mentor):
            again = client.post(address, {"rating": 1, "feedback": "Again"})
            assert (again.status_code, list(again.json())) == (400, ["detail"])
        shown = mentee.get(f"/api/v1/mentorship/mentors/{booking.mentor.public_id}/").json()
        assert (shown["rating"], shown["rating_count"]) == (4.0, 1)

    @pytest.mark.parametrize(
        ("username", "body", "field"),
        [
            ("johndoe", {}, "rating"),
            ("johndoe", {"feedback": "Fine"}, "rating"),
            ("johndoe", {"rating": 0}, "rating"),
            ("johndoe", {"rating": 6}, "rating"),
            ("johndoe", {"rating": 4.5}, "rating"),
            ("johndoe", {"rating": True}, "rating"),
            ("johndoe", {"rating": "five"}, "rating"),
            ("johndoe", {"rating": 10**30}, "rating"),
            ("johndoe", {"rating": 5, "feedback": "x" * 5001}, "feedback"),
            ("johndoe", {"rating": 5, "feedback": "\x00"}, "feedback"),
            ("sarahj", {"rating": 5}, "feedback"),
        ],
    )
    def test_bad_input_is_named(
        self, signed_in: SignIn, sessions: Sessions, username: str, body: dict[str, Any], field: str
    ) -> None:
        booking = sessions.make(status="completed")
        response = signed_in(username).post(of(booking, "add_feedback"), body)
        assert (response.status_code, list(response.json())) == (400, [field])

    def test_is_of_sessions_that_were_held(self, signed_in: SignIn, sessions: Sessions) -> None:
        response = signed_in("johndoe").post(of(sessions.make(), "add_feedback"), {"rating": 5})
        assert (response.status_code, response.json()["current_status"]) == (409, "pending")


class TestMoving:
    def test_by_the_mentor_keeps_the_status_by_the_mentee_asks_anew(
        self, signed_in: SignIn, sessions: Sessions
    ) -> None:
        booking = sessions.make(status="confirmed", meeting_url=ZOOM)
        moved = signed_in("sarahj").patch(of(booking, "reschedule"), moved_to("14:00", "15:00"))
        assert moved.status_code == 200, moved.content
        assert (moved.json()["status"], moved.json()["start_time"]) == ("confirmed", "14:00")
        again = signed_in("johndoe").patch(
            of(booking, "reschedule"), moved_to("15:00", "16:00", booking_version=2)
        )
        assert (again.json()["status"], again.json()["start_time"]) == ("pending", "15:00")
        assert again.json()["id"] == str(booking.public_id)
        assert again.json()["booking_version"] == 3

    def test_to_where_somebody_else_is_or_nothing_is_offered_is_refused(
        self, signed_in: SignIn, sessions: Sessions
    ) -> None:
        booking = sessions.make(hour=9)
        sessions.make("robin", hour=10)
        address, client = of(booking, "reschedule"), signed_in("johndoe")
        assert client.patch(address, moved_to("10:00", "11:00")).status_code == 409
        response = client.patch(address, moved_to("12:00", "13:00"))
        assert (response.status_code, list(response.json())) == (400, ["start_time"])
        assert client.patch(address, moved_to("09:00", "11:00")).status_code == 409
        assert client.patch(address, {}).status_code == 400

    def test_what_is_over_is_refused(self, signed_in: SignIn, sessions: Sessions) -> None:
        booking = sessions.make(status="cancelled_by_mentee")
        response = signed_in("johndoe").patch(of(booking, "reschedule"), moved_to("10:00", "11:00"))
        assert (response.status_code, response.json()["current_status"]) == (409, "cancelled_by_mentee")


def test_the_history_tells_who_did_what(signed_in: SignIn, sarah: Mentor) -> None:
    mentee, mentor = signed_in("johndoe"), signed_in("sarahj")
    made = mentee.post(BOOKINGS, wish(sarah)).json()
    address = f"{BOOKINGS}{made['id']}/"
    mentor.patch(f"{address}update_status/", {"status": "confirmed"})
    mentee.patch(f"{address}reschedule/", moved_to("10:00", "11:00"))
    Booking.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    expire_pending(now=timezone.now())
    told = mentee.get(f"{address}history/").json()
    assert told["count"] == 4
    lines = [(each["kind"], each["actor"] and each["actor"]["role"]) for each in told["results"]]
    assert lines == [
        ("booking.requested", "mentee"),
        ("booking.confirmed", "mentor"),
        ("booking.rescheduled", "mentee"),
        ("booking.expired", None),
    ]
    requested, confirmed, moved, _ = told["results"]
    assert (requested["from"], requested["to"]["status"]) == (None, "pending")
    assert (confirmed["from"], confirmed["to"]) == ({"status": "pending"}, {"status": "confirmed"})
    assert moved["from"] == {
        "status": "confirmed",
        "starts_at": made["starts_at"],
        "ends_at": made["ends_at"],
    }
    assert moved["to"]["starts_at"] == made["ends_at"]
    assert mentor.get(f"{address}history/").json() == told
    assert "@" not in str(told)


def over(sessions: Sessions) -> Booking:
    """Make a confirmed session of yesterday that nobody has said anything about yet."""
    yesterday = timezone.now() - timedelta(days=1)
    times = {"starts_at": yesterday - timedelta(hours=1), "ends_at": yesterday, "blocked_until": yesterday}
    return sessions.make(status="confirmed", **times)
