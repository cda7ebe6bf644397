"""Request bodies, taken in on the event loop: no thread ever waits for a client.

A body is kept in memory up to a bound and in a nameless temporary file beyond it. What takes too long, is
too large or is one too many of its address is not taken in; Django is told why (`Objection`).
"""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]


class ClientGoneError(Exception):
    """The client went away before its body was whole; there is nobody to answer."""


@dataclass(frozen=True)
class Objection:
    """Why a request is not to be read; `wait` is in seconds, 0 where trying again is of no use."""

    status: int
    sentence: str
    wait: int = 0


TOO_LARGE = Objection(413, "The request is too large.")
TOO_SLOW = Objection(408, "The body of the request did not arrive in time.")
ODD_CHARSET = Objection(415, "Send text as UTF-8.")
TOO_MANY = Objection(
    429, "Too many bodies from this address are still on their way. Please try again.", wait=5
)
NO_ROOM = Objection(503, "The service is busy. Please try again.", wait=5)


@dataclass(frozen=True)
class Body:
    """A body of `length` bytes, to be read from its beginning; empty where there is an objection."""

    file: IO[bytes]
    length: int
    objection: Objection | None = None


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a client may ask of us while it sends; sizes in bytes, times in seconds."""

    largest: int
    # What is longer goes into a file.
    in_memory: int = 256 * 1024
    # So long nothing may arrive at all.
    idle_seconds: float = 20
    # The whole may take this long, and what its size takes at the slowest pace.
    patience_seconds: float = 60
    slowest_per_second: int = 32 * 1024
    # Bodies that are still on their way after this time are counted, by address and process.
    free_seconds: float = 1
    bodies_of_an_address: int = 64
    bytes_of_an_address: int = 1024**3


class Intake:
    """Takes bodies in, on one event loop."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._bodies: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        # A disk may be slow too; the loop does not wait for it.
        self.disk = ThreadPoolExecutor(2, thread_name_prefix="bodies")

    async def take(self, receive: Receive, *, announced: int, address: str) -> Body:
        """Return the whole body, or what is objected to it; raise ClientGoneError.

        `announced` is its length where the client told it, else 0; `address` is where it comes from.
        """
        if announced > self.bounds.largest:
            return Body(BytesIO(), 0, TOO_LARGE)
        arriving = _Arriving(self, receive, address)
        try:
            return await arriving.whole()
        except _ObjectionError as error:
            arriving.discard()
            return Body(BytesIO(), 0, error.objection)
        except BaseException:
            arriving.discard()
            raise
        finally:
            arriving.uncount()

    def count(self, address: str, *, bodies: int = 0, size: int = 0) -> None:
        """Add to what the address has on its way; raise _ObjectionError where that is too much."""
        self._bodies[address] += bodies
        self._bytes[address] += size
        is_over = (
            self._bodies[address] > self.bounds.bodies_of_an_address
            or self._bytes[address] > self.bounds.bytes_of_an_address
        )
        if self._bodies[address] == 0:
            del self._bodies[address], self._bytes[address]
        elif is_over and (bodies > 0 or size > 0):
            raise _ObjectionError(TOO_MANY)


class _ObjectionError(Exception):
    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.status)
        self.objection = objection


class _Arriving:
    """One body on its way."""

    def __init__(self, intake: Intake, receive: Receive, address: str) -> None:
        self._intake, self._bounds = intake, intake.bounds
        self._receive, self._address = receive, address
        self._began_at = time.monotonic()
        self._size = self._counted = 0
        self._is_counted = False
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None

    async def whole(self) -> Body:
        """Return the body; raise _ObjectionError or ClientGoneError."""
        is_over = False
        while not is_over:
            message = await self._message()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            await self._keep(message.get("body", b""))
            is_over = not message.get("more_body", False)
        if self._file is None:
            return Body(BytesIO(b"".join(self._parts)), self._size)
        await self._write()
        self._file.seek(0)
        return Body(self._file, self._size)

    def discard(self) -> None:
        """Let go of what has arrived."""
        if self._file is not None:
            self._file.close()

    def uncount(self) -> None:
        """Take it off what the address has on its way."""
        if self._is_counted:
            self._intake.count(self._address, bodies=-1, size=-self._counted)

    async def _message(self) -> Message:
        waiting = asyncio.ensure_future(self._receive())
        try:
            if not waiting.done() and not self._is_counted:
                await asyncio.wait([waiting], timeout=self._left(self._bounds.free_seconds))
            if not waiting.done():
                self._count()
                await asyncio.wait([waiting], timeout=min(self._bounds.idle_seconds, self._patience()))
            # Also of one that always has a byte ready, but only one.
            if not waiting.done() or not self._patience():
                raise _ObjectionError(TOO_SLOW)
            return waiting.result()
        finally:
            waiting.cancel()

    def _patience(self) -> float:
        return self._left(self._bounds.patience_seconds + self._size / self._bounds.slowest_per_second)

    def _left(self, seconds: float) -> float:
        return max(0.0, self._began_at + seconds - time.monotonic())

    def _count(self) -> None:
        """Count it from now on, with all that arrives after the last count."""
        bodies, self._is_counted = int(not self._is_counted), True
        size, self._counted = self._size - self._counted, self._size
        self._intake.count(self._address, bodies=bodies, size=size)

    async def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._bounds.largest:
            raise _ObjectionError(TOO_LARGE)
        self._parts.append(part)
        if sum(map(len, self._parts)) > self._bounds.in_memory:
            await self._write()

    async def _write(self) -> None:
        parts, self._parts = self._parts, []
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._intake.disk, self._append, parts)
        except OSError:
            raise _ObjectionError(NO_ROOM) from None

    def _append(self, parts: list[bytes]) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed when the request is over)
        self._file.writelines(parts)
        self._file.flush()
