"""Where hits are counted: in a table of PostgreSQL, or in Redis where settings.REDIS_URL names one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from django.conf import settings

from trellis.core.throttling.stores.postgresql import PostgreSQLStore

Answer = TypeVar("Answer")


class Store(Protocol):
    """Counts by key, each with a window of so many seconds. Moments are in Unix seconds.

    A window opens with its first hit and is counted as one; refused hits do not prolong it.
    """

    def hit(self, seconds: Mapping[str, int]) -> list[tuple[str, int, float, float]]:
        """Count one hit on each key; return of each its hits, when its window opened, and when it is now."""

    def give_back(self, counted: Sequence[tuple[str, float]]) -> None:
        """Take a hit back from each key whose window is still the one that opened at that moment."""

    def forget(self, keys: Sequence[str]) -> None:
        """Close the windows of these keys."""

    def hits(self, seconds: Mapping[str, int]) -> dict[str, int]:
        """Return the hits of those of the keys whose window is open."""


def ask(question: Callable[[Store], Answer]) -> Answer:
    """Ask Redis where there is one, and PostgreSQL where there is none, or while it is away."""
    if settings.REDIS_URL:
        from trellis.core.redis.connecting import FAILURES
        from trellis.core.redis.outages import outage
        from trellis.core.throttling.stores.redis import RedisStore

        try:
            outage.refuse_while_on()
            return question(RedisStore())
        except FAILURES as error:
            # Nobody goes uncounted meanwhile, though all begin anew.
            outage.note(error)
    return question(PostgreSQLStore())
