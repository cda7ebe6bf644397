"""Answers of a WSGI application, made by a thread and sent by the event loop, a piece at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import structlog

from trellis.core.http.bridge.bodies import Message, Receive

Send = Callable[[Message], Awaitable[None]]
InThread = Callable[[Callable[[], None]], Awaitable[None]]
# A piece of an answer, and whether it is the last one.
Pieces = Iterator[tuple[bytes, bool]]

log = structlog.get_logger("trellis.http")
# So much is handed over at a time: a crossing between thread and loop for each few kilobytes costs more
# than the bytes themselves.
PIECE = 128 * 1024
# A client that takes no piece for this long is let go.
STALLED_SECONDS = 60.0


class Answer:
    """What the application answers: its start, and the piece that is to be sent next.

    What Django calls `streaming` is made piece by piece, each only when the last one is sent, so that
    neither its size nor the client's pace takes memory or a thread. Small parts travel together, unless the
    response is `sent_as_made`: then whatever fails, fails after all that was made before it has left.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> None:
        """Run the application, in a thread, as far as the first piece."""
        self.start: Message = {}
        self.piece, self.is_last = b"", False
        self.is_made_by_thread = False
        self._parts = app(environ, self._start_response)
        try:
            self._pieces = self._in_pieces(environ["REQUEST_METHOD"])
            self.advance()
        except BaseException:
            self.close()
            raise

    def advance(self) -> None:
        """Make the next piece; after the last one the application's answer is closed."""
        self.piece, self.is_last = next(self._pieces)
        if self.is_last:
            self.close()

    def close(self) -> None:
        """Let the application finish with its answer; once, however often this is called."""
        parts, self._parts = self._parts, ()
        getattr(parts, "close", bool)()

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.start = {"type": "http.response.start", "status": int(status[:3]), "headers": pairs}
        return _refuse_to_write

    def _in_pieces(self, method: str) -> Pieces:
        if not getattr(self._parts, "streaming", True):
            whole = b"".join(self._parts)
            return iter(((whole, True),)) if len(whole) <= PIECE else _cut(whole)
        self.is_made_by_thread = True
        if method == "HEAD":
            return iter(((b"", True),))
        return (_as_made if getattr(self._parts, "sent_as_made", False) else _gathered)(self._parts)


async def deliver(answer: Answer, *, receive: Receive, send: Send, in_thread: InThread) -> None:
    """Send the answer; `in_thread` runs what makes or closes a piece.

    One that is left unfinished ends the connection, so that nobody takes a part for the whole.
    """
    try:
        await send(answer.start)
        if answer.is_last or await _all_but_last(answer, receive, send, in_thread):
            await send({"type": "http.response.body", "body": answer.piece})
    finally:
        if not answer.is_last:
            await in_thread(answer.close)


async def _all_but_last(answer: Answer, receive: Receive, send: Send, in_thread: InThread) -> bool:
    """Send the pieces before the last one; tell whether the client took them all."""
    gone = asyncio.ensure_future(_departure(receive))
    try:
        while not answer.is_last:
            if not await _takes(send, answer.piece) or gone.done():
                return False
            await _advance(answer, in_thread)
        return True
    except Exception:
        log.exception("answer broken off")
        return False
    finally:
        gone.cancel()


async def _takes(send: Send, piece: bytes) -> bool:
    """Send the piece; tell whether the client has taken it in time."""
    try:
        async with asyncio.timeout(STALLED_SECONDS):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    except TimeoutError:
        log.info("client stalled")
        return False
    return True


async def _advance(answer: Answer, in_thread: InThread) -> None:
    if answer.is_made_by_thread:
        await in_thread(answer.advance)
    else:
        answer.advance()


async def _departure(receive: Receive) -> None:
    """Return when the client has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _cut(whole: bytes) -> Pieces:
    for at in range(0, len(whole), PIECE):
        yield whole[at : at + PIECE], at + PIECE >= len(whole)


def _as_made(parts: Iterable[bytes]) -> Pieces:
    for part in parts:
        yield part, False
    yield b"", True


def _gathered(parts: Iterable[bytes]) -> Pieces:
    """Yield the parts in pieces of PIECE bytes, the last one shorter; no part is asked for too early."""
    kept = bytearray()
    for part in parts:
        kept += part
        while len(kept) >= PIECE:
            yield bytes(kept[:PIECE]), False
            del kept[:PIECE]
    yield bytes(kept), True


def _refuse_to_write(_: bytes) -> None:
    raise NotImplementedError("answers are returned, not written")
