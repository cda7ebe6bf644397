"""Asks for embeddings in the words of OpenAI's API: the process of the models, or what an operator names."""

import json
import math
import socket
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from trellis.core.outside import outside_of_transactions
from trellis.intelligence.embeddings import DIMENSIONS
from trellis.intelligence.process.place import socket_path
from trellis.intelligence.refusals import ModelsAway

log = structlog.get_logger("trellis.models")
_TIMEOUT = 10.0  # seconds; the first request of all waits for the model to be loaded
# Long texts take a tenth of a second each.
_AT_ONCE = 16
_LARGEST_ANSWER = 8 * 1024 * 1024


class _LocalConnection(HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=_TIMEOUT)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_TIMEOUT)
        self.sock.connect(str(self._path))


def embed(texts: Sequence[str]) -> list[list[float]]:
    """Return a vector of length one for each text; raise ModelsAway where none is to be had.

    Never inside a transaction. Of a long text the model looks at the beginning.
    """
    outside_of_transactions()
    starts = range(0, len(texts), _AT_ONCE)
    return [vector for start in starts for vector in _asked(list(texts[start : start + _AT_ONCE]))]


def model_name() -> str:
    """Return what the vectors are of: those of two models cannot be compared."""
    return str(settings.EMBEDDINGS_MODEL)


def _asked(texts: list[str]) -> list[list[float]]:
    try:
        status, body = _post({"model": model_name(), "input": texts, **_outside_only()})
        if status != 200:
            raise ValueError(f"status {status}")
        return _vectors(json.loads(body), count=len(texts))
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        # Its message may hold what was asked, or a key.
        log.warning("no embeddings", error=type(error).__name__)
        raise ModelsAway from None


def _outside_only() -> dict[str, Any]:
    """Return what a foreign endpoint must be told, whose models may have other lengths."""
    return {"dimensions": DIMENSIONS, "encoding_format": "float"} if settings.EMBEDDINGS_URL else {}


def _post(asked: dict[str, Any]) -> tuple[int, bytes]:
    url = urlsplit(settings.EMBEDDINGS_URL)
    with closing(_connection()) as connection:
        path = f"{url.path.rstrip('/') if url.path else '/v1'}/embeddings"
        connection.request("POST", path, json.dumps(asked), _headers())
        # No redirect is followed: it would lead the texts elsewhere.
        answer = connection.getresponse()
        return answer.status, answer.read(_LARGEST_ANSWER)


def _connection() -> HTTPConnection:
    url = urlsplit(settings.EMBEDDINGS_URL)
    if not url.hostname:
        return _LocalConnection(socket_path(settings.DATA_DIR))
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    return kind(url.hostname, url.port, timeout=_TIMEOUT)


def _headers() -> dict[str, str]:
    key = {"Authorization": f"Bearer {settings.EMBEDDINGS_KEY}"} if settings.EMBEDDINGS_KEY else {}
    return {"Content-Type": "application/json", "Accept": "application/json", **key}


def _vectors(answer: Any, *, count: int) -> list[list[float]]:
    """Return the vectors of an answer in the order of the texts, at length one; raise ValueError."""
    found = {entry["index"]: [float(number) for number in entry["embedding"]] for entry in answer["data"]}
    return [_unit(found[index]) for index in range(count)]


def _unit(vector: list[float]) -> list[float]:
    length = math.hypot(*vector)
    if len(vector) != DIMENSIONS or not length or not math.isfinite(length):
        raise ValueError("no vector of ours")
    return [number / length for number in vector]
