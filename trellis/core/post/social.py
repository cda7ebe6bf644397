"""Posts on other sites: where somebody can post by themselves, and whoever posts for them, if one is set.

TRELLIS_SHARE_WEBHOOKS names for a platform the https address of a program that posts there: it is sent
`{"platform", "text", "url"}` as JSON with an `Idempotency-Key`, and answers 2xx once that is posted, with
`{"post_url"}` where it knows it. Without one nothing is posted, and people are given the platform's own page.
"""

import json
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from trellis.core.outside import outside_of_transactions

_TIMEOUT = 10  # seconds
_MOST_READ = 64 * 1024  # bytes of an answer
_LONGEST_ADDRESS = 2_000
_TRY_AGAIN = frozenset({408, 425, 429})
# By its word: the page on which somebody posts, with the names of the parameters of address and text, if any.
_PAGES = {
    "linkedin": ("https://www.linkedin.com/sharing/share-offsite/", "url", ""),
    "twitter": ("https://twitter.com/intent/tweet", "url", "text"),
    "x": ("https://x.com/intent/post", "url", "text"),
    "facebook": ("https://www.facebook.com/sharer/sharer.php", "u", ""),
}


class PosterBusy(Exception):
    """Whoever posts may take it later."""


class PosterRefused(Exception):
    """Whoever posts never will, and says so by a status."""


# For jobs: after these the same may succeed.
LATER = (OSError, HTTPException, PosterBusy)


@dataclass(frozen=True, slots=True)
class Post:
    """What is posted where; `key` is the same whenever it is tried again."""

    platform: str
    text: str
    url: str
    key: str


def page_to_post(*, platform: str, text: str, url: str) -> str:
    """Return the platform's own page on which somebody posts this themselves."""
    page, of_url, of_text = _PAGES[platform]
    return f"{page}?{urlencode({of_url: url, **({of_text: text} if of_text else {})})}"


def has_poster(platform: str) -> bool:
    """Tell whether somebody posts there for people."""
    return platform in settings.SHARE_WEBHOOKS


def post(what: Post) -> str:
    """Have it posted, and return the address of the post, "" where that is not told.

    Raises PosterRefused, or one of LATER. Redirects are not followed: they would lead it elsewhere.
    """
    outside_of_transactions()
    address = urlsplit(settings.SHARE_WEBHOOKS[what.platform])
    body = json.dumps({"platform": what.platform, "text": what.text, "url": what.url})
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": what.key}
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    target = f"{address.path or '/'}{f'?{address.query}' if address.query else ''}"
    with closing(kind(address.hostname or "", address.port, timeout=_TIMEOUT)) as connection:
        connection.request("POST", target, body.encode(), headers)
        answer = connection.getresponse()
        told = answer.read(_MOST_READ)
    if 200 <= answer.status < 300:
        return _post_url(told)
    if answer.status >= 500 or answer.status in _TRY_AGAIN:
        raise PosterBusy
    raise PosterRefused


def _post_url(told: bytes) -> str:
    """Return the address that an answer names, if it is one that may be shown."""
    try:
        body: Any = json.loads(told)
    except (ValueError, RecursionError):
        return ""
    url = body.get("post_url") if isinstance(body, dict) else None
    if not isinstance(url, str) or len(url) > _LONGEST_ADDRESS or not url.isprintable():
        return ""
    return url if url.startswith(("https://", "http://")) else ""
