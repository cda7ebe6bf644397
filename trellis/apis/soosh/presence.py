"""Who has a socket of this door in this process: said to the database in one statement for all of them."""

import asyncio
import time
import uuid
from collections import Counter
from contextlib import suppress

import structlog
from django.utils import timezone

from trellis.core.realtime import in_database
from trellis.domain.messaging.rules.presence import SAID_AGAIN
from trellis.domain.messaging.services.presence import forget_dead, say_gone, say_here

log = structlog.get_logger("trellis.realtime")


class Register:
    """Counts sockets by account, and has written who has come, who has gone, and now and then who is there.

    Belongs to one event loop. One task writes whatever has come up meanwhile, so that what is written last
    is what was last; no socket waits for it but one that leaves, and that no longer than `farewell_seconds`.
    """

    again_seconds: float = SAID_AGAIN.total_seconds()
    farewell_seconds: float = 3

    def __init__(self) -> None:
        self._process = uuid.uuid4()
        self._sockets: Counter[int] = Counter()
        self._changed: set[int] = set()
        self._leaving: list[asyncio.Future[None]] = []
        self._wanted = asyncio.Event()
        self._said_at = time.monotonic()
        self._task: asyncio.Task[None] | None = None

    def enter(self, person_id: int) -> None:
        """Count one socket more."""
        self._sockets[person_id] += 1
        if self._sockets[person_id] == 1:
            self._note(person_id)

    async def leave(self, person_id: int) -> None:
        """Count one less; after the last one wait until that is written."""
        self._sockets[person_id] -= 1
        if self._sockets[person_id]:
            return
        del self._sockets[person_id]
        written = asyncio.get_running_loop().create_future()
        self._leaving.append(written)
        self._note(person_id)
        with suppress(TimeoutError):
            async with asyncio.timeout(self.farewell_seconds):
                await written

    def _note(self, person_id: int) -> None:
        self._changed.add(person_id)
        self._wanted.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while self._sockets or self._changed:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.again_seconds):
                    await self._wanted.wait()
            self._wanted.clear()
            await self._write()

    async def _write(self) -> None:
        changed, self._changed = self._changed, set()
        leaving, self._leaving = self._leaving, []
        is_due = time.monotonic() - self._said_at >= self.again_seconds
        here = [each for each in (self._sockets if is_due else changed) if each in self._sockets]
        try:
            await in_database(self._say, here, changed - self._sockets.keys(), is_due)
        except Exception as error:
            # Whatever it is (the database is away, most likely), the next turn says it again.
            log.warning("presence not written", error=type(error).__name__)
            self._changed |= changed
            self._leaving += leaving
            return
        if is_due:
            self._said_at = time.monotonic()
        for written in leaving:
            if not written.done():  # who waited has gone
                written.set_result(None)

    def _say(self, here: list[int], gone: set[int], is_due: bool) -> None:
        say_here(process=self._process, people=here, now=timezone.now())
        say_gone(process=self._process, people=gone)
        if is_due:
            forget_dead(now=timezone.now())


register = Register()
