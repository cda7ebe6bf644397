"""Who may open the room's WebSocket, from where, and for how long."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.meetings import Meeting, enter, open_socket, session_of, token_of
from tests.serving import Server
from tests.sockets import Refused, WebSocket
from tests.web.mentorship.room.wires import Wire
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import revoke_all
from trellis.domain.mentorship.models import Status
from trellis.domain.messaging.services.blocking import block

pytestmark = pytest.mark.django_db(transaction=True)


def _with_token(server: Server, meeting: Meeting, token: Any) -> WebSocket:
    socket = WebSocket(server.port, meeting.path, Origin=None)
    socket.send(type="auth", token=token)
    return socket


def test_a_stranger_finds_no_room(server: Server, meeting: Meeting) -> None:
    assert open_socket(server.port, meeting, meeting.stranger).closed_with() == 4404
    assert _with_token(server, meeting, token_of(meeting.stranger)).closed_with() == 4404


def test_the_back_office_finds_no_room_either(server: Server, meeting: Meeting) -> None:
    boss = User.objects.create_superuser("boss@example.com", "boss", "a password")
    assert open_socket(server.port, meeting, boss).closed_with() == 4404


def test_a_room_that_does_not_exist_looks_the_same(server: Server, meeting: Meeting) -> None:
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(meeting.mentor)}"
    nowhere = "/ws/meet/00000000-0000-4000-8000-000000000000"
    assert WebSocket(server.port, nowhere, Cookie=cookie).closed_with() == 4404
    with pytest.raises(Refused, match="403"):
        WebSocket(server.port, "/ws/meet/nonsense", Cookie=cookie)
    with pytest.raises(Refused, match="403"):
        WebSocket(server.port, "/ws/", Cookie=cookie)


@pytest.mark.parametrize("cookie", [None, "sessionid=forged", "sessionid=", 'sessionid="\\000aaaaaaaaaa"; x'])
def test_without_session_or_token_it_is_closed(server: Server, meeting: Meeting, cookie: str | None) -> None:
    with WebSocket(server.port, meeting.path, Cookie=cookie) as socket:
        socket.send(type="hello", page="me")
        assert socket.closed_with() == 4401


def test_a_token_in_the_first_message_opens_it(server: Server, meeting: Meeting) -> None:
    with _with_token(server, meeting, token_of(meeting.mentee)) as socket:
        assert socket.receive()["you"]["role"] == "mentee"


@pytest.mark.parametrize("token", ["", "garbage", "a.b.c", "x" * 5000, None, 7, True, ["a"], {"a": 1}])
def test_a_token_that_is_none_is_refused(server: Server, meeting: Meeting, token: Any) -> None:
    assert _with_token(server, meeting, token).closed_with() == 4401


@pytest.mark.parametrize("token", ["\ud800", "x\x00", "a.b.\udfff"])
def test_a_first_message_that_is_no_text_is_answered_and_may_be_said_again(
    server: Server, meeting: Meeting, token: str
) -> None:
    with _with_token(server, meeting, token) as socket:
        assert socket.receive()["code"] == "invalid"
        socket.send(type="auth", token=token_of(meeting.mentee))
        assert socket.receive()["you"]["role"] == "mentee"
    assert "socket failed" not in server.output


@pytest.mark.parametrize(
    "path", ["/ws/meet/%00", "/ws/meet/%ff", "/ws/meet/%ed%a0%80", "/ws/%ud800", "/ws/meet/{id}%00", "/ws/%"]
)
def test_an_odd_address_leads_nowhere(server: Server, meeting: Meeting, path: str) -> None:
    with pytest.raises(Refused, match="403"):
        WebSocket(server.port, path.format(id=meeting.booking.public_id))


def test_an_odd_question_in_the_address_is_not_heard(server: Server, meeting: Meeting) -> None:
    path = f"{meeting.path}?as=%00&\xff=%ff&%ud800"
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(meeting.mentor)}"
    with WebSocket(server.port, path, Cookie=cookie) as socket:
        assert socket.receive()["type"] == "hello"


def test_expired_and_revoked_tokens_are_refused(server: Server, meeting: Meeting) -> None:
    old = settings.ACCESS_TOKEN_LIFETIME + timedelta(seconds=1)
    assert _with_token(server, meeting, token_of(meeting.mentee, age=old)).closed_with() == 4401
    token = token_of(meeting.mentee)
    revoke_all(user=meeting.mentee, now=timezone.now())
    assert _with_token(server, meeting, token).closed_with() == 4401


def test_a_token_in_the_address_is_not_read(server: Server, meeting: Meeting) -> None:
    path = f"{meeting.path}?token={token_of(meeting.mentee)}"
    with WebSocket(server.port, path, Origin=None) as socket:
        socket.send(type="hello", page="me")
        assert socket.closed_with() == 4401


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "file://", "http://[", "x"],
)
def test_pages_of_others_are_refused_at_the_handshake(server: Server, meeting: Meeting, origin: str) -> None:
    with pytest.raises(Refused, match="403"):
        open_socket(server.port, meeting, meeting.mentor, Origin=origin)


def test_without_an_origin_a_cookie_counts_for_nothing(server: Server, meeting: Meeting) -> None:
    with open_socket(server.port, meeting, meeting.mentor, Origin=None) as socket:
        socket.send(type="hello", page="me")
        assert socket.closed_with() == 4401


@pytest.mark.parametrize(
    ("status", "starts_in", "reason"),
    [
        (Status.CONFIRMED, timedelta(minutes=16), "early"),
        (Status.CONFIRMED, timedelta(minutes=-91), "over"),
        (Status.COMPLETED, timedelta(minutes=-5), "over"),
        (Status.NO_SHOW, timedelta(minutes=-5), "over"),
        (Status.PENDING, timedelta(minutes=-5), "unconfirmed"),
        (Status.CANCELLED_BY_MENTEE, timedelta(minutes=-5), "cancelled"),
        (Status.CANCELLED_EXPIRED, timedelta(minutes=16), "cancelled"),
    ],
)
def test_the_door_is_open_for_confirmed_sessions_around_their_time(
    server: Server, meeting: Meeting, status: Status, starts_in: timedelta, reason: str
) -> None:
    meeting.move(starts_in=starts_in)
    meeting.change(status=status)
    with open_socket(server.port, meeting, meeting.mentor) as socket:
        assert (socket.closed_with(), socket.reason) == (4403, reason)


@pytest.mark.parametrize("starts_in", [timedelta(minutes=14), timedelta(minutes=-89)])
def test_it_is_open_a_little_before_and_after(server: Server, meeting: Meeting, starts_in: timedelta) -> None:
    meeting.move(starts_in=starts_in)
    with enter(server.port, meeting, meeting.mentor) as socket:
        socket.send(type="ping")
        assert socket.receive() == {"type": "pong"}


# --- While it is open: the consumer itself, its clock wound up ------------------------------------------


@pytest.mark.parametrize("ending", ["signed out", "revoked", "disabled", "cancelled", "moved"])
def test_a_right_that_is_lost_ends_the_meeting(meeting: Meeting, ending: str) -> None:
    key = session_of(meeting.mentor)
    changes = {
        "signed out": lambda: _sign_out(key),
        "revoked": lambda: revoke_all(user=meeting.mentor, now=timezone.now()),
        "disabled": lambda: User.objects.filter(pk=meeting.mentor.pk).update(is_active=False),
        "cancelled": lambda: meeting.change(status=Status.CANCELLED_BY_MENTEE),
        "moved": lambda: meeting.move(starts_in=timedelta(days=1)),
    }
    wire = Wire(meeting, cookie=f"{settings.SESSION_COOKIE_NAME}={key}")
    code = asyncio.run(wire.run(changes[ending]))
    assert code == (4403 if ending in ("cancelled", "moved") else 4401)


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_a_block_ends_the_meeting_of_both_at_once_and_in_silence(meeting: Meeting, side: str) -> None:
    person = {"mentor": meeting.mentor, "mentee": meeting.mentee}[side]
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(person)}"
    wire = Wire(meeting, cookie=cookie, check_seconds=3600)  # not by its clock
    code = asyncio.run(
        wire.run(lambda: block(person=meeting.mentor, other=meeting.mentee, now=timezone.now()))
    )
    assert (code, wire.sent[-1]["reason"]) == (4403, "closed")


def test_who_says_nothing_about_themselves_is_not_waited_for(meeting: Meeting) -> None:
    wire = Wire(meeting, saying=())
    assert asyncio.run(wire.run(None)) == 4401


def _sign_out(key: str) -> None:
    Session.objects.filter(pk=key).delete()
