"""Requests and answers cross the bridge whole, one by one, and no faster than they are taken."""

import asyncio
import contextvars
import http.client
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from tests.serving import Server
from trellis.core.http.bridge.answers import PIECE
from trellis.core.http.bridge.asgi import OBJECTION, Bridge
from trellis.core.http.bridge.bodies import ODD_CHARSET, TOO_LARGE, Bounds, Intake, Message

HEADERS = [("Content-Type", "text/plain"), ("X-Two", "ü")]
SCOPE: dict[str, Any] = {
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "http_version": "1.1",
    "scheme": "http",
    "server": ("127.0.0.1", 8000),
    "client": ("127.0.0.1", 50000),
    "headers": [],
}
_NAME = contextvars.ContextVar("_NAME", default="nobody")


class Answer(list[bytes]):
    """What an application returns; Django says of each answer whether it is streaming."""

    def __init__(self, parts: Iterable[bytes], *, streaming: bool = False) -> None:
        super().__init__(parts)
        self.streaming = streaming
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def ask(
    app: Callable[..., Any],
    *,
    body: Iterable[Message] = (),
    headers: Iterable[tuple[bytes, bytes]] = (),
    **scope: Any,
) -> list[Message]:
    """Send one request through the bridge and return the messages of the answer."""
    sent: list[Message] = []
    incoming = iter(body)

    def receive() -> "asyncio.Future[Message]":
        # As granian does: a future, not a coroutine.
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        message = next(incoming, None)
        if message is not None:
            future.set_result(message)
        return future

    async def send(message: Message) -> None:
        sent.append(message)

    given = {**SCOPE, "headers": list(headers)}
    asyncio.run(bridge_to(app)({**given, **scope}, receive, send))
    return sent


def bridge_to(app: Callable[..., Any], *, threads: int = 2, aside: Iterable[str] = ()) -> Bridge:
    """Return a bridge that takes bodies of up to a megabyte."""
    return Bridge(
        app,
        threads=threads,
        intake=Intake(Bounds(largest=1_000_000, in_memory=50_000)),
        address_of=lambda environ: str(environ["REMOTE_ADDR"]),
        aside=tuple(aside),
    )


async def stays() -> Message:
    """Receive nothing from a client that stays."""
    await asyncio.Event().wait()
    raise AssertionError


def app_that(read: Callable[[dict[str, Any]], bytes]) -> Callable[..., Answer]:
    def app(environ: dict[str, Any], start_response: Any) -> Answer:
        start_response("200 OK", HEADERS)
        return Answer([read(environ)])

    return app


def chunks(*parts: bytes) -> Iterator[Message]:
    for place, part in enumerate(parts, 1):
        yield {"type": "http.request", "body": part, "more_body": place < len(parts)}


def test_a_whole_answer_is_two_messages_and_is_closed() -> None:
    answer = Answer([b"a", b"b"])

    def app(_: Any, start_response: Any) -> Answer:
        start_response("404 Not Found", HEADERS)
        return answer

    assert ask(app) == [
        {
            "type": "http.response.start",
            "status": 404,
            "headers": [(b"content-type", b"text/plain"), (b"x-two", b"\xfc")],
        },
        {"type": "http.response.body", "body": b"ab"},
    ]
    assert answer.closed == 1


def test_a_piece_of_a_stream_is_made_only_when_the_last_one_is_sent() -> None:
    sent_before: list[int] = []
    sent: list[Message] = []

    class Stream:
        streaming = True

        def __iter__(self) -> Iterator[bytes]:
            for _ in range(3):
                sent_before.append(len(sent))
                yield b"x" * PIECE

    def app(_: Any, start_response: Any) -> Stream:
        start_response("200 OK", [])
        return Stream()

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(bridge_to(app)(SCOPE, stays, send))
    assert sent_before == [0, 2, 3]
    assert [message.get("more_body") for message in sent] == [None, True, True, True, None]


def test_small_parts_of_a_stream_travel_together_and_none_is_lost() -> None:
    parts = [bytes([n % 251]) * (n * 37 % 5000) for n in range(400)]
    whole = b"".join(parts)

    def app(_: Any, start_response: Any) -> Answer:
        start_response("200 OK", [])
        return Answer(parts, streaming=True)

    pieces = ask(app, body=chunks(b""))[1:]
    assert b"".join(message["body"] for message in pieces) == whole
    assert len(pieces) == len(whole) // PIECE + 1


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_whole_answer_of_any_size_arrives(size: int) -> None:
    pieces = ask(app_that(lambda _: b"x" * size), body=chunks(b""))[1:]
    assert b"".join(message["body"] for message in pieces) == b"x" * size
    assert [message.get("more_body", False) for message in pieces] == [True] * (len(pieces) - 1) + [False]
    assert max(len(message["body"]) for message in pieces) <= PIECE


def test_no_thread_is_held_by_clients_that_take_nothing() -> None:
    def app(environ: dict[str, Any], start_response: Any) -> Answer:
        start_response("200 OK", [])
        whole = [b"x" * PIECE] * 3
        return Answer(whole if environ["PATH_INFO"] != "/quick" else [b"quick"], streaming=True)

    async def scenario() -> bytes:
        bridge = bridge_to(app, threads=1)
        stuck = asyncio.Event()

        async def never(message: Message) -> None:
            if message["type"] == "http.response.body":
                stuck.set()
                await asyncio.Event().wait()

        stalled = [asyncio.create_task(bridge({**SCOPE, "path": "/"}, stays, never)) for _ in range(3)]
        await stuck.wait()
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        await bridge({**SCOPE, "path": "/quick"}, stays, send)
        assert not any(task.done() for task in stalled)
        for task in stalled:
            task.cancel()
        await asyncio.gather(*stalled, return_exceptions=True)
        return bytes(sent[1]["body"])

    assert asyncio.run(scenario()) == b"quick"


def test_a_client_that_stalls_is_let_go_and_what_was_made_for_it_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("trellis.core.http.bridge.answers.STALLED_SECONDS", 0.01)
    answer = Answer([b"x" * PIECE] * 3, streaming=True)
    sent: list[Message] = []

    def app(_: Any, start_response: Any) -> Answer:
        start_response("200 OK", [])
        return answer

    async def send(message: Message) -> None:
        if len(sent) == 2:
            await asyncio.Event().wait()
        sent.append(message)

    asyncio.run(bridge_to(app)(SCOPE, stays, send))
    # No last message: the server breaks the connection off, and nobody takes a part for the whole.
    assert [message.get("more_body") for message in sent] == [None, True]
    assert answer.closed == 1


def test_nothing_more_is_made_for_a_client_that_is_gone() -> None:
    answer = Answer([b"x" * PIECE] * 100, streaming=True)

    def app(_: Any, start_response: Any) -> Answer:
        start_response("200 OK", [])
        return answer

    sent = ask(app, body=[{"type": "http.request", "body": b""}, {"type": "http.disconnect"}])
    assert len(sent) < 5
    assert answer.closed == 1


def test_what_stands_aside_never_waits_behind_the_others() -> None:
    entered, release = threading.Event(), threading.Event()

    def read(environ: dict[str, Any]) -> bytes:
        if environ["PATH_INFO"] != "/healthz":
            entered.set()
            assert release.wait(20)
        return b"done"

    async def scenario() -> list[Message]:
        bridge, sent = bridge_to(app_that(read), threads=1, aside=["/healthz"]), []

        async def send(message: Message) -> None:
            sent.append(message)

        async def ignore(_: Message) -> None:
            pass

        busy = asyncio.create_task(bridge({**SCOPE, "path": "/busy"}, stays, ignore))
        await asyncio.to_thread(entered.wait, 20)
        await bridge({**SCOPE, "path": "/healthz"}, stays, send)
        assert not busy.done()
        release.set()
        await busy
        return sent

    assert asyncio.run(scenario())[1]["body"] == b"done"


def test_an_empty_stream_still_starts_and_ends() -> None:
    def app(_: Any, start_response: Any) -> Answer:
        start_response("204 No Content", [])
        return Answer([], streaming=True)

    assert [message["type"] for message in ask(app)] == ["http.response.start", "http.response.body"]


def test_a_body_is_read_whole_in_pieces_and_in_lines() -> None:
    whole = b"".join(b"line %d\n" % n for n in range(20_000))
    parts = [whole[at : at + 7_001] for at in range(0, len(whole), 7_001)]

    def read(environ: dict[str, Any]) -> bytes:
        body = environ["wsgi.input"]
        return b"".join([body.read(3), body.readline(), body.read(100_000), *body])

    length = [(b"content-length", str(len(whole)).encode())]
    answer = ask(app_that(read), body=chunks(*parts), headers=length, method="POST")
    assert b"".join(message["body"] for message in answer[1:]) == whole


def test_a_chunked_body_is_whole_and_its_length_is_given() -> None:
    seen: dict[str, Any] = {}

    def read(environ: dict[str, Any]) -> bytes:
        seen.update(environ)
        return bytes(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))

    parts = chunks(*[b"x" * 30_000] * 4)
    answer = ask(app_that(read), body=parts, headers=[(b"transfer-encoding", b"chunked")], method="PATCH")
    assert len(answer[1]["body"]) == 120_000
    assert seen["CONTENT_LENGTH"] == "120000"
    assert "HTTP_TRANSFER_ENCODING" not in seen


def test_the_application_is_not_asked_about_half_a_body() -> None:
    asked: list[str] = []
    body: list[Message] = [{"type": "http.request", "body": b"half", "more_body": True}]
    sent = ask(
        app_that(lambda environ: asked.append("asked") or b""),  # type: ignore[func-returns-value]
        body=[*body, {"type": "http.disconnect"}],
        headers=[(b"content-length", b"100")],
    )
    assert (sent, asked) == ([], [])


def test_the_application_is_told_why_a_body_was_not_taken_in() -> None:
    seen: list[Any] = []

    def read(environ: dict[str, Any]) -> bytes:
        seen.extend([environ[OBJECTION], environ["CONTENT_LENGTH"], environ["wsgi.input"].read()])
        return b""

    ask(app_that(read), headers=[(b"content-length", b"1000001")])
    assert seen == [TOO_LARGE, "0", b""]


@pytest.mark.parametrize("charset", ["zlib", "undefined", "rot13", "utf-7", "idna", '"utf-16"', "punycode"])
def test_a_charset_that_nobody_sends_is_refused_before_django_tries_it(charset: str) -> None:
    assert objection_to_charset(charset) == (ODD_CHARSET, "")


@pytest.mark.parametrize(
    "charset", ["utf-8", "UTF8", "us-ascii", "ISO-8859-1", "windows-1252", "nonsense", ""]
)
def test_other_charsets_are_left_alone(charset: str) -> None:
    assert objection_to_charset(charset) == (None, f"text/plain; charset={charset}")


def objection_to_charset(charset: str) -> tuple[Any, str]:
    """Return why the application is not to read such a request, and what type it is told."""
    seen: list[Any] = []

    def read(environ: dict[str, Any]) -> bytes:
        seen.extend([environ.get(OBJECTION), environ["CONTENT_TYPE"]])
        return b""

    ask(app_that(read), headers=[(b"content-type", f"text/plain; charset={charset}".encode())])
    return seen[0], seen[1]


def test_the_environment_is_as_wsgi_has_it() -> None:
    seen: dict[str, Any] = {}

    def read(environ: dict[str, Any]) -> bytes:
        seen.update(environ)
        return b""

    ask(
        app_that(read),
        body=chunks(b"abc"),
        method="POST",
        path="/ü/%",
        query_string=b"a=%C3%BC",
        scheme="https",
        client=("10.0.0.1", 5),
        server=("0.0.0.0", 8000),
        headers=[
            (b"host", b"example.org"),
            (b"content-type", b"text/plain"),
            (b"content-length", b"3"),
            (b"accept", b"a"),
            (b"accept", b"b"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
            (b"x-forwarded-for", b"10.0.0.2"),
            (b"x_forwarded_for", b"127.0.0.1"),
        ],
    )
    expected = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/ü/%".encode().decode("latin-1"),
        "QUERY_STRING": "a=%C3%BC",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "3",
        "HTTP_HOST": "example.org",
        "HTTP_ACCEPT": "a,b",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_X_FORWARDED_FOR": "10.0.0.2",
        "REMOTE_ADDR": "10.0.0.1",
        "SERVER_PORT": "8000",
        "wsgi.url_scheme": "https",
    }
    assert {name: seen[name] for name in expected} == expected


def test_what_an_application_raises_reaches_the_server_and_its_answer_is_closed() -> None:
    class Broken(Answer):
        def __iter__(self) -> Iterator[bytes]:
            yield b"half"
            raise ZeroDivisionError

    for streaming in (True, False):
        answer = Broken([], streaming=streaming)

        def app(_: Any, start_response: Any, answer: Broken = answer) -> Broken:
            start_response("200 OK", [])
            return answer

        with pytest.raises(ZeroDivisionError):
            ask(app)
        assert answer.closed == 1


def test_what_breaks_in_the_middle_of_a_stream_never_looks_like_its_end() -> None:
    class Broken(Answer):
        def __iter__(self) -> Iterator[bytes]:
            yield b"x" * PIECE
            raise ZeroDivisionError

    answer = Broken([], streaming=True)

    def app(_: Any, start_response: Any) -> Broken:
        start_response("200 OK", [])
        return answer

    sent = ask(app, body=chunks(b""))
    assert [message.get("more_body") for message in sent] == [None, True]
    assert answer.closed == 1


def test_what_is_sent_as_made_has_left_before_more_is_made() -> None:
    sent_before: list[int] = []
    sent: list[Message] = []

    class AsMade(Answer):
        sent_as_made = True

        def __iter__(self) -> Iterator[bytes]:
            for part in (b"a", b"b"):
                sent_before.append(len(sent))
                yield part
            raise ZeroDivisionError

    def app(_: Any, start_response: Any) -> AsMade:
        start_response("200 OK", [])
        return AsMade([], streaming=True)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(bridge_to(app)(SCOPE, stays, send))
    assert [message.get("body") for message in sent] == [None, b"a", b"b"]
    # The start of the answer, and each part by itself.
    assert sent_before == [0, 2]


def test_what_a_request_binds_is_gone_for_the_next_on_its_thread() -> None:
    def read(_: dict[str, Any]) -> bytes:
        before = _NAME.get()
        _NAME.set("somebody")
        return before.encode()

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def twice() -> None:
        bridge = bridge_to(app_that(read), threads=1)
        for _ in range(2):
            await bridge(SCOPE, stays, send)

    asyncio.run(twice())
    assert [message["body"] for message in sent if "body" in message] == [b"nobody", b"nobody"]


@pytest.mark.whole
@pytest.mark.django_db(transaction=True)
def test_a_real_server_survives_clients_that_leave_in_the_middle_and_sends_no_body_to_head() -> None:
    # A file of more than a megabyte, and one thread, which a hanging answer would keep for ever.
    path = "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"
    with Server(TRELLIS_WEB_THREADS="1") as server:

        def begin(method: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            connection.request(method, path)
            return connection, connection.getresponse()

        for _ in range(3):
            connection, response = begin("GET")
            assert response.read(10)
            connection.close()
        connection, response = begin("HEAD")
        length = int(response.headers["Content-Length"])
        assert (response.status, response.read()) == (200, b"")
        connection.request("GET", path)
        assert len(connection.getresponse().read()) == length > 1_000_000
        connection.close()
