"""`trellis models`: serves OpenAI's addresses over a Unix socket that this user alone can open."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socketserver
import sys
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from trellis.core.embedded.server import prepare_socket_dir
from trellis.intelligence.data import DataError
from trellis.intelligence.process.models import Asked, Busy, Model, embeddings
from trellis.intelligence.process.place import socket_path

if TYPE_CHECKING:
    from trellis.intelligence.embeddings.minilm import MiniLM

_SLOWEST_CLIENT = 10.0  # seconds between two of its bytes
_LARGEST_BODY = 4 * 1024 * 1024
_WAITING = 64
_BUSY_SECONDS, _BROKEN_SECONDS = 1, 60


# By address: what it answers to the JSON it is sent.
Answers = dict[str, Callable[[Any], dict[str, Any]]]


class AlreadyServed(Exception):
    """Another process serves the models of this data directory."""


class ModelServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """The socket and the models behind it; a thread a connection, of which one at a time has a model."""

    daemon_threads = True
    request_queue_size = _WAITING

    def __init__(self, path: Path, *, answers: Answers) -> None:
        self.answers = answers
        # What a killed process left behind; who holds the lock removes nobody's.
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            super().__init__(str(path), _Handler)
        finally:
            os.umask(before)


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer
    timeout = _SLOWEST_CLIENT

    def do_POST(self) -> None:
        """Answer what is asked of a model."""
        try:
            self._say(HTTPStatus.OK, self._answer())
        except Asked as error:
            self._refuse(HTTPStatus.BAD_REQUEST, str(error))
        except Busy:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "The model is busy.", wait=_BUSY_SECONDS)
        except DataError as error:
            print(f"trellis: {error}", file=sys.stderr)  # noqa: T201  (it has no other log)
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, str(error), wait=_BROKEN_SECONDS)

    def log_message(self, *_: Any) -> None:
        """Say nothing: what people search for is nobody's to read."""

    def _answer(self) -> dict[str, Any]:
        answer = self.server.answers.get(self.path)
        if answer is None:
            raise Asked("There is no such address.")
        return answer(self._body())

    def _body(self) -> Any:
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > _LARGEST_BODY:
            raise Asked(f"A body needs a Content-Length of at most {_LARGEST_BODY} bytes.")
        try:
            return json.loads(self.rfile.read(int(size)))
        except (ValueError, RecursionError):
            raise Asked("The body is no JSON.") from None

    def _refuse(self, status: HTTPStatus, sentence: str, *, wait: int = 0) -> None:
        error = {"message": sentence, "type": "server_error" if wait else "invalid_request_error"}
        self._say(status, {"error": error}, **({"Retry-After": str(wait)} if wait else {}))

    def _say(self, status: HTTPStatus, content: dict[str, Any], **headers: str) -> None:
        body = json.dumps(content).encode()
        with suppress(OSError):  # who asked is gone
            self.send_response(status)
            for header in (("Content-Type", "application/json"), *headers.items()):
                self.send_header(*header)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)


def serve_models(*, data_dir: Path, data: Path, patient: bool) -> None:
    """Serve until SIGTERM or SIGINT.

    Where another process does already, who is patient waits for its end; else AlreadyServed is raised.
    """
    signal.signal(signal.SIGTERM, _end)
    path = socket_path(data_dir)
    if path.parent != data_dir:
        prepare_socket_dir(path.parent, user=None)
    descriptor = _lock(path.with_suffix(".lock"), patient=patient)
    server = ModelServer(path, answers=answers_of(data))
    try:
        server.serve_forever()
    finally:
        server.server_close()
        path.unlink(missing_ok=True)
        os.close(descriptor)


def answers_of(data: Path) -> Answers:
    """Return all that the process answers, by the weights of that directory."""
    embedding = Model(lambda: _load_embeddings(data))
    return {"/v1/embeddings": lambda asked: embeddings(embedding, asked)}


def _lock(path: Path, *, patient: bool) -> int:
    """Hold a lock that the kernel takes back when this process ends, however it does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(descriptor)
        raise AlreadyServed from None
    return descriptor


def _load_embeddings(data: Path) -> MiniLM:
    # Numpy is not loaded either before somebody asks.
    from trellis.intelligence.embeddings.minilm import MiniLM

    return MiniLM.load(data)


def _end(*_: object) -> NoReturn:
    sys.exit(0)
