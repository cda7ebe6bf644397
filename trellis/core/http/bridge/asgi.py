"""HTTP from the ASGI server into Django's WSGI handler on threads (docs/decisions/own-bridge.md).

A thread works for us alone: bodies come in and answers go out on the event loop, at the client's pace.
"""

import asyncio
import contextvars
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from trellis.core.http.bridge.answers import Answer, Send, deliver
from trellis.core.http.bridge.bodies import ODD_CHARSET, Body, ClientGoneError, Intake, Receive
from trellis.core.http.charsets import is_odd

# Where the environment says why the request is refused before anything reads it: an Objection.
OBJECTION = "trellis.body_objection"
_CGI = {"CONTENT-TYPE", "CONTENT-LENGTH"}
_CHUNKED = "HTTP_TRANSFER_ENCODING"


class Bridge:
    """An ASGI application for HTTP over a WSGI application, which runs on `threads` threads.

    Paths in `aside` have threads of their own, so that they never wait behind the others. `address_of`
    finds the client's network address in a WSGI environment.
    """

    def __init__(
        self,
        app: Callable[..., Iterable[bytes]],
        *,
        threads: int,
        intake: Intake,
        address_of: Callable[[Mapping[str, Any]], str],
        aside: Collection[str] = (),
    ) -> None:
        self._app = app
        self._intake = intake
        self._address_of = address_of
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._aside = dict.fromkeys(aside, ThreadPoolExecutor(2, thread_name_prefix="aside"))

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        environ = _environ(scope)
        try:
            body = await self._body(scope, environ, receive)
        except ClientGoneError:
            return
        with body.file:
            _give(environ, body)
            await self._answer(environ, receive, send)

    async def _body(self, scope: dict[str, Any], environ: dict[str, Any], receive: Receive) -> Body:
        length = environ.get("CONTENT_LENGTH", "")
        announced = int(length) if length.isdecimal() else 0
        if not announced and _CHUNKED not in environ and scope["http_version"].startswith("1"):
            return Body(BytesIO(), 0)
        return await self._intake.take(receive, announced=announced, address=self._address_of(environ))

    async def _answer(self, environ: dict[str, Any], receive: Receive, send: Send) -> None:
        loop, pool = asyncio.get_running_loop(), self._aside.get(environ["PATH_INFO"], self._pool)
        # A context of its own: what one request binds must not be found by the thread's next one.
        context = contextvars.copy_context()
        answer = await loop.run_in_executor(pool, context.run, Answer, self._app, environ)

        async def in_thread(make: Callable[[], None]) -> None:
            await loop.run_in_executor(pool, context.run, make)

        await deliver(answer, receive=receive, send=send, in_thread=in_thread)


def _give(environ: dict[str, Any], body: Body) -> None:
    """Put the body into the environment, whole and with its length, however it has travelled."""
    environ.pop(_CHUNKED, None)
    environ["wsgi.input"] = body.file
    environ["CONTENT_LENGTH"] = str(body.length)
    objection = body.objection
    if is_odd(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"], objection = "", objection or ODD_CHARSET
    if objection is not None:
        environ[OBJECTION] = objection


def _environ(scope: dict[str, Any]) -> dict[str, Any]:
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
