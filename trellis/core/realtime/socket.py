"""What every WebSocket of ours has: an origin, limits, a check of its rights by the clock, one way out."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import structlog
from django.db import DatabaseError, InterfaceError

from trellis.core.http.json_text import NotJSON, holds_nul, read_json
from trellis.core.realtime.control import is_end, is_order
from trellis.core.realtime.hubs import STOP, Delivery, Hub, Inbox, hub
from trellis.core.realtime.origins import origin_is_ours
from trellis.core.realtime.sender import Undelivered
from trellis.core.realtime.wire import Message

log = structlog.get_logger("trellis.realtime")

GOODBYE, TOO_BIG, INTERNAL_ERROR, RESTART, TRY_LATER = 1000, 1009, 1011, 1012, 1013
UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, TOO_SLOW, REPLACED, TOO_FAST = 4401, 4403, 4404, 4408, 4409, 4429


class Closed(Exception):
    """Ends the socket with this code; without one the other side has ended it."""

    def __init__(self, code: int | None = None, reason: str = "") -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class Socket:
    """One WebSocket that speaks JSON objects. A subclass overrides the seven methods below `run`.

    Its life is four tasks: reading, delivering, watching the mailbox, watching the clock. Any of them
    ends it by raising Closed. Reading waits while the client's messages are worked on, so that a client
    can fill no memory of ours; what waits for the client is bounded by its mailbox.
    """

    largest_frame: ClassVar[int] = 64 * 1024
    messages_per_second: ClassVar[float] = 50
    burst: ClassVar[float] = 100
    idle_seconds: ClassVar[float] = 75
    check_seconds: ClassVar[float] = 30
    # A check that cannot be made is forgiven for this long.
    unchecked_seconds: ClassVar[float] = 120
    send_seconds: ClassVar[float] = 10
    hub: ClassVar[Hub] = hub
    # What is answered to a client that offers subprotocols.
    subprotocol = ""

    def __init__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        self.scope = scope
        self._receive = receive
        self._send = send
        self.inbox: Inbox = Inbox()
        self._rooms: set[str] = set()
        self._heard_at = self._checked_at = time.monotonic()
        self._allowance = self.burst
        self._opened = asyncio.Event()
        # Whether a check was ordered before there was anything to check.
        self._must_check = False

    @classmethod
    def as_asgi(cls) -> Callable[..., Awaitable[None]]:
        """Return the ASGI application that serves each connection with an instance."""

        async def application(scope: Any, receive: Any, send: Any) -> None:
            await cls(scope, receive, send).run()

        application.cls = cls  # type: ignore[attr-defined]  # as DRF's views carry their class
        return application

    async def run(self) -> None:
        """Serve the connection to its end."""
        await self._receive()
        if not self.admits():
            await self._send({"type": "websocket.close", "code": FORBIDDEN})  # before accepting: HTTP 403
            return
        chosen = {"subprotocol": self.subprotocol} if self.subprotocol else {}
        await self._send({"type": "websocket.accept", **chosen})
        try:
            closed = await self._live()
            # Together: a client that is slow to take its goodbye must not keep the others from hearing.
            await asyncio.gather(self._close(closed), self.left())
        except asyncio.CancelledError:
            await self.left()
            raise
        finally:
            for room in self._rooms:
                self.hub.unsubscribe(room, self.inbox)

    def admits(self) -> bool:
        """Tell whether the page that opens it may; else the handshake is refused."""
        return origin_is_ours(self.scope)

    async def opened(self) -> None:
        """Find out who is there and join rooms; `next_message` gives what the client says first.

        What the rooms bring meanwhile is delivered after.
        """

    async def received(self, message: Message) -> None:
        """Act on a message of the client."""

    async def delivered(self, delivery: Delivery) -> None:
        """Act on a message of a room."""

    async def check(self) -> None:
        """Raise Closed when the client has lost the right to be here."""

    async def missed(self) -> None:
        """Ask anew for what may have been missed."""

    async def left(self) -> None:
        """Tell others, after the end."""

    async def say(self, room: str, message: Message) -> bool:
        """Send to a room; tell the client when that cannot be done."""
        try:
            await self.hub.publish(room, message)
        except Undelivered:
            self.tell({"type": "error", "code": "undelivered", "detail": "Try again in a moment."})
            return False
        return True

    async def join(self, room: str) -> None:
        """Receive the messages of `room` from now on."""
        try:
            await self.hub.subscribe(room, self.inbox)
        except Undelivered:
            raise Closed(TRY_LATER, "database") from None
        self._rooms.add(room)

    def leave(self, room: str) -> None:
        """Receive no more messages of `room`."""
        self.hub.unsubscribe(room, self.inbox)
        self._rooms.discard(room)

    def tell(self, message: Message) -> None:
        """Put a message for the client behind what waits already."""
        text = json.dumps(message, separators=(",", ":"))
        self.inbox.put(text, size=len(text))

    async def tell_now(self, message: Message) -> None:
        """Send the client a message before what waits, and return when it has gone.

        For the last one before Closed, and for many in `opened`, which fill no mailbox so.
        """
        await self._send_text(json.dumps(message, separators=(",", ":")))

    async def next_message(self) -> Message:
        """Return what the client says next; what is no JSON object is answered with an error."""
        while True:
            event = await self._receive()
            if event["type"] == "websocket.disconnect":
                raise Closed
            self._pay()
            text = event.get("text")
            if len(event.get("bytes") or b"") > self.largest_frame or _is_longer(text, self.largest_frame):
                raise Closed(TOO_BIG, "too big")
            try:
                return _parsed(text)
            except NotJSON as error:
                detail = f"Send a JSON object as text: {error}."
                self.tell({"type": "error", "code": "invalid", "detail": detail})

    async def _live(self) -> Closed:
        ends: list[Closed] = []
        try:
            async with asyncio.TaskGroup() as tasks:
                for part in (self._read, self._deliver, self._watch_mailbox, self._watch_clock):
                    tasks.create_task(part())
        except* Closed as group:
            ends += [end for end in group.exceptions if isinstance(end, Closed)]
        except* Exception as group:
            log.exception("socket failed", exc_info=group)
            ends.append(Closed(INTERNAL_ERROR, "error"))
        return ends[0]

    async def _close(self, closed: Closed) -> None:
        if closed.code is None:
            return
        log.info("socket closed", path=self.scope["path"], code=closed.code, reason=closed.reason)
        try:
            async with asyncio.timeout(self.send_seconds):
                await self._send({"type": "websocket.close", "code": closed.code, "reason": closed.reason})
        except TimeoutError:
            log.info("socket dropped", path=self.scope["path"])  # it reads nothing, not even this

    async def _read(self) -> None:
        await self.opened()
        self._opened.set()
        if self._must_check:
            await self._check()
        while True:
            message = await self.next_message()
            if message.get("type") == "ping":
                self.tell({"type": "pong"})
            else:
                await self.received(message)

    async def _deliver(self) -> None:
        while True:
            item = await self.inbox.get()
            if item is STOP:
                raise Closed(RESTART, "restart")
            if isinstance(item, str):
                await self._send_text(item)
            elif isinstance(item, Delivery) and is_order(item.message):
                await self._obey(item.message)
            else:
                await self._opened.wait()
                await (self.delivered(item) if isinstance(item, Delivery) else self.missed())

    async def _obey(self, order: Message) -> None:
        if is_end(order):
            raise Closed(UNAUTHENTICATED, "sign in again")
        if self._opened.is_set():
            await self._check()
        else:
            self._must_check = True

    async def _send_text(self, text: str) -> None:
        try:
            async with asyncio.timeout(self.send_seconds):
                await self._send({"type": "websocket.send", "text": text})
        except TimeoutError:
            raise Closed(TOO_SLOW, "too slow") from None

    async def _watch_mailbox(self) -> None:
        await self.inbox.overflowed.wait()
        raise Closed(TOO_SLOW, "too slow")

    async def _watch_clock(self) -> None:
        while True:
            await asyncio.sleep(self.check_seconds)
            if time.monotonic() - self._heard_at > self.idle_seconds:
                raise Closed(TOO_SLOW, "silent")
            if self._opened.is_set():
                await self._check()

    async def _check(self) -> None:
        try:
            await self.check()
            self._checked_at = time.monotonic()
        except (DatabaseError, InterfaceError) as error:
            log.warning("socket not checked", error=type(error).__name__)
            if time.monotonic() - self._checked_at > self.unchecked_seconds:
                raise Closed(TRY_LATER, "database") from None

    def _pay(self) -> None:
        """Take a message off the allowance, which grows with time; raise Closed when there is none."""
        now = time.monotonic()
        earned = (now - self._heard_at) * self.messages_per_second
        self._allowance = min(self.burst, self._allowance + earned) - 1
        self._heard_at = now
        if self._allowance < 0:
            raise Closed(TOO_FAST, "too fast")


def _is_longer(text: str | None, limit: int) -> bool:
    """Tell whether `text` has more than `limit` bytes, without encoding what is long anyway."""
    return text is not None and (len(text) > limit or len(text.encode("utf-8", "surrogatepass")) > limit)


def _parsed(text: str | None) -> Message:
    """Return the object that a frame holds; raise NotJSON, also for a null character in it."""
    message = read_json(text or "")
    if not isinstance(message, dict):
        raise NotJSON("this is none")
    if holds_nul(text or ""):
        raise NotJSON("null character")
    return message
