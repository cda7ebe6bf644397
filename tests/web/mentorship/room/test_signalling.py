"""Two browsers of a booking exchange what a call needs, over a real server."""

from contextlib import ExitStack

import pytest

from tests.meetings import Meeting, arrange_another, enter, open_socket
from tests.serving import Server
from tests.sockets import WebSocket

pytestmark = pytest.mark.django_db(transaction=True)


def _pair(stack: ExitStack, port: int, meeting: Meeting) -> tuple[WebSocket, WebSocket]:
    """Let mentor and mentee enter, and see each other."""
    mentor = stack.enter_context(enter(port, meeting, meeting.mentor))
    mentee = stack.enter_context(enter(port, meeting, meeting.mentee))
    assert mentor.until("peers")["peers"][0]["page"] == "page of miguel"
    assert mentee.until("peers")["peers"][0]["page"] == "page of sarah"
    return mentor, mentee


def test_it_greets_each_with_their_role_and_one_of_them_as_polite(server: Server, meeting: Meeting) -> None:
    with open_socket(server.port, meeting, meeting.mentor) as mentor:
        hello = mentor.receive()
        assert hello["you"] == {"name": "Sarah Doe", "role": "mentor"}
        assert hello["other"] == {"name": "Miguel Doe", "role": "mentee"}
        assert (hello["polite"], hello["ice_servers"]) == (False, [])
    with open_socket(server.port, meeting, meeting.mentee) as mentee:
        assert mentee.receive()["polite"] is True


def test_offer_answer_candidates_state_and_chat_reach_the_other(server: Server, meeting: Meeting) -> None:
    with ExitStack() as stack:
        mentor, mentee = _pair(stack, server.port, meeting)
        long_sdp = "v=0\r\n" + "a=candidate:é\r\n" * 2500
        mentor.send(type="offer", sdp=long_sdp, to="page of miguel")
        assert mentee.receive() == {"type": "offer", "sdp": long_sdp, "from": "page of sarah"}
        mentee.send(type="answer", sdp="v=0")
        assert mentor.receive() == {"type": "answer", "sdp": "v=0", "from": "page of miguel"}
        candidate = {
            "candidate": "candidate:1 1 udp 1 10.0.0.1 9 typ host",
            "sdpMid": "0",
            "sdpMLineIndex": 0,
        }
        mentor.send(type="ice", candidate={**candidate, "unknown": "field"})
        mentor.send(type="ice", candidate=None)
        assert mentee.receive() == {"type": "ice", "candidate": candidate, "from": "page of sarah"}
        assert mentee.receive() == {"type": "ice", "candidate": None, "from": "page of sarah"}
        mentee.send(type="chat", text="  Hello <b>Sarah</b> \U0001f44b ", id="1")
        assert mentor.receive() == {
            "type": "chat",
            "text": "Hello <b>Sarah</b> \U0001f44b",
            "id": "1",
            "from": "page of miguel",
        }
        mentee.send(type="state", mic=True, camera=False, screen=False)
        seen = {"page": "page of miguel", "state": {"mic": True, "camera": False, "screen": False}}
        assert mentor.receive() == {"type": "peers", "peers": [seen], "gone": False}


def test_messages_arrive_in_the_order_in_which_they_were_sent(server: Server, meeting: Meeting) -> None:
    with ExitStack() as stack:
        mentor, mentee = _pair(stack, server.port, meeting)
        for number in range(90):
            mentor.send(type="chat", text="x" * (number * 20 + 1), id=str(number))
        assert [mentee.receive()["id"] for _ in range(90)] == [str(number) for number in range(90)]


def test_what_is_meant_for_another_page_is_not_delivered(server: Server, meeting: Meeting) -> None:
    with ExitStack() as stack:
        mentor, mentee = _pair(stack, server.port, meeting)
        mentor.send(type="offer", sdp="old", to="the page before a reload")
        mentor.send(type="offer", sdp="new", to="page of miguel")
        assert mentee.receive()["sdp"] == "new"


def test_leaving_and_breaking_off_are_told(server: Server, meeting: Meeting) -> None:
    with ExitStack() as stack:
        mentor, mentee = _pair(stack, server.port, meeting)
        mentee.send(type="leave")
        assert mentee.closed_with() == 1000
        assert mentor.receive() == {"type": "peers", "peers": [], "gone": True}
        again = enter(server.port, meeting, meeting.mentee)
        assert mentor.until("peers")["peers"]
        again.close()
        assert mentor.receive() == {"type": "peers", "peers": [], "gone": False}


def test_alone_in_the_room_one_is_told_so(server: Server, meeting: Meeting) -> None:
    with enter(server.port, meeting, meeting.mentor) as mentor:
        mentor.send(type="chat", text="Anybody?", id="1")
        assert mentor.receive()["code"] == "alone"


def test_a_second_tab_replaces_the_first(server: Server, meeting: Meeting) -> None:
    with ExitStack() as stack:
        first, mentee = _pair(stack, server.port, meeting)
        stack.enter_context(enter(server.port, meeting, meeting.mentor, page="second tab"))
        assert first.closed_with() == 4409
        assert mentee.receive()["peers"][0]["page"] == "second tab"
        mentee.send(type="ping")
        assert mentee.receive() == {"type": "pong"}  # and not that the mentor has left


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"nonsense", b"[]", b"null", b"1e400", b'{"type": NaN}', b"[" * 60_000, b'{"type": 5}', b"{}",
        b'{"type": "offer"}', b'{"type": "offer", "sdp": {}}', b'{"type": "ice", "candidate": 7}',
        b'{"type": "ice", "candidate": {"candidate": []}}', b'{"type": "state", "mic": "yes"}',
        b'{"type": "chat", "text": "  ", "id": "1"}', b'{"type": "chat", "text": "no id"}',
        b'{"type": "offer", "sdp": "x", "to": 5}', b'{"type": "auth", "token": "again"}',
        b'{"type": "chat", "id": "1", "text": "' + b"x" * 2001 + b'"}',
    ],
)  # fmt: skip
def test_nonsense_is_answered_and_does_no_harm(server: Server, meeting: Meeting, raw: bytes) -> None:
    with ExitStack() as stack:
        mentor, mentee = _pair(stack, server.port, meeting)
        mentor.send_raw(raw)
        assert mentor.receive()["code"] == "invalid"
        mentor.send_raw(b"\x00\x01", opcode=2)
        assert mentor.receive()["code"] == "invalid"
        mentor.send(type="chat", text="as before", id="1")
        assert mentee.receive()["text"] == "as before"


_UNCLEAN = [
    *(
        {"type": "chat", "id": "1", "text": "x", field: f"x{half_or_nul}"}
        for field in ("type", "text", "id", "to", "an unknown field")
        for half_or_nul in ("\x00", "\ud800", "\udc00\ud83d")
    ),
    {"type": "chat", "id": "1", "text": "x", "\x00": 1},
    {"type": "chat", "id": "1", "text": "x", "\ud800": 1},
    {"type": "offer", "sdp": "v=0\x00"},
    {"type": "answer", "sdp": "v=0\udfff"},
    *(
        {"type": "ice", "candidate": {"candidate": "", field: text}}
        for field in ("candidate", "sdpMid", "usernameFragment")
        for text in ("x\x00", "x\ud800", ["x"], 7)
    ),
    *(
        {"type": "ice", "candidate": {"candidate": "", "sdpMLineIndex": line}}
        for line in (True, False, -1, 65_536, 2**70, 1.5, "0", [0], {})
    ),
    *({"type": kind, "text": "x", "id": "1"} for kind in (["chat"], {"chat": 1}, True, None, 2**70)),
]


def test_what_is_unclean_is_answered_and_reaches_nobody(server: Server, meeting: Meeting) -> None:
    with ExitStack() as stack:
        mentor, mentee = _pair(stack, server.port, meeting)
        for message in _UNCLEAN:
            mentor.send(**message)
            answer = mentor.receive()
            assert (answer["type"], answer.get("code")) == ("error", "invalid"), message
        mentor.send_raw(b'{"type": "chat", "id": "1", "text": "' + b"\\ud83d\\ude00 \\\\u0000" + b'"}')
        assert mentee.receive()["text"] == "\U0001f600 \\u0000"
    assert "socket failed" not in server.output


@pytest.mark.parametrize("page", ["x\x00", "x\ud800", ["x"], 7, None, ""])
def test_a_page_has_a_clean_name(server: Server, meeting: Meeting, page: object) -> None:
    with open_socket(server.port, meeting, meeting.mentor) as mentor:
        mentor.until("hello")
        mentor.send(type="hello", page=page)
        assert mentor.receive()["code"] == "invalid"
        mentor.send(type="hello", page="clean")
        mentor.send(type="ping")
        assert mentor.receive() == {"type": "pong"}


def test_two_web_processes_are_one_room(server: Server, meeting: Meeting) -> None:
    with Server() as other, ExitStack() as stack:
        mentor = stack.enter_context(enter(server.port, meeting, meeting.mentor))
        mentee = stack.enter_context(enter(other.port, meeting, meeting.mentee))
        assert mentor.until("peers")["peers"]
        assert mentee.until("peers")["peers"]
        mentor.send(type="chat", text="from one to the other", id="1")
        assert mentee.receive()["text"] == "from one to the other"
        mentee.send(type="chat", text="and back", id="2")
        assert mentor.receive()["text"] == "and back"
        # The operator stops one of them: its people are asked to come again, the other is told.
        assert other.stop() == 0
        assert mentee.closed_with() in (1012, None)
        assert mentor.until("peers")["peers"] == []


def test_rooms_do_not_hear_each_other(server: Server, meeting: Meeting) -> None:
    elsewhere = arrange_another(meeting)
    with ExitStack() as stack:
        mentor, mentee = _pair(stack, server.port, meeting)
        third = stack.enter_context(enter(server.port, elsewhere, elsewhere.mentor))
        mentor.send(type="chat", text="a secret", id="1")
        assert mentee.receive()["text"] == "a secret"
        third.send(type="ping")
        assert third.receive() == {"type": "pong"}
