"""What an interview's clients hear: of each other, and of what the rest of the site does."""

from contextlib import ExitStack, suppress
from typing import Any

import pytest
from django.utils import timezone

from tests.interviews import (
    Interview,
    arrange_session,
    enter,
    invite,
    listen,
    person,
)
from tests.meetings import token_of
from tests.serving import Server
from tests.sockets import WebSocket
from trellis.core.processes import wait_until
from trellis.core.realtime import publish
from trellis.domain.interviews.models import Participant, Recording
from trellis.domain.interviews.rules.seats import Seat, invitation_token, room_of
from trellis.domain.interviews.services import participants
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role

pytestmark = pytest.mark.django_db(transaction=True)
_OFF = {"mic": False, "camera": False, "screen": False}


def _tell(interview: Interview, kind: str, **more: Any) -> None:
    """Tell the room something as the REST side does."""
    publish(room=room_of(interview.session.pk), message={"kind": kind, **more})


def _pages(message: dict[str, Any]) -> list[str]:
    return sorted(peer["page"] for peer in message["peers"])


def _peer(message: dict[str, Any], page: str) -> dict[str, Any]:
    found: dict[str, Any] = next(peer for peer in message["peers"] if peer["page"] == page)
    return found


def _settle(socket: WebSocket, *pages: str) -> dict[str, Any]:
    """Read until these and no others are there; return that message."""
    while _pages(message := socket.until("peers")) != sorted(pages):
        pass
    return message


def _panel(stack: ExitStack, port: int, interview: Interview) -> tuple[WebSocket, WebSocket, WebSocket]:
    """Let two members and the candidate enter, and all see each other."""
    owner = stack.enter_context(enter(port, interview, interview.owner, mic=True, camera=True))
    _pass_over_own_arrival(owner)
    staff = stack.enter_context(enter(port, interview, interview.staff, mic=True, camera=True))
    candidate = stack.enter_context(enter(port, interview, interview.token, mic=True, camera=True))
    _settle(owner, "page of sam", "page of candidate")
    _settle(staff, "page of olga", "page of candidate")
    _settle(candidate, "page of olga", "page of sam")
    return owner, staff, candidate


def _pass_over_own_arrival(socket: WebSocket) -> None:
    assert socket.until("participant")["event"] == "joined"


def test_each_sees_everybody_with_name_role_and_participant(server: Server, interview: Interview) -> None:
    with ExitStack() as stack:
        owner, _, candidate = _panel(stack, server.port, interview)
        owner.send(type="state", mic=False, camera=True, screen=True)
        # What was told before it switched may still be on its way.
        while not (seen := _peer(candidate.until("peers"), "page of olga"))["state"]["screen"]:
            pass
        row = Participant.objects.get(user=interview.owner)
        assert seen == {
            "page": "page of olga",
            "name": "Olga Doe",
            "role": "member",
            "participant": str(row.pk),
            "state": {"mic": False, "camera": True, "screen": True},
        }


def test_an_offer_goes_to_whom_it_is_for_and_chat_to_all(server: Server, interview: Interview) -> None:
    with ExitStack() as stack:
        owner, staff, candidate = _panel(stack, server.port, interview)
        owner.send(type="offer", sdp="for the candidate", to="page of candidate")
        owner.send(type="chat", text="for all", id="1")
        assert candidate.until("offer") == {
            "type": "offer", "sdp": "for the candidate", "from": "page of olga",
        }  # fmt: skip
        for socket in (candidate, staff):
            said = {"type": "chat", "text": "for all", "id": "1", "from": "page of olga"}
            assert _without_pushes(socket) == said


def _without_pushes(socket: WebSocket) -> dict[str, Any]:
    while (message := socket.receive())["type"] in ("participant", "peers"):
        pass
    return message


def test_who_only_listens_is_told_who_is_there_and_takes_no_seat(
    server: Server, interview: Interview
) -> None:
    with ExitStack() as stack:
        owner = stack.enter_context(enter(server.port, interview, interview.owner))
        _pass_over_own_arrival(owner)
        listener = stack.enter_context(listen(server.port, interview, invitation=interview.token))
        assert _pages(listener.until("peers")) == ["page of olga"]
        listener.send(type="state", mic=True, camera=True, screen=False)
        assert listener.until("error")["detail"] == "Say hello first."
        listener.send(type="ping")
        assert listener.receive() == {"type": "pong"}
        owner.send(type="chat", text="alone?", id="1")
        assert owner.until("error")["code"] == "alone"
        assert Participant.objects.filter(candidate_email__isnull=False).count() == 0


def test_what_a_page_switches_is_noted_and_told_to_who_only_listens(
    server: Server, interview: Interview
) -> None:
    with ExitStack() as stack:
        listener = stack.enter_context(listen(server.port, interview, token=token_of(interview.manager)))
        assert listener.receive()["type"] == "hello"
        staff = stack.enter_context(enter(server.port, interview, interview.staff, mic=True, camera=True))
        joined = listener.until("participant")
        assert (joined["event"], joined["participant"]["user_id"]) == ("joined", str(interview.staff.pk))
        staff.send(type="state", mic=False, camera=True, screen=False)
        muted = listener.until("participant")
        assert (muted["event"], muted["participant"]["is_muted"]) == ("muted", True)
        assert muted["participant"]["username"] == "sam@example.com"
        staff.send(type="state", mic=True, camera=False, screen=False)
        unmuted, camera = listener.until("participant"), listener.until("participant")
        assert (unmuted["event"], unmuted["participant"]["is_muted"]) == ("muted", False)
        assert (camera["event"], camera["participant"]["is_camera_on"]) == ("camera", False)
        row = Participant.objects.get(user=interview.staff)
        assert (row.is_muted, row.is_camera_on, row.left_at) == (False, False, None)
        staff.send(type="leave")
        assert staff.closed_with() == 1000
        left = listener.until("participant")
        assert (left["event"], left["participant"]["id"]) == ("left", str(row.pk))
        row.refresh_from_db()
        assert row.left_at is not None


def test_a_page_that_comes_without_sound_is_noted_as_muted(server: Server, interview: Interview) -> None:
    with enter(server.port, interview, interview.token):
        assert wait_until(lambda: _row_says(is_muted=True, is_camera_on=False), timeout=10)


def _row_says(**fields: Any) -> bool:
    return Participant.objects.filter(candidate_email="Cara@Mail.example", **fields).exists()


def test_what_the_api_switches_reaches_listeners_and_pages_alike(
    server: Server, interview: Interview
) -> None:
    seat = Seat(interview.session, "Sam", user=interview.staff)
    participants.join(seat=seat, now=timezone.now())
    with ExitStack() as stack:
        member = stack.enter_context(enter(server.port, interview, interview.owner))
        _pass_over_own_arrival(member)
        candidate = stack.enter_context(listen(server.port, interview, invitation=interview.token))
        assert candidate.receive()["type"] == "hello"
        participants.set_devices(seat=seat, muted=True, now=timezone.now())
        told, seen = _told_of(member, "Sam"), _told_of(candidate, "Sam")
        assert (told["event"], told["participant"]["is_muted"]) == ("muted", True)
        assert told["participant"]["username"] == "sam@example.com"
        assert (seen["event"], seen["participant"]["is_muted"]) == ("muted", True)
        assert seen["participant"]["username"] is None


def _told_of(socket: WebSocket, first_name: str) -> dict[str, Any]:
    while (told := socket.until("participant"))["participant"]["first_name"] != first_name:
        pass
    return told


def test_candidates_hear_nothing_of_scores_and_of_other_candidates(
    server: Server, interview: Interview
) -> None:
    with ExitStack() as stack:
        member = stack.enter_context(listen(server.port, interview, token=token_of(interview.staff)))
        candidate = stack.enter_context(listen(server.port, interview, invitation=interview.token))
        assert member.receive()["type"] == candidate.receive()["type"] == "hello"
        _tell(interview, "interview", event="updated")
        _tell(interview, "revoked", email="somebody@else.example")
        _tell(interview, "recording", event="started", recording_url="http://x/secret.webm")
        _tell(interview, "made up", event="?")
        assert member.receive() == {"type": "interview", "event": "updated"}
        assert member.receive() == {"type": "revoked", "email": "somebody@else.example"}
        assert member.receive()["recording_url"] == "http://x/secret.webm"
        assert candidate.receive() == {"type": "recording", "event": "started"}
        for socket in (member, candidate):
            socket.send(type="ping")
            assert socket.receive() == {"type": "pong"}


def test_the_end_of_the_session_is_told_and_closes_every_socket(server: Server, interview: Interview) -> None:
    with ExitStack() as stack:
        owner, _, candidate = _panel(stack, server.port, interview)
        listener = stack.enter_context(listen(server.port, interview, token=token_of(interview.manager)))
        assert listener.receive()["type"] == "hello"
        _tell(interview, "session", event="ended")
        for socket in (owner, candidate, listener):
            assert socket.until("session") == {"type": "session", "event": "ended"}
            assert (socket.closed_with(), socket.reason) == (4403, "over")


def test_a_revoked_candidate_is_shown_out_at_once_and_nobody_else(
    server: Server, interview: Interview
) -> None:
    with ExitStack() as stack:
        owner, _, candidate = _panel(stack, server.port, interview)
        _tell(interview, "revoked", email="CARA@mail.EXAMPLE")
        assert (candidate.closed_with(), candidate.reason) == (4401, "invitation")
        assert _settle(owner, "page of sam")["gone"] is False


def test_who_arrives_while_it_is_recorded_is_told(server: Server, interview: Interview) -> None:
    Recording.objects.create(session=interview.session, started_at=timezone.now())
    with listen(server.port, interview, invitation=interview.token) as socket:
        assert socket.receive()["recording"] is True


def test_a_second_tab_replaces_the_first_and_the_person_stays(server: Server, interview: Interview) -> None:
    with ExitStack() as stack:
        first, staff, _ = _panel(stack, server.port, interview)
        stack.enter_context(enter(server.port, interview, interview.owner, page="second tab"))
        assert first.closed_with() == 4409
        _settle(staff, "second tab", "page of candidate")
        staff.send(type="ping")
        assert staff.until("pong")
        assert Participant.objects.get(user=interview.owner).left_at is None


def test_a_listener_of_the_same_person_replaces_nobody(server: Server, interview: Interview) -> None:
    with ExitStack() as stack:
        owner, *_ = _panel(stack, server.port, interview)
        listener = stack.enter_context(listen(server.port, interview, token=token_of(interview.owner)))
        _settle(listener, "page of sam", "page of candidate")
        owner.send(type="ping")
        assert owner.until("pong")


def test_a_departure_of_the_page_before_does_not_end_the_new_one(
    server: Server, interview: Interview
) -> None:
    with ExitStack() as stack:
        socket = stack.enter_context(enter(server.port, interview, interview.staff))
        _pass_over_own_arrival(socket)
        seat = Seat(interview.session, "Sam", user=interview.staff)
        participants.leave(seat=seat, now=timezone.now())
        while socket.until("participant")["event"] != "joined":
            pass
        assert Participant.objects.get(user=interview.staff).left_at is None


def test_the_ninth_finds_no_seat_until_one_is_free(server: Server, interview: Interview) -> None:
    with ExitStack() as stack:
        sockets = []
        for number in range(8):
            user = person(f"Panel{number}")
            Membership.objects.create(
                organization=interview.session.organization, user=user, role=Role.STAFF,
                joined_at=timezone.now(),
            )  # fmt: skip
            sockets.append(stack.enter_context(enter(server.port, interview, user)))
        pages = [f"page of panel{number}" for number in range(8)]
        _settle(sockets[0], *pages[1:])
        late = enter(server.port, interview, interview.token)
        assert (late.closed_with(), late.reason) == (4403, "full")
        sockets[0].send(type="chat", text="still eight", id="1")
        for socket in sockets[1:]:
            assert socket.until("chat")["text"] == "still eight"
        again = stack.enter_context(enter(server.port, interview, person_of(interview, 7), page="reloaded"))
        assert sockets[7].closed_with() == 4409
        _settle(again, *pages[:7])
        again.send(type="leave")
        assert again.closed_with() == 1000
        _settle(sockets[0], *pages[1:7])
        candidate = stack.enter_context(enter(server.port, interview, interview.token))
        _settle(candidate, *pages[:7])


def person_of(interview: Interview, number: int) -> Any:
    return Membership.objects.get(user__username=f"panel{number}").user


def test_rooms_do_not_hear_each_other(server: Server, interview: Interview) -> None:
    other = arrange_session(interview.session.organization, "meet_other")
    with ExitStack() as stack:
        owner, staff, _ = _panel(stack, server.port, interview)
        token = invitation_token(invite(other, "Noor"))
        first, interview.session = interview.session, other
        third = stack.enter_context(listen(server.port, interview, invitation=token))
        assert third.receive()["type"] == "hello"
        interview.session = first
        owner.send(type="state", mic=False, camera=False, screen=False)
        _tell(interview, "recording", event="started")
        owner.send(type="chat", text="a secret", id="1")
        assert staff.until("chat")["text"] == "a secret"
        third.send(type="ping")
        assert third.receive() == {"type": "pong"}


def test_two_web_processes_are_one_room(server: Server, interview: Interview) -> None:
    with Server() as other, ExitStack() as stack:
        owner = stack.enter_context(enter(server.port, interview, interview.owner))
        candidate = stack.enter_context(enter(other.port, interview, interview.token))
        _settle(owner, "page of candidate")
        _settle(candidate, "page of olga")
        candidate.send(type="chat", text="across", id="1")
        assert owner.until("chat")["text"] == "across"
        assert other.stop() == 0
        _settle(owner)


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense", b"[]", b"{}", b'{"type": "hello"}', b'{"type": "hello", "page": 5}',
        b'{"type": "hello", "page": "p", "mic": "yes"}', b'{"type": "offer", "sdp": "early"}',
        b'{"type": "hello", "page": "' + b"x" * 65 + b'"}', b'{"type": "participant", "event": "left"}',
    ],
)  # fmt: skip
def test_nonsense_is_answered_and_does_no_harm(server: Server, interview: Interview, raw: bytes) -> None:
    with listen(server.port, interview, token=token_of(interview.owner)) as socket:
        assert socket.receive()["type"] == "hello"
        socket.send_raw(raw)
        assert socket.receive()["code"] == "invalid"
        socket.send(type="hello", page="a page", **_OFF)
        _pass_over_own_arrival(socket)


def test_floods_and_large_frames_are_closed(server: Server, interview: Interview) -> None:
    with enter(server.port, interview, interview.owner) as socket:
        socket.send_raw(b"x" * (64 * 1024 + 1))
        assert socket.closed_with() == 1009
    with enter(server.port, interview, interview.token) as socket:
        with suppress(ConnectionError):
            for number in range(300):
                socket.send(type="state", mic=bool(number % 2), camera=False, screen=False)
        assert socket.closed_with() in (4429, None)
    assert "code=4429" in server.output
