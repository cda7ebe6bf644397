"""Places for what takes long: each caller has so many, in all processes and on all machines together.

A place is a lease in a row, not a lock: whoever has one holds no connection, keeps it by saying so while the
work goes on, and loses it soon after dying. Rate limits (core/throttling.py) count what begins, places what
has not ended.
"""

from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID, uuid4

from django.db import connection

from trellis.core import refusals
from trellis.core.models import Place as Row

# So long after its last sign of life a place is free again: longer than a client may take for one piece of
# an answer (core/http/bridge/answers.py), and for what it waits for in between.
LEASE_SECONDS = 180
_KEPT_AFTER_SECONDS = 20.0

_TAKE = """
INSERT INTO core_place AS p (key, number, holder, until)
VALUES (%(key)s, %(number)s, %(holder)s, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (key, number) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until
    WHERE p.until < clock_timestamp()
"""
_KEEP = """
UPDATE core_place SET until = clock_timestamp() + make_interval(secs => %(seconds)s) WHERE holder = %(holder)s
"""


class NoPlace(refusals.TooMany):
    """Whoever asks has all of their places taken."""

    sentence = "Too many of your requests are being answered. Please try again when one has ended."
    wait = 5


class PlaceLost(RuntimeError):
    """The lease has run out, and somebody else may have the place: what it was for must end."""


@dataclass
class Place:
    """A place that was taken, until `leave`."""

    holder: UUID
    _kept_at: float = field(default_factory=monotonic)

    def keep(self) -> None:
        """Say that the work goes on; call it often, it asks the database seldom. Raise PlaceLost."""
        if monotonic() - self._kept_at < _KEPT_AFTER_SECONDS:
            return
        if not _run(_KEEP, holder=self.holder, seconds=LEASE_SECONDS):
            raise PlaceLost
        self._kept_at = monotonic()

    def leave(self) -> None:
        """Let another have it; once it is another's, nothing happens."""
        Row.objects.filter(holder=self.holder).delete()


def take_place(key: str, *, of: int) -> Place:
    """Return one of the `of` places that there are under this key; raise NoPlace."""
    holder = uuid4()
    for number in range(of):
        if _run(_TAKE, key=key, number=number, holder=holder, seconds=LEASE_SECONDS):
            return Place(holder)
    raise NoPlace


def _run(sql: str, **parameters: int | str | UUID) -> int:
    """Return how many rows the statement has written."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)
