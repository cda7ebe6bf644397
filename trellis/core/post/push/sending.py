"""Sends one message to one browser, by way of its push service."""

import enum
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection

import structlog

from trellis.core.outside import outside_of_transactions
from trellis.core.post.push.encryption import encrypt, read_keys
from trellis.core.post.push.endpoints import Endpoint, endpoint_of
from trellis.core.post.push.vapid import authorization

log = structlog.get_logger("trellis.push")
_TIMEOUT = 10  # seconds
_MOST_READ = 1_024  # bytes of an answer
_GONE = frozenset({404, 410})
_TRY_AGAIN = frozenset({408, 425, 429})
LONGEST_WAIT = timedelta(days=1)


class ServiceBusy(Exception):
    """For jobs: a push service takes nothing just now, and is to be left alone for `wait` at least."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("The push service takes nothing just now.")
        self.wait = wait


class Outcome(enum.Enum):
    """What became of a message."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


class Urgency(enum.StrEnum):
    """When a device that saves its battery is to be woken (RFC 8030)."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a browser's messages go, and what they are encrypted for: texts as it gave them."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push service said: GONE for ever, LATER in `wait` at the earliest, or another no."""

    outcome: Outcome
    status: int = 0
    wait: timedelta = timedelta(0)


def send_push(
    browser: Browser, payload: bytes, *, topic: str, urgency: Urgency, ttl: timedelta, now: datetime
) -> Answer:
    """Send a payload of LARGEST_PAYLOAD bytes at most; refuses inside a transaction.

    While it waits at the service, at most `ttl`, it takes the place of an earlier one of the same `topic`:
    32 letters of base64url, or "" for none. An address that is no known service's (any more) is refused
    without a word to it.
    """
    outside_of_transactions()
    endpoint = endpoint_of(browser.endpoint)
    if endpoint is None:
        return Answer(Outcome.REFUSED)
    body = encrypt(payload, read_keys(p256dh=browser.p256dh, auth=browser.auth))
    headers = {
        "Authorization": authorization(endpoint.origin, now=now),
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(int(ttl.total_seconds())),
        "Urgency": urgency.value,
        **({"Topic": topic} if topic else {}),
    }
    try:
        return _post(endpoint, body, headers, now=now)
    except (OSError, HTTPException) as error:
        # Its address names one browser of somebody's, and stands in no log.
        log.warning("push service away", service=endpoint.host, error=type(error).__name__)
        return Answer(Outcome.LATER)


def _post(endpoint: Endpoint, body: bytes, headers: dict[str, str], *, now: datetime) -> Answer:
    kind = HTTPSConnection if endpoint.is_encrypted else HTTPConnection
    with closing(kind(endpoint.host.strip("[]"), endpoint.port, timeout=_TIMEOUT)) as connection:
        connection.request("POST", endpoint.target, body, headers)
        # No redirect is followed: it would lead to where nobody has looked.
        response = connection.getresponse()
        answer = _answer_of(response, now=now)
        if answer.outcome is Outcome.REFUSED:
            said = response.read(_MOST_READ).decode(errors="replace")
            log.warning("push refused", service=endpoint.host, status=answer.status, said=said)
        return answer


def _answer_of(response: HTTPResponse, *, now: datetime) -> Answer:
    status = response.status
    if 200 <= status < 300:
        return Answer(Outcome.TAKEN, status)
    if status in _GONE:
        return Answer(Outcome.GONE, status)
    if status >= 500 or status in _TRY_AGAIN:
        return Answer(Outcome.LATER, status, _wait_of(response.headers.get("Retry-After", ""), now=now))
    return Answer(Outcome.REFUSED, status)


def _wait_of(text: str, *, now: datetime) -> timedelta:
    """Return how long a service wants to be left alone: seconds or a moment; nothing for any other text."""
    if text.isascii() and text.isdigit():
        seconds = min(float(text[:12]), LONGEST_WAIT.total_seconds())
        return timedelta(seconds=seconds)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return timedelta(0)
    wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(0)), LONGEST_WAIT)
