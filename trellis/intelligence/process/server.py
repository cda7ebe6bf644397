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
from trellis.core.files.data import DataError
from trellis.intelligence.process import NOT_INSTALLED
from trellis.intelligence.process.forms import fields_of
from trellis.intelligence.process.models import Asked, Busy, Model, embeddings
from trellis.intelligence.process.place import socket_path
from trellis.intelligence.process.speech import speech, transcription

if TYPE_CHECKING:
    from trellis.intelligence.embeddings.minilm import MiniLM
    from trellis.intelligence.speech.espeak import Espeak
    from trellis.intelligence.speech.sphinx import Sphinx
    from trellis.intelligence.speech.whisper import Whisper

_SLOWEST_CLIENT = 10.0  # seconds between two of its bytes
_LARGEST_BODY = 4 * 1024 * 1024
_WAITING = 64
_BUSY_SECONDS, _BROKEN_SECONDS = 1, 60
# A recording takes a second or several.
_MOST_RECORDINGS_WAITING = 4

# By address: what it answers to the JSON or the fields that it is sent. Bytes are a WAV file.
Answers = dict[str, Callable[[Any], dict[str, Any] | bytes]]


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
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, str(error), wait=_BROKEN_SECONDS, code=NOT_INSTALLED)

    def log_message(self, *_: Any) -> None:
        """Say nothing: what people search for is nobody's to read."""

    def _answer(self) -> dict[str, Any] | bytes:
        answer = self.server.answers.get(self.path)
        if answer is None:
            raise Asked("There is no such address.")
        return answer(self._body())

    def _body(self) -> Any:
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > _LARGEST_BODY:
            raise Asked(f"A body needs a Content-Length of at most {_LARGEST_BODY} bytes.")
        body, kind = self.rfile.read(int(size)), self.headers.get("Content-Type", "")
        try:
            return fields_of(kind, body) if kind.startswith("multipart/form-data") else json.loads(body)
        except (ValueError, RecursionError):
            raise Asked("The body is no JSON, and has no parts.") from None

    def _refuse(self, status: HTTPStatus, sentence: str, *, wait: int = 0, code: str | None = None) -> None:
        kind = "server_error" if wait else "invalid_request_error"
        error = {"message": sentence, "type": kind, "code": code}
        self._say(status, {"error": error}, **({"Retry-After": str(wait)} if wait else {}))

    def _say(self, status: HTTPStatus, content: dict[str, Any] | bytes, **headers: str) -> None:
        if isinstance(content, bytes):
            body, kind = content, "audio/wav"
        else:
            body, kind = json.dumps(content).encode(), "application/json"
        with suppress(OSError):  # who asked is gone
            self.send_response(status)
            for header in (("Content-Type", kind), *headers.items()):
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
    listener = Model(lambda: _load_listener(data), most_waiting=_MOST_RECORDINGS_WAITING)
    of_commands = Model(_load_commands_listener, most_waiting=_MOST_RECORDINGS_WAITING)
    speaker = Model(lambda: _load_speaker(data))
    return {
        "/v1/embeddings": lambda asked: embeddings(embedding, asked),
        "/v1/audio/transcriptions": lambda asked: transcription(listener, of_commands, asked),
        "/v1/audio/speech": lambda asked: speech(speaker, asked),
    }


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


def _load_listener(data: Path) -> Whisper:
    try:
        from trellis.intelligence.speech.whisper import Whisper
    except ImportError as error:
        raise DataError(f"{error.name or error} is not installed; `make run` installs it.") from None
    return Whisper.load(data)


def _load_commands_listener() -> Sphinx:
    from trellis.intelligence.speech.sphinx import Sphinx

    return Sphinx.load()


def _load_speaker(data: Path) -> Espeak:
    from trellis.intelligence.speech.espeak import Espeak

    return Espeak.load(data)


def _end(*_: object) -> NoReturn:
    sys.exit(0)
