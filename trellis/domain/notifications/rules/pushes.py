"""What a browser is sent: what it shows, what it takes the place of, and how soon it is needed."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from trellis.core.post.mail import one_line
from trellis.core.post.push.encryption import LARGEST_PAYLOAD
from trellis.core.post.push.sending import Urgency
from trellis.domain.notifications.rules.kinds import Kind

if TYPE_CHECKING:
    from trellis.domain.notifications.models import Notification

_LONGEST_BODY = 500
_NAMED = 3
_TOPIC_LETTERS = 32
# A device that sleeps is woken for these alone.
_URGENT = frozenset({Kind.SESSION_REMINDER, Kind.MESSAGE_RECEIVED, Kind.BOOKING_CANCELLED})


def tag_of(told: Sequence["Notification"]) -> str:
    """Return the name under which it is shown: what has the same takes its place."""
    if len(told) > 1:
        return "several"
    (one,) = told
    return f"{one.kind} {one.topic}" if one.topic else str(one.public_id)


def topic_of(told: Sequence["Notification"]) -> str:
    """Return the same for the push service, which learns nothing by it."""
    return urlsafe_b64encode(sha256(tag_of(told).encode()).digest()).decode()[:_TOPIC_LETTERS]


def urgency_of(told: Sequence["Notification"]) -> Urgency:
    """Return whether it is worth a battery."""
    return Urgency.HIGH if any(each.about in _URGENT for each in told) else Urgency.NORMAL


def payload_of(told: Sequence["Notification"], *, url: str, is_silent: bool) -> bytes:
    """Return what the browser reads, as JSON: `url` is where it leads. What does not fit is left out."""
    shown = _one(told[0]) if len(told) == 1 else _several(told)
    whole = {**shown, "url": url, "tag": tag_of(told), "silent": is_silent}
    fitting = (text for text in _shorter(whole) if len(text) <= LARGEST_PAYLOAD)
    return next(fitting)


def _one(told: "Notification") -> dict[str, Any]:
    return {
        "id": str(told.public_id),
        "type": told.about,
        "title": told.title,
        "body": one_line(told.body, longest=_LONGEST_BODY),
        "data": told.data,
    }


def _several(told: Sequence["Notification"]) -> dict[str, Any]:
    titles = [each.title for each in told[:_NAMED]]
    more = len(told) - len(titles)
    return {
        "title": f"{len(told)} notifications for you",
        "body": one_line("; ".join([*titles, *([f"{more} more"] if more else [])]), longest=_LONGEST_BODY),
    }


def _shorter(whole: Mapping[str, Any]) -> Iterator[bytes]:
    """Give it whole, then with less and less; titles and addresses of ours fit in any case."""
    for left_out in ((), ("data",), ("data", "body")):
        kept = {name: value for name, value in whole.items() if name not in left_out}
        yield json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
