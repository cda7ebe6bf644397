"""Requests and answers cross the bridge whole, one by one, and only as fast as they are read."""

import asyncio
import contextvars
import http.client
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from tests.serving import Server
from trellis.core.http.bridge import Bridge, Message

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
        future.set_result(next(incoming))
        return future

    async def send(message: Message) -> None:
        sent.append(message)

    given = {**SCOPE, "headers": list(headers)}
    asyncio.run(Bridge(app, threads=2)({**given, **scope}, receive, send))  # type: ignore[arg-type]
    return sent


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


def test_a_streaming_answer_is_sent_part_by_part_before_the_next_is_made() -> None:
    sent_before: list[int] = []
    sent: list[Message] = []

    class Stream:
        streaming = True

        def __iter__(self) -> Iterator[bytes]:
            for _ in range(3):
                sent_before.append(len(sent))
                yield b"x"

    def app(_: Any, start_response: Any) -> Stream:
        start_response("200 OK", [])
        return Stream()

    async def send(message: Message) -> None:
        sent.append(message)

    scope = SCOPE
    asyncio.run(Bridge(app, threads=1)(scope, None, send))  # type: ignore[arg-type]
    assert sent_before == [0, 2, 3]
    assert [message.get("more_body") for message in sent] == [None, True, True, True, None]


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

    assert ask(app_that(read), body=chunks(*parts), method="POST")[1]["body"] == whole


def test_a_body_is_fetched_no_further_than_it_is_read() -> None:
    fetched: list[int] = []

    def body() -> Iterator[Message]:
        for n in range(100):
            fetched.append(n)
            yield {"type": "http.request", "body": b"x" * 1000, "more_body": True}

    assert ask(app_that(lambda environ: environ["wsgi.input"].read(10)), body=body())[1]["body"] == b"x" * 10
    assert len(fetched) <= 10
    fetched.clear()
    ask(app_that(lambda _: b""), body=body())
    assert fetched == []


def test_a_client_that_goes_away_ends_its_body() -> None:
    body: list[Message] = [{"type": "http.request", "body": b"half", "more_body": True}]
    read = ask(
        app_that(lambda environ: environ["wsgi.input"].read()), body=[*body, {"type": "http.disconnect"}]
    )
    assert read[1]["body"] == b"half"


def test_the_environment_is_as_wsgi_has_it() -> None:
    seen: dict[str, Any] = {}

    def read(environ: dict[str, Any]) -> bytes:
        seen.update(environ)
        return b""

    ask(
        app_that(read),
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


def test_what_a_request_binds_is_gone_for_the_next_on_its_thread() -> None:
    def read(_: dict[str, Any]) -> bytes:
        before = _NAME.get()
        _NAME.set("somebody")
        return before.encode()

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def twice() -> None:
        bridge = Bridge(app_that(read), threads=1)
        scope = SCOPE
        for _ in range(2):
            await bridge(scope, None, send)  # type: ignore[arg-type]

    asyncio.run(twice())
    assert [message["body"] for message in sent if "body" in message] == [b"nobody", b"nobody"]


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
