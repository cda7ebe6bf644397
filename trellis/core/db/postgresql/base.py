"""The database backend; Django asks for a module of this name."""

import select
from time import monotonic

from django.db.backends.postgresql import base

# A network that swallows packets shows in no socket: so often PostgreSQL itself is asked.
_TRUSTED_SECONDS = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks `SELECT 1` in every request; this looks at the socket, and asks now and then.

    A server that stops, dies or ends the session closes its side of the socket at once, and that makes
    it readable. So does anything else that is unforeseen, and then PostgreSQL is asked as before.
    """

    # Django's own, which its stubs do not know.
    health_check_enabled: bool
    health_check_done: bool
    _asked_at = float("-inf")

    def connect(self) -> None:
        """Connect; a new connection needs no question."""
        super().connect()
        self._asked_at = monotonic()

    def close_if_health_check_failed(self) -> None:
        """Close a connection that is dead, so that the next use opens another."""
        if self.connection is None or self.health_check_done or not self.health_check_enabled:
            return
        now = monotonic()
        if now - self._asked_at < _TRUSTED_SECONDS and self._is_quiet():
            self.health_check_done = True
            return
        super().close_if_health_check_failed()
        self._asked_at = now

    def _is_quiet(self) -> bool:
        """Whether PostgreSQL has sent nothing that was not asked for: no end, no last words."""
        if self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)
