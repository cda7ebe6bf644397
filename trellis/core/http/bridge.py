"""HTTP from the ASGI server into Django's WSGI handler on threads (docs/decisions/own-bridge.md)."""

import asyncio
import contextvars
import io
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_CGI = {"CONTENT-TYPE", "CONTENT-LENGTH"}


class Bridge:
    """An ASGI application for HTTP over a WSGI application, which runs on `threads` threads."""

    def __init__(self, app: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        loop = asyncio.get_running_loop()
        environ = _environ(scope, io.BufferedReader(_Body(loop, receive)))
        # A context of its own: what one request binds must not be found by the thread's next one.
        context = contextvars.copy_context()
        rest = await loop.run_in_executor(self._pool, context.run, self._answer, environ, loop, send)
        await _send_all(send, rest)

    def _answer(self, environ: dict[str, Any], loop: asyncio.AbstractEventLoop, send: Send) -> list[Message]:
        """Run the application and return the messages that are still to be sent.

        What Django calls `streaming` is sent from here, chunk by chunk, so that a large file is never
        whole in memory and a slow client holds its sender back.
        """
        messages: list[Message] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            messages[:] = [{"type": "http.response.start", "status": int(status[:3]), "headers": pairs}]

        parts = self._app(environ, start_response)
        try:
            if not getattr(parts, "streaming", True):
                return [*messages, {"type": "http.response.body", "body": b"".join(parts)}]
            for part in parts:
                messages.append({"type": "http.response.body", "body": part, "more_body": True})
                _wait_for(loop, _send_all(send, messages))
                messages = []
            return [*messages, {"type": "http.response.body", "body": b""}]
        finally:
            getattr(parts, "close", bool)()


class _Body(io.RawIOBase):
    """The request's body, fetched from the event loop only as far as it is read."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive) -> None:
        self._loop, self._receive = loop, receive
        self._left, self._is_over = memoryview(b""), False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left and not self._is_over:
            # A client that goes away ends its body, which is then shorter than announced.
            message = _wait_for(self._loop, _next(self._receive))
            self._left = memoryview(message.get("body", b""))
            self._is_over = not message.get("more_body", False)
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)


def _environ(scope: dict[str, Any], body: io.BufferedIOBase) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").upper(), raw_value.decode("latin-1")
        if "_" in name:
            continue  # a forgery of its namesake with hyphens, which only a proxy may set
        key = ("" if name in _CGI else "HTTP_") + name.replace("-", "_")
        between = "; " if name == "COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ


async def _send_all(send: Send, messages: list[Message]) -> None:
    for message in messages:
        await send(message)


async def _next(receive: Receive) -> Message:
    return await receive()  # granian's gives a future; a thread can wait only for a coroutine


def _wait_for(loop: asyncio.AbstractEventLoop, coroutine: Any) -> Any:
    return asyncio.run_coroutine_threadsafe(coroutine, loop).result()
