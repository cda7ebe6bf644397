"""Server-sent events: whatever a text holds, each line is data, and what fails is told."""

import json
from collections.abc import Iterator

import pytest

from trellis.core.http.bridge.answers import Answer
from trellis.core.http.streams.events import Event, EventStream, encode
from trellis.core.refusals import Unavailable


def read(stream: bytes) -> list[tuple[str, str]]:
    """Return names and texts of events as the standard has clients read them."""
    events = []
    for block in stream.decode().replace("\r\n", "\n").replace("\r", "\n").split("\n\n")[:-1]:
        fields = [line.split(": ", 1) for line in block.split("\n")]
        (name,) = [value for field, value in fields if field == "event"]
        assert {field for field, _ in fields} <= {"event", "data"}
        events.append((name, "\n".join(value for field, value in fields if field == "data")))
    return events


def test_each_line_of_a_text_is_data() -> None:
    text = "a\n\nevent: done\ndata: b\rc\r\nd\u2028e\x85f\ud800"
    assert read(encode(Event("text", text))) == [
        ("text", "a\n\nevent: done\ndata: b\nc\nd\u2028e\x85f?"),
    ]
    assert read(encode(Event("done", {"text": text[:-1]})))[0][0] == "done"
    assert json.loads(read(encode(Event("done", {"text": text[:-1]})))[0][1]) == {"text": text[:-1]}


def test_a_failure_in_the_middle_is_an_event_and_the_end() -> None:
    def events() -> Iterator[Event]:
        yield Event("text", "a")
        raise Unavailable
        yield Event("text", "never")

    told = read(b"".join(EventStream(events(), in_words=lambda exc: exc)))
    assert [name for name, _ in told] == ["text", "error"]
    assert json.loads(told[1][1])["status"] == 503


def test_a_fault_of_ours_is_told_by_an_id_alone() -> None:
    def events() -> Iterator[Event]:
        raise RuntimeError("s3cret")
        yield Event("text", "never")

    ((name, data),) = read(b"".join(EventStream(events(), in_words=lambda exc: exc)))
    assert name == "error"
    assert set(json.loads(data)) == {"detail", "status", "error_id"}
    assert "s3cret" not in data


@pytest.mark.django_db
def test_events_leave_one_by_one_and_nothing_on_the_way_keeps_them() -> None:
    made: list[int] = []

    def events() -> Iterator[Event]:
        for number in range(2):
            made.append(number)
            yield Event("text", str(number))

    def app(environ: object, start_response: object) -> EventStream:
        return EventStream(events(), in_words=lambda exc: exc)

    answer = Answer(app, {"REQUEST_METHOD": "POST"})
    assert (made, read(answer.piece), answer.is_last) == ([0], [("text", "0")], False)
    answer.advance()
    assert (made, read(answer.piece)) == ([0, 1], [("text", "1")])
    answer.advance()
    assert (answer.piece, answer.is_last) == (b"", True)
    headers = EventStream([], in_words=lambda exc: exc).headers
    assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert headers["Cache-Control"] == "no-store, no-transform"
    assert headers["X-Accel-Buffering"] == "no"
    assert "Content-Length" not in headers
