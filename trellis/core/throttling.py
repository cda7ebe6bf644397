"""Rate limits that count right between threads, processes and machines.

DRF's own throttles read, add and write back, and so lose counts under concurrency (its documentation
says so). Here one statement adds to a row and returns what it now holds.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from trellis.core.models import ThrottleCounter

# A window opens with its first hit and is counted as one; refused hits do not prolong it.
_HIT = """
INSERT INTO core_throttlecounter AS c (key, hits, started_at)
SELECT key, 1, clock_timestamp() FROM unnest(%(keys)s::text[]) AS wanted (key) ORDER BY key
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN c.started_at <= EXCLUDED.started_at - {window} THEN 1 ELSE c.hits + 1 END,
    started_at = CASE WHEN c.started_at <= EXCLUDED.started_at - {window}
                      THEN EXCLUDED.started_at ELSE c.started_at END
RETURNING key, hits, extract(epoch FROM started_at)::float8
""".format(window="make_interval(secs => split_part(c.key, '/', 2)::int)")


@dataclass(frozen=True)
class Window:
    """What one limit says of one caller after this request. `resets_at` is in Unix seconds."""

    limit: int
    seconds: int
    hits: int
    resets_at: float

    @property
    def is_over(self) -> bool:
        """Whether this request is one too many."""
        return self.hits > self.limit

    @property
    def remaining(self) -> int:
        """How many requests the window still has."""
        return max(0, self.limit - self.hits)

    @property
    def wait(self) -> int:
        """Whole seconds until the window closes, at least 1."""
        return max(1, int(self.resets_at - time.time() + 0.999))


def hit(*, key: str, limits: Sequence[tuple[int, int]]) -> list[Window]:
    """Count one hit on `key` against each (count, seconds) limit and return the windows.

    The stored key ends in `/<seconds>`, from which the statement takes the length of the window.
    """
    rows = {f"{key}/{seconds}": (count, seconds) for count, seconds in limits}
    with connection.cursor() as cursor:
        cursor.execute(_HIT, {"keys": list(rows)})
        counted = cursor.fetchall()
    return [
        Window(rows[name][0], rows[name][1], hits, started + rows[name][1]) for name, hits, started in counted
    ]


def forget(*, key: str, limits: Sequence[tuple[int, int]]) -> None:
    """Close the windows of `key`, as if it had never been hit."""
    ThrottleCounter.objects.filter(key__in=[f"{key}/{seconds}" for _, seconds in limits]).delete()


def strictest(windows: Sequence[Window]) -> Window:
    """Return the window that a client meets first: one that is over, else the least remaining."""
    return min(windows, key=lambda w: (not w.is_over, -w.wait if w.is_over else w.remaining))


def client_address(request: Any) -> str:
    """Return the caller's network address."""
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str:
    """Return the caller's address; X-Forwarded-For counts only as far as our own proxies wrote it."""
    trusted = settings.TRELLIS_TRUSTED_PROXIES
    forwarded = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if trusted and len(forwarded) >= trusted and forwarded[-trusted]:
        return str(forwarded[-trusted])[:64]
    return str(environ.get("REMOTE_ADDR", ""))


class RateThrottle(BaseThrottle):
    """A view's `rate_scope` names its limits in settings.RATE_LIMITS; accounts and addresses count apart."""

    window: Window | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count the request; leave its window on the request for `add_rate_headers`."""
        scope = getattr(view, "rate_scope", None)
        if scope is None or not settings.TRELLIS_RATE_LIMITS:
            return True
        caller = request.user.pk if request.user.is_authenticated else client_address(request)
        self.window = strictest(hit(key=f"{scope}:{caller}", limits=settings.RATE_LIMITS[scope]))
        request._request.rate_window = self.window  # type: ignore[attr-defined]
        return not self.window.is_over

    def wait(self) -> float | None:
        """Return the seconds that Retry-After gives."""
        return self.window.wait if self.window else None


def add_rate_headers(request: Any, response: Any) -> None:
    """Set `X-RateLimit-*` (soosh-api.md) and the IETF draft's `RateLimit` headers, where counted."""
    window = getattr(request, "rate_window", None)
    if window is None:
        return
    response["X-RateLimit-Limit"] = str(window.limit)
    response["X-RateLimit-Remaining"] = str(window.remaining)
    response["X-RateLimit-Reset"] = str(int(window.resets_at + 0.999))
    response["RateLimit-Policy"] = f'"default";q={window.limit};w={window.seconds}'
    response["RateLimit"] = f'"default";r={window.remaining};t={window.wait}'
