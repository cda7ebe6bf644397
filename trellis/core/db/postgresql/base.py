"""The backend: Django finds it by the name of this module."""

import select
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

# So long after a connection has answered nothing on the way can have forgotten it.
SURE_SECONDS = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks `SELECT 1` of a kept connection only now and then, where Django does so in every request.

    In between it looks whether anything lies in the socket: a server that ends a connection says so, or
    closes it. Whoever asks the server itself waits for it, and lets other threads run meanwhile.
    """

    _answered_at = float("-inf")

    def get_new_connection(self, conn_params: Any) -> Any:
        """Return a connection, which has answered just now."""
        made = super().get_new_connection(conn_params)
        self._answered_at = monotonic()
        return made

    def is_usable(self) -> bool:
        """Tell whether the connection can be used, as far as that can be known."""
        is_sure = monotonic() - self._answered_at < SURE_SECONDS and not self.errors_occurred
        if is_sure and _is_silent(self.connection):
            return True
        is_usable: bool = super().is_usable()
        self._answered_at = monotonic() if is_usable else float("-inf")
        return is_usable


def _is_silent(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Tell whether a connection is open, would run a statement, and nothing waits to be read in it."""
    # In a transaction that has failed it would run none.
    if connection.closed or connection.pgconn.transaction_status == TransactionStatus.INERROR:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
