"""The one LISTEN connection of a process, opened again whenever it is lost."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import structlog
from psycopg import AsyncConnection, sql

from trellis.core.realtime.connecting import connect
from trellis.core.realtime.wire import CHANNEL, Assembler, Parcel

log = structlog.get_logger("trellis.realtime")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
# So often a silent connection is asked whether it still lives, and so long it may take to answer.
_SILENCE_SECONDS, _ANSWER_SECONDS = 30.0, 5.0


class Listener:
    """Calls `received` for each message in order, and `connected` each time that it listens (again)."""

    def __init__(self, *, received: Callable[[Parcel], None], connected: Callable[[], None]) -> None:
        self._received = received
        self._connected = connected
        self._listening = asyncio.Event()
        self._pause = _FIRST_PAUSE
        self._task: asyncio.Task[None] | None = None

    async def listening(self) -> None:
        """Wait until it listens; the first call starts it."""
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        await self._listening.wait()

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        while True:
            try:
                async with await connect() as connection:
                    await self._listen(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("listening interrupted", error=type(error).__name__, retry_in=self._pause)
            except Exception:
                # One bad message must not make the process deaf for good.
                log.exception("listening failed", retry_in=self._pause)
            finally:
                self._listening.clear()
            await asyncio.sleep(self._pause)
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    async def _listen(self, connection: AsyncConnection[Any]) -> None:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        assembler = Assembler()
        self._pause = _FIRST_PAUSE
        self._connected()
        self._listening.set()
        while True:
            async for notification in connection.notifies(timeout=_SILENCE_SECONDS):
                self._take(assembler, notification.payload)
            async with asyncio.timeout(_ANSWER_SECONDS):
                await connection.execute("SELECT 1")

    def _take(self, assembler: Assembler, payload: str) -> None:
        try:
            parcels = assembler.add(payload)
        except (ValueError, TypeError):
            log.warning("a notification that is not ours", size=len(payload))
            return
        for parcel in parcels:
            self._received(parcel)
