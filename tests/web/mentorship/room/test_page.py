"""The page of the room: whom it is shown to, and what it allows."""

import json
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.meetings import Meeting
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Status
from trellis.domain.messaging.services.blocking import block
from trellis.web.rooms.messages import LONGEST_CHAT

pytestmark = pytest.mark.django_db


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(client: Client, meeting: Meeting) -> str:
    response = client.get(meeting.page)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_both_addresses_show_the_room_to_both_people(meeting: Meeting) -> None:
    for user, other in ((meeting.mentor, "mentee"), (meeting.mentee, "mentor")):
        for address in (meeting.page, f"{meeting.page}/"):
            response = _client(user).get(address)
            assert response.status_code == 200
            assert f"With your {other}" in response.content.decode()
            assert f'id="chat-text" rows="2" maxlength="{LONGEST_CHAT}"' in response.content.decode()


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_back(meeting: Meeting, client: Client) -> None:
    response = client.get(meeting.page)
    assert response.status_code == 302
    assert response["Location"] == f"/community/mentorship/auth?next={meeting.page.replace('/', '%2F')}"


def test_strangers_and_staff_find_nothing(meeting: Meeting) -> None:
    boss = User.objects.create_superuser("boss@example.com", "boss", "a password")
    for user in (meeting.stranger, boss):
        response = _client(user).get(meeting.page)
        assert response.status_code == 404
        assert meeting.booking.topic not in response.content.decode()
    assert _client(boss).get("/meet/00000000-0000-4000-8000-000000000000").status_code == 404


def test_it_takes_no_form(meeting: Meeting) -> None:
    assert _client(meeting.mentor).post(meeting.page).status_code == 405


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.PENDING, "waits for its mentor"),
        (Status.CANCELLED_BY_MENTOR, "was cancelled"),
        (Status.CANCELLED_BY_MENTEE, "was cancelled"),
        (Status.CANCELLED_EXPIRED, "was cancelled"),
        (Status.COMPLETED, "is over"),
        (Status.NO_SHOW, "is over"),
    ],
)
def test_a_closed_room_says_why(meeting: Meeting, status: Status, words: str) -> None:
    meeting.change(status=status, cancellation_reason="<i>ill</i>")
    response = _client(meeting.mentee).get(meeting.page)
    text = response.content.decode()
    assert words in text
    assert "<i>" not in text
    assert 'href="/community/mentorship/bookings"' in text
    assert "meet.js" not in text


def test_of_people_who_are_kept_apart_it_is_closed_and_neither_reads_why(meeting: Meeting) -> None:
    block(person=meeting.mentee, other=meeting.mentor, now=timezone.now())
    for person in (meeting.mentor, meeting.mentee):
        text = _text(_client(person), meeting)
        assert "This room is closed" in text
        assert "block" not in text.lower().replace("display: block", "")
        assert "meet.js" not in text


def test_long_after_the_session_it_is_over_and_long_before_one_waits(meeting: Meeting) -> None:
    meeting.move(starts_in=timedelta(minutes=-91))
    assert "This session is over" in _text(_client(meeting.mentor), meeting)
    meeting.move(starts_in=timedelta(days=3))
    text = _text(_client(meeting.mentor), meeting)
    assert "Join the meeting" in text
    room = json.loads(text.split('<script id="room" type="application/json">')[1].split("</script>")[0])
    assert room["socket"] == meeting.path
    assert room["now"] < room["opens_at"] < room["starts_at"]


def test_hostile_names_and_topics_stay_text(meeting: Meeting) -> None:
    meeting.change(topic="</script><script>alert(1)</script>")
    User.objects.filter(pk=meeting.mentee.pk).update(first_name="</script><b>Eve")
    text = _client(meeting.mentor).get(meeting.page).content.decode()
    assert "<script>alert" not in text
    assert "</script><b>" not in text


def test_its_policy_lets_camera_and_socket_in_and_nothing_foreign(meeting: Meeting) -> None:
    response = _client(meeting.mentor).get(meeting.page)
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self' ws://testserver"
    assert policy["media-src"] == "'self' blob:"
    assert response["Permissions-Policy"] == "camera=(self), microphone=(self), display-capture=(self)"
    assert "no-store" in response["Cache-Control"]
    https = _client(meeting.mentor).get(meeting.page, secure=True)
    assert "wss://testserver" in https["Content-Security-Policy"]
