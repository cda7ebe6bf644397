"""Rate limits that count right between threads, processes and machines.

DRF's own throttles read, add and write back, and so lose counts under concurrency (its documentation
says so). Here one statement adds to a row and returns what it now holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from trellis.core import refusals
from trellis.core.models import ThrottleCounter

# A window opens with its first hit and is counted as one; refused hits do not prolong it.
_HIT = """
INSERT INTO core_throttlecounter AS c (key, hits, started_at)
SELECT key, 1, clock_timestamp() FROM unnest(%(keys)s::text[]) AS wanted (key) ORDER BY key
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN c.started_at <= EXCLUDED.started_at - {window} THEN 1 ELSE c.hits + 1 END,
    started_at = CASE WHEN c.started_at <= EXCLUDED.started_at - {window}
                      THEN EXCLUDED.started_at ELSE c.started_at END
RETURNING key, hits, extract(epoch FROM started_at)::float8, extract(epoch FROM clock_timestamp())::float8
""".format(window="make_interval(secs => split_part(c.key, '/', 2)::int)")

# Both take their rows in the order in which _HIT takes them, or two callers could wait for each other.
_GIVE_BACK = """
WITH taken AS MATERIALIZED (
    SELECT c.key FROM core_throttlecounter AS c
    JOIN unnest(%(keys)s::text[], %(started)s::float8[]) AS hit (key, started)
        ON hit.key = c.key AND extract(epoch FROM c.started_at)::float8 = hit.started
    WHERE c.hits > 0 ORDER BY c.key FOR UPDATE OF c
)
UPDATE core_throttlecounter AS c SET hits = hits - 1 FROM taken WHERE taken.key = c.key
"""
_FORGET = """
WITH taken AS MATERIALIZED (
    SELECT key FROM core_throttlecounter WHERE key = ANY(%(keys)s::text[]) ORDER BY key FOR UPDATE
)
DELETE FROM core_throttlecounter AS c USING taken WHERE taken.key = c.key
"""


@dataclass(frozen=True)
class Window:
    """What one limit says of one caller after this request. Moments are in Unix seconds."""

    key: str
    limit: int
    seconds: int
    hits: int
    started_at: float
    counted_at: float

    @property
    def resets_at(self) -> float:
        """When the window closes."""
        return self.started_at + self.seconds

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
        return max(1, ceil(self.resets_at - self.counted_at))


class TooMany(refusals.TooMany):
    """Something was done too often of late; `window` is the limit that one waits for longest."""

    def __init__(self, over: Sequence[Window]) -> None:
        super().__init__()
        self.window = max(over, key=lambda window: window.wait)
        self.wait = self.window.wait


def hit(limits: Mapping[str, Sequence[tuple[int, int]]]) -> list[Window]:
    """Count one hit on each key against each of its (count, seconds) limits, and return the windows.

    The stored key ends in `/<seconds>`, from which the statement takes the length of the window.
    """
    rows = {f"{key}/{limit[1]}": limit for key, several in limits.items() for limit in several}
    with connection.cursor() as cursor:
        cursor.execute(_HIT, {"keys": list(rows)})
        counted = cursor.fetchall()
    return [Window(key, *rows[key], *numbers) for key, *numbers in counted]


def take(whose: Mapping[str, str]) -> list[Window]:
    """Count one hit on limits of settings.RATE_LIMITS, by name: `{"sign_in_from": "10.0.0.1"}`.

    Returns the windows, for `give_back`. Raises TooMany if one of them is over; then only those that are
    stay counted, as what was refused was not done. Counts nothing while limits are off.
    """
    if not settings.TRELLIS_RATE_LIMITS:
        return []
    windows = hit({f"{name}:{key}": settings.RATE_LIMITS[name] for name, key in whose.items()})
    over = [window for window in windows if window.is_over]
    if over:
        give_back(window for window in windows if not window.is_over)
        raise TooMany(over)
    return windows


def is_spent(name: str, key: str) -> bool:
    """Return whether the next hit on this limit of settings.RATE_LIMITS would be one too many."""
    if not settings.TRELLIS_RATE_LIMITS:
        return False
    rows = {f"{name}:{key}/{seconds}": (count, seconds) for count, seconds in settings.RATE_LIMITS[name]}
    now = timezone.now()
    return any(
        row.hits >= rows[row.key][0] and row.started_at > now - timedelta(seconds=rows[row.key][1])
        for row in ThrottleCounter.objects.filter(key__in=rows)
    )


def give_back(windows: Iterable[Window]) -> None:
    """Take these hits back, each from the window in which it was counted."""
    counted = list(windows)
    if not counted:
        return
    keys, started = [window.key for window in counted], [window.started_at for window in counted]
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, {"keys": keys, "started": started})


def forget(windows: Iterable[Window]) -> None:
    """Close these windows, as if their keys had never been hit."""
    keys = [window.key for window in windows]
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, {"keys": keys})


def strictest(windows: Sequence[Window]) -> Window:
    """Return the window that a client meets first: one that is over, else the least remaining."""
    return min(windows, key=lambda w: (not w.is_over, -w.wait if w.is_over else w.remaining))


def caller_of(request: Any) -> str:
    """Return whom to count a request for: the account, or else the network address."""
    return str(request.user.pk if request.user.is_authenticated else client_address(request))


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
