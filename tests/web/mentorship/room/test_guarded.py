"""The room of a minor: three seats, and nobody meets anybody before a guardian is there."""

from contextlib import ExitStack
from typing import Any

import pytest
from django.test import Client

from tests.meetings import Guarded, arrange_guarded, enter, open_socket
from tests.serving import Server
from tests.sockets import WebSocket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(db: None) -> Guarded:
    return arrange_guarded()


def _people(message: dict[str, Any]) -> dict[str, str]:
    return {peer["person"]: peer["page"] for peer in message["peers"]}


def _quiet(socket: WebSocket) -> None:
    """Check that nothing was told but the answer to this."""
    socket.send(type="ping")
    assert socket.receive() == {"type": "pong"}


def test_the_two_are_parted_until_the_guardian_comes_and_when_they_go(
    server: Server, meeting: Guarded
) -> None:
    with ExitStack() as stack:
        mentor = stack.enter_context(enter(server.port, meeting, meeting.mentor))
        minor = stack.enter_context(enter(server.port, meeting, meeting.mentee))
        mentor.send(type="chat", text="Anybody?", id="1")
        assert mentor.receive()["code"] == "alone"
        minor.send(type="offer", sdp="v=0", to="page of sarah")
        assert minor.receive()["code"] == "alone"
        _quiet(mentor)

        guardian = stack.enter_context(enter(server.port, meeting, meeting.guardian))
        assert len(_people(guardian.until("peers"))) in (1, 2)
        seen = _people(mentor.until("peers"))
        assert seen == {"mentee": "page of miguel", "guardian-1": "page of gil"}
        assert _people(minor.until("peers")) == {"mentor": "page of sarah", "guardian-1": "page of gil"}
        mentor.send(type="chat", text="Hello", id="2")
        assert minor.until("chat")["text"] == guardian.until("chat")["text"] == "Hello"

        guardian.send(type="leave")
        assert guardian.closed_with() == 1000
        for socket in (mentor, minor):
            assert socket.until("peers") == {"type": "peers", "peers": [], "gone": True}
        mentor.send(type="chat", text="Still there?", id="3")
        assert mentor.receive()["code"] == "alone"
        _quiet(minor)


def test_a_guardian_who_is_cut_off_parts_them_at_once(server: Server, meeting: Guarded) -> None:
    with ExitStack() as stack:
        mentor = stack.enter_context(enter(server.port, meeting, meeting.mentor))
        guardian = enter(server.port, meeting, meeting.guardian)
        assert _people(mentor.until("peers")) == {"guardian-1": "page of gil"}
        minor = stack.enter_context(enter(server.port, meeting, meeting.mentee))
        assert len(_people(minor.until("peers"))) in (1, 2)
        guardian.close()
        while (told := mentor.until("peers"))["peers"]:
            pass
        assert told["gone"] is True


def test_a_guardian_who_only_listens_is_not_there(server: Server, meeting: Guarded) -> None:
    with ExitStack() as stack:
        listening = stack.enter_context(open_socket(server.port, meeting, meeting.guardian))
        assert listening.receive()["you"] == {"name": "Gil Doe", "role": "guardian"}
        mentor = stack.enter_context(enter(server.port, meeting, meeting.mentor))
        stack.enter_context(enter(server.port, meeting, meeting.mentee))
        mentor.send(type="chat", text="Anybody?", id="1")
        assert mentor.receive()["code"] == "alone"


def test_who_they_are_is_not_theirs_to_say(server: Server, meeting: Guarded) -> None:
    with ExitStack() as stack:
        minor = stack.enter_context(open_socket(server.port, meeting, meeting.mentee))
        assert minor.receive()["guarded"] is True
        card = {"role": "guardian", "person": "guardian-1", "name": "Gil"}
        minor.send(type="hello", page="mine", card=card, user="1", **card)
        mentor = stack.enter_context(enter(server.port, meeting, meeting.mentor))
        mentor.send(type="chat", text="Anybody?", id="1")
        assert mentor.receive()["code"] == "alone"


def test_without_a_guardian_the_room_is_there_and_closed(server: Server, meeting: Guarded) -> None:
    meeting.let_go()
    for user in (meeting.mentor, meeting.mentee):
        with open_socket(server.port, meeting, user) as socket:
            assert (socket.closed_with(), socket.reason) == (4403, "guardian")
    assert open_socket(server.port, meeting, meeting.guardian).closed_with() == 4404
    assert open_socket(server.port, meeting, meeting.stranger).closed_with() == 4404


def _text(meeting: Guarded, user: Any) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    response = client.get(meeting.page)
    return response.status_code, response.content.decode()


def test_the_pages_say_who_is_awaited(meeting: Guarded) -> None:
    for user, words in (
        (meeting.mentor, "Gil Doe, the guardian of Miguel"),
        (meeting.mentee, "your guardian Gil Doe"),
        (meeting.guardian, "whose guardian you are"),
    ):
        status, page = _text(meeting, user)
        assert (status, words in page) == (200, True)
    assert _text(meeting, meeting.stranger)[0] == 404
    meeting.let_go()
    for user, words in ((meeting.mentor, "Miguel Doe is under 18"), (meeting.mentee, "Invite a guardian")):
        status, page = _text(meeting, user)
        assert (status, words in page) == (200, True)
    assert _text(meeting, meeting.guardian)[0] == 404
