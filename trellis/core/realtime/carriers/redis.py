"""Messages on one channel of Redis, which gives all who listen one order.

A batch is one message. It leaves after the commit, and so may be lost when Redis is away just then: what is
committed stays, and what must be known is a row as well.
"""

import asyncio
import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import structlog
from django.db import transaction

from trellis.core.realtime.wire import Parcel, as_batch, parcels_of
from trellis.core.redis.connecting import FAILURES, client, named, own_connection
from trellis.core.redis.outages import outage

log = structlog.get_logger("trellis.realtime")
# Redis parts with who has more than 32 MB waiting, so a large batch goes in several messages.
_LARGEST_BATCH = 1024 * 1024
# So often it is asked whether the connection still lives, and so long it may take to answer.
_ASK_SECONDS, _ANSWER_SECONDS = 30.0, 5.0


class RedisCarrier:
    """Listens and sends on connections of its own."""

    failures = FAILURES

    def __init__(self) -> None:
        self._sending: Any = None

    async def listen(self, *, connected: Callable[[], None], received: Callable[[Parcel], None]) -> None:
        """Call `connected` once it listens, then `received` for each message, until it is lost."""
        connection = own_connection(name="realtime")
        asking = asyncio.create_task(_keep_asking(connection))
        try:
            await connection.connect()
            await connection.send_command("SUBSCRIBE", named("realtime"))
            await connection.read_response()
            connected()
            await _hear(connection, received)
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            await connection.disconnect(nowait=True)

    async def send(self, entries: Sequence[str]) -> None:
        """Send entries in their order, each batch when the one before has arrived."""
        if self._sending is None:
            self._sending = own_connection(name="realtime")
            await self._sending.connect()
        for batch in _batches(entries):
            await self._sending.send_command("PUBLISH", named("realtime"), batch)
            await self._sending.read_response()

    async def close(self) -> None:
        """Give up the connection of `send`."""
        if self._sending is not None:
            await self._sending.disconnect(nowait=True)
            self._sending = None


def send_on_commit(entries: Sequence[str]) -> None:
    """Send entries after the commit, each batch when the one before has arrived."""
    for batch in _batches(entries):
        transaction.on_commit(partial(_send, batch))


def _send(batch: str) -> None:
    """Send what was committed; nobody who was part of that hears of it when it cannot be done."""
    try:
        outage.refuse_while_on()
        client().publish(named("realtime"), batch)
    except FAILURES as error:
        outage.note(error)


def _batches(entries: Sequence[str]) -> Iterator[str]:
    waiting: list[str] = []
    for entry in entries:
        if waiting and sum(map(len, waiting)) + len(entry) > _LARGEST_BATCH:
            yield as_batch(waiting)
            waiting = []
        waiting.append(entry)
    yield as_batch(waiting)


async def _hear(connection: Any, received: Callable[[Parcel], None]) -> None:
    now = asyncio.get_running_loop().time
    async with asyncio.timeout(_ASK_SECONDS + _ANSWER_SECONDS) as patience:
        while True:
            answer = await connection.read_response(timeout=math.inf, disable_decoding=True)
            patience.reschedule(now() + _ASK_SECONDS + _ANSWER_SECONDS)
            if answer[0] == b"message":
                for parcel in _parcels(answer[2]):
                    received(parcel)


async def _keep_asking(connection: Any) -> None:
    while True:
        await asyncio.sleep(_ASK_SECONDS)
        await connection.send_command("PING")


def _parcels(batch: bytes) -> list[Parcel]:
    try:
        return parcels_of(batch.decode("ascii"))
    except (ValueError, TypeError):
        log.warning("a notification that is not ours", size=len(batch))
        return []
