"""JSON documents that others publish on the web, such as the keys by which they sign."""

import json
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from trellis.core.outside import outside_of_transactions

_TIMEOUT = 5  # seconds
_LONGEST = 256 * 1024  # bytes


class NotPublished(Exception):
    """Nobody answers there, or something else than a document."""


def fetch(url: str) -> Any:
    """Return the document at an address; raise NotPublished. No redirect is followed."""
    outside_of_transactions()
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    try:
        with closing(kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)) as connection:
            connection.request("GET", parts.path or "/", headers={"Accept": "application/json"})
            answer = connection.getresponse()
            text = answer.read(_LONGEST + 1)
        if answer.status != 200 or len(text) > _LONGEST:
            raise NotPublished(f"{parts.hostname} answered {answer.status}")
        return json.loads(text)
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise NotPublished(f"{parts.hostname}: {type(error).__name__}") from error
