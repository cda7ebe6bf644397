"""Messages on PostgreSQL's LISTEN and NOTIFY.

A batch is one JSON text, cut into parts that each fit. All parts of a batch leave in one transaction.
PostgreSQL delivers the notifications of a transaction in order and together, so parts need no table to wait
in and no clean-up.
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
import structlog
from django.db import connection as of_this_thread
from psycopg import AsyncConnection, sql

from trellis.core.realtime.carriers.connecting import connect
from trellis.core.realtime.wire import Parcel, as_batch, parcels_of

log = structlog.get_logger("trellis.realtime")
CHANNEL = "trellis_realtime"
_NOTIFY = "SELECT pg_notify(%s, part) FROM unnest(%s::text[]) WITH ORDINALITY AS p (part, n) ORDER BY n"
_PART = 7_900  # a payload may have 7,999 bytes, and the head of a part takes some
# So often a silent connection is asked whether it still lives, and so long it may take to answer.
_SILENCE_SECONDS, _ANSWER_SECONDS = 30.0, 5.0


class PostgreSQLCarrier:
    """Listens and sends on connections of its own."""

    failures = (psycopg.Error, OSError, TimeoutError)

    def __init__(self) -> None:
        self._sending: AsyncConnection[Any] | None = None

    async def listen(self, *, connected: Callable[[], None], received: Callable[[Parcel], None]) -> None:
        """Call `connected` once it listens, then `received` for each message, until it is lost."""
        async with await connect() as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            assembler = _Assembler()
            connected()
            while True:
                async for notification in connection.notifies(timeout=_SILENCE_SECONDS):
                    for parcel in _parcels(assembler, notification.payload):
                        received(parcel)
                async with asyncio.timeout(_ANSWER_SECONDS):
                    await connection.execute("SELECT 1")

    async def send(self, entries: Sequence[str]) -> None:
        """Send entries in their order, in one statement."""
        if self._sending is None:
            self._sending = await connect()
        await self._sending.execute(_NOTIFY, [CHANNEL, _as_payloads(entries)])

    async def close(self) -> None:
        """Give up the connection of `send`."""
        if self._sending is not None:
            await self._sending.close()
            self._sending = None


def send_on_commit(entries: Sequence[str]) -> None:
    """Send entries as part of the current transaction, with one statement."""
    with of_this_thread.cursor() as cursor:
        cursor.execute(_NOTIFY, [CHANNEL, _as_payloads(entries)])


def _as_payloads(entries: Sequence[str]) -> list[str]:
    """Return the notifications that carry the entries.

    Each bears a name of its own, because PostgreSQL drops a payload that it has seen in the transaction.
    """
    text = as_batch(entries)
    name = secrets.token_hex(8)
    parts = [text[at : at + _PART] for at in range(0, len(text), _PART)]
    return [f"{name}/{number}/{len(parts)}/{part}" for number, part in enumerate(parts, 1)]


def _parcels(assembler: "_Assembler", payload: str) -> list[Parcel]:
    try:
        return assembler.add(payload)
    except (ValueError, TypeError):
        log.warning("a notification that is not ours", size=len(payload))
        return []


class _Assembler:
    """Puts the parts of batches together, in the order in which a connection receives them."""

    def __init__(self) -> None:
        self._name = ""
        self._parts: list[str] = []

    def add(self, payload: str) -> list[Parcel]:
        """Return the parcels of the batch that this payload completes, else none.

        Raise ValueError or TypeError when it is none of ours, or its batch began before we listened.
        """
        name, number, count, part = payload.split("/", 3)
        if name != self._name:
            self._name, self._parts = name, []
        if int(number) != len(self._parts) + 1:
            raise ValueError("a part is missing")
        self._parts.append(part)
        if len(self._parts) < int(count):
            return []
        text, self._parts = "".join(self._parts), []
        return parcels_of(text)
