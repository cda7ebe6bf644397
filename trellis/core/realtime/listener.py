"""The one connection of a process that listens, opened again whenever it is lost."""

import asyncio
from collections.abc import Callable

import structlog

from trellis.core.realtime.carriers import carrier
from trellis.core.realtime.wire import Parcel

log = structlog.get_logger("trellis.realtime")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


class Listener:
    """Calls `received` for each message in order, and `connected` each time that it listens (again)."""

    def __init__(self, *, received: Callable[[Parcel], None], connected: Callable[[], None]) -> None:
        self._received = received
        self._connected = connected
        self._carrier = carrier()
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
                await self._carrier.listen(connected=self._begin, received=self._received)
            except self._carrier.failures as error:
                log.warning("listening interrupted", error=type(error).__name__, retry_in=self._pause)
            except Exception:
                # One bad message must not make the process deaf for good.
                log.exception("listening failed", retry_in=self._pause)
            finally:
                self._listening.clear()
            await asyncio.sleep(self._pause)
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    def _begin(self) -> None:
        self._pause = _FIRST_PAUSE
        self._connected()
        self._listening.set()
