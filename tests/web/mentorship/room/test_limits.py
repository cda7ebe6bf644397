"""Nobody can hurt the room, and it survives the loss of its database connection."""

import json
import os
import time
from contextlib import ExitStack, suppress

import psutil
import psycopg
import pytest

from tests.meetings import Meeting, arrange_another, enter
from tests.serving import Server
from trellis.core.processes import wait_until
from trellis.core.realtime import publish
from trellis.core.realtime.carriers.connecting import APPLICATION_NAME

pytestmark = pytest.mark.django_db(transaction=True)


def test_more_than_a_burst_is_closed(server: Server, meeting: Meeting) -> None:
    with enter(server.port, meeting, meeting.mentor) as socket:
        for _ in range(90):
            socket.send(type="ping")
        for _ in range(90):
            assert socket.receive() == {"type": "pong"}
        with suppress(ConnectionError):
            for _ in range(300):
                socket.send(type="ping")
        assert socket.closed_with() in (4429, None)


def test_a_flood_is_closed(server: Server, meeting: Meeting) -> None:
    closed = server.output.count("code=4429")
    with enter(server.port, meeting, meeting.mentor) as socket:
        with suppress(ConnectionError):
            for _ in range(10_000):
                socket.send(type="ping")
        # What was still under way may have swept the code away with the connection.
        assert socket.closed_with() in (4429, None)
        assert server.output.count("code=4429") == closed + 1


def test_nonsense_counts_as_well(server: Server, meeting: Meeting) -> None:
    with enter(server.port, meeting, meeting.mentor) as socket:
        with suppress(ConnectionError):
            for _ in range(500):
                socket.send_raw(b"nonsense")
        assert socket.closed_with() in (4429, None)


@pytest.mark.parametrize("size", [64 * 1024 + 1, 1_000_000])
def test_a_frame_that_is_too_large_is_closed(server: Server, meeting: Meeting, size: int) -> None:
    with enter(server.port, meeting, meeting.mentor) as socket:
        socket.send_raw(b"x" * size)
        assert socket.closed_with() == 1009


def test_a_frame_that_is_just_small_enough_arrives_whole(server: Server, meeting: Meeting) -> None:
    sdp = "é" * 32_000
    with ExitStack() as stack:
        mentor = stack.enter_context(enter(server.port, meeting, meeting.mentor))
        mentee = stack.enter_context(enter(server.port, meeting, meeting.mentee))
        assert mentor.until("peers")["peers"]
        mentor.send_raw(json.dumps({"type": "offer", "sdp": sdp}, ensure_ascii=False).encode())
        assert mentee.until("offer")["sdp"] == sdp


def test_one_who_reads_nothing_is_closed_and_holds_nobody_up(server: Server, meeting: Meeting) -> None:
    elsewhere = arrange_another(meeting)
    with ExitStack() as stack:
        slow = stack.enter_context(enter(server.port, meeting, meeting.mentor, receive_buffer=4096))
        quick = stack.enter_context(enter(server.port, elsewhere, elsewhere.mentor))
        quick.send(type="ping")
        assert quick.receive() == {"type": "pong"}
        before = _memory(server)
        text = "x" * 60_000
        for number in range(400):
            _say(meeting, text)
            if number % 40 == 0:
                asked = time.monotonic()
                quick.send(type="ping")
                assert quick.receive() == {"type": "pong"}
                assert time.monotonic() - asked < 2
        # 24 MB were said; a mailbox holds one.
        assert _memory(server) - before < 24_000_000
        assert slow.closed_with() in (4408, None)
        assert "code=4408" in server.output
        quick.send(type="ping")
        assert quick.receive() == {"type": "pong"}


def test_one_who_is_only_a_little_slow_gets_the_reason(server: Server, meeting: Meeting) -> None:
    with enter(server.port, meeting, meeting.mentor, receive_buffer=4096) as slow:
        slow.send(type="ping")
        assert slow.receive() == {"type": "pong"}
        for _ in range(200):
            _say(meeting, "x" * 60_000)
        assert slow.closed_with() == 4408


def test_a_lost_listen_connection_comes_back_by_itself(server: Server, meeting: Meeting) -> None:
    with ExitStack() as stack:
        mentor = stack.enter_context(enter(server.port, meeting, meeting.mentor))
        mentee = stack.enter_context(enter(server.port, meeting, meeting.mentee))
        assert mentor.until("peers")["peers"]
        assert mentee.until("peers")["peers"]
        assert _end_hub_connections() >= 1
        assert mentor.until("resync")
        assert mentee.until("resync")
        mentor.send(type="chat", text="still here", id="1")
        assert mentee.until("chat")["text"] == "still here"
        mentee.send(type="chat", text="me too", id="2")
        assert mentor.until("chat")["text"] == "me too"


def test_waiting_costs_no_processor_time(server: Server, meeting: Meeting) -> None:
    with enter(server.port, meeting, meeting.mentor) as mentor:
        mentor.send(type="ping")
        assert mentor.receive() == {"type": "pong"}
        before = _seconds_worked(server)
        assert not wait_until(lambda: False, timeout=2)
        assert _seconds_worked(server) - before < 0.5


def _say(meeting: Meeting, text: str) -> None:
    """Say something to the mentor as another process would."""
    said = {"type": "chat", "text": text, "id": "1", "from": "elsewhere"}
    message = {"kind": "relay", "user": meeting.mentee.pk, "to": "", "message": said}
    publish(room=f"meet:{meeting.booking.public_id}", message=message)


def _end_hub_connections() -> int:
    """End what listens and what has sent, as a restart of the database would."""
    with psycopg.connect(os.environ["TRELLIS_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            " AND application_name = %s",
            [os.environ["DATABASE_URL"].rsplit("/", 1)[1].split("?")[0], APPLICATION_NAME],
        ).fetchall()
    return len(ended)


def _processes(server: Server) -> list[psutil.Process]:
    main = psutil.Process(server.pid)
    return [main, *main.children(recursive=True)]


def _memory(server: Server) -> int:
    return sum(process.memory_info().rss for process in _processes(server))


def _seconds_worked(server: Server) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in _processes(server))
