"""What carries messages between processes: PostgreSQL, or Redis where settings.REDIS_URL names one.

Both give all processes one order. docs/decisions/realtime.md says what differs.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from django.conf import settings

from trellis.core.realtime.wire import Parcel


class Carrier(Protocol):
    """What one listener or one sender of an event loop asks; `failures` are raised where it is away."""

    failures: tuple[type[Exception], ...]

    async def listen(self, *, connected: Callable[[], None], received: Callable[[Parcel], None]) -> None:
        """Call `connected` once it listens, then `received` for each message, until it is lost."""

    async def send(self, entries: Sequence[str]) -> None:
        """Send entries in their order, on a connection that is kept."""

    async def close(self) -> None:
        """Give up the connection of `send`."""


# Each is imported when it is chosen: Redis's client takes time and memory.
def carrier() -> Carrier:
    """Return what carries messages here."""
    if settings.REDIS_URL:
        from trellis.core.realtime.carriers import redis

        return redis.RedisCarrier()
    from trellis.core.realtime.carriers import postgresql

    return postgresql.PostgreSQLCarrier()


def send_on_commit(entries: Sequence[str]) -> None:
    """Send entries from synchronous code: at once, or when the current transaction commits."""
    if settings.REDIS_URL:
        from trellis.core.realtime.carriers import redis

        redis.send_on_commit(entries)
    else:
        from trellis.core.realtime.carriers import postgresql

        postgresql.send_on_commit(entries)
