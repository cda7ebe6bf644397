"""What a process knows of a Redis that is away."""

import time
from typing import Any

import redis
import structlog

log = structlog.get_logger("trellis.redis")
# After a question that was not answered nobody asks for so long: each would hold its thread as long.
_REST_SECONDS = 1.0
_TOLD_EVERY_SECONDS = 60.0


class Outage:
    """Who failed to reach Redis notes it here, and who is about to ask it looks here first."""

    def __init__(self) -> None:
        self._until = self._tell_at = 0.0

    def refuse_while_on(self) -> None:
        """Raise TimeoutError where it would be no use to ask now."""
        if time.monotonic() < self._until:
            raise TimeoutError("it has not answered just now")

    def note(self, error: Exception, **instead: Any) -> None:
        """Remember the failure, and log it once a minute."""
        now = time.monotonic()
        if now >= self._until and isinstance(error, (TimeoutError, redis.TimeoutError)):
            self._until = now + _REST_SECONDS
        if now >= self._tell_at:
            self._tell_at = now + _TOLD_EVERY_SECONDS
            log.warning("redis unavailable", error=type(error).__name__, **instead)


outage = Outage()
