"""Sending from the event loop: whatever waits leaves together."""

import asyncio
from collections import deque

import structlog

from trellis.core.realtime.carriers import carrier

log = structlog.get_logger("trellis.realtime")
_BATCH = 200
_SECONDS = 10.0


class Undelivered(Exception):
    """What carries messages could not be reached. The message may be sent again."""


class Sender:
    """Sends entries in the order of the calls, at least once.

    A connection that was lost is opened anew and the batch sent again; when the loss hid that it had
    arrived, it arrives twice.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[str, asyncio.Future[None]]] = deque()
        self._wanted = asyncio.Event()
        self._carrier = carrier()
        self._task: asyncio.Task[None] | None = None

    async def send(self, entry: str) -> None:
        """Return when the entry is sent; raise Undelivered."""
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        sent: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, sent))
        self._wanted.set()
        await sent

    async def close(self) -> None:
        """Stop; who still waits is told Undelivered."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        await self._carrier.close()
        self._settle([*self._waiting], Undelivered())
        self._waiting.clear()

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            batch = [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
            if not self._waiting:
                self._wanted.clear()
            try:
                self._settle(batch, await self._deliver([entry for entry, _ in batch]))
            except asyncio.CancelledError:
                self._settle(batch, Undelivered())
                raise
            except Exception:
                # One bad batch must not make the process mute for good.
                log.exception("sending failed")
                self._settle(batch, Undelivered())
                await self._carrier.close()

    async def _deliver(self, entries: list[str]) -> Undelivered | None:
        for attempt in (1, 2):
            try:
                async with asyncio.timeout(_SECONDS):
                    await self._carrier.send(entries)
                return None
            except self._carrier.failures as error:
                log.warning("sending interrupted", error=type(error).__name__, attempt=attempt)
                await self._carrier.close()
        return Undelivered()

    def _settle(self, batch: list[tuple[str, asyncio.Future[None]]], failure: Undelivered | None) -> None:
        for _, sent in batch:
            if sent.done():  # who waited has gone
                continue
            if failure is None:
                sent.set_result(None)
            else:
                sent.set_exception(failure)
