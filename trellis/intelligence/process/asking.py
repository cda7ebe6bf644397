"""Asks in the words of OpenAI's API: the process of the models, or what an operator names."""

from __future__ import annotations

import socket
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from trellis.core.outside import outside_of_transactions
from trellis.intelligence.process.place import socket_path
from trellis.intelligence.refusals import ModelsAway

log = structlog.get_logger("trellis.models")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where to ask; without a URL it is our own process."""

    url: str
    key: str
    seconds: float  # how long nothing may come; the first request of all waits for a model to be loaded
    largest: int  # bytes of an answer

    def post(self, path: str, body: bytes, *, kind: str) -> tuple[int, bytes]:
        """Return status and body of the answer to `body`, which is of that media type; raise ModelsAway.

        Never inside a transaction. No redirect is followed: it would lead what people say elsewhere.
        """
        outside_of_transactions()
        url = urlsplit(self.url)
        address = f"{url.path.rstrip('/') if url.path else '/v1'}{path}"
        headers = {"Content-Type": kind, "Accept": "*/*"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            with closing(self._connection()) as connection:
                connection.request("POST", address, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.read(self.largest)
        except (OSError, HTTPException, ValueError) as error:
            raise no_answer(error) from None

    def _connection(self) -> HTTPConnection:
        url = urlsplit(self.url)
        if not url.hostname:
            return _LocalConnection(socket_path(settings.DATA_DIR), timeout=self.seconds)
        kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
        return kind(url.hostname, url.port, timeout=self.seconds)


def no_answer(error: Exception) -> ModelsAway:
    """Log what was wrong, and return the refusal."""
    # Its message may hold what was asked, or a key.
    log.warning("no answer of a model", error=type(error).__name__)
    return ModelsAway()


class _LocalConnection(HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path, *, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))
