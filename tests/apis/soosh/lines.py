"""Sockets of SOOSH without a server: processes of the test's own, each with a hub and a register."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from trellis.apis.soosh.presence import Register
from trellis.core.realtime import Hub, in_database
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.accounts.sockets import AccountSocket

Frame = dict[str, Any]
PATIENCE = 10


class Process:
    """What a web process has of sockets. Killed, it says nothing more: no goodbye, no row."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.register = _Register()
        self._lines: list[Line] = []

    async def __aenter__(self) -> "Process":
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.hub.close()
        for line in self._lines:
            await line.ended()

    async def open(
        self, kind: type[AccountSocket], user: User, *, since: object = None, **named: Any
    ) -> "Line":
        """Open a socket as somebody does who is signed in; `clock` winds its class up."""
        own = type("Own", (kind,), {"hub": self.hub, "register": self.register, **named.pop("clock", {})})
        token = await in_database(lambda: access_token(user=user, now=timezone.now()))
        line = Line(own, "" if since is None else urlencode({"since": since}), named)
        line.say(type="auth", token=token)
        self._lines.append(line)
        return line

    async def kill(self) -> None:
        """End as a process does that is killed."""
        self.register.is_dead = True
        for line in self._lines:
            line.cut()
        await asyncio.gather(*(line.ended() for line in self._lines))
        await self.hub.close()


class _Register(Register):
    """One that can die."""

    is_dead = False

    def _say(self, *told: Any) -> None:
        if not self.is_dead:
            super()._say(*told)


class Line:
    """The client's side of one socket."""

    def __init__(self, kind: type[AccountSocket], query: str, named: dict[str, Any]) -> None:
        self._incoming: asyncio.Queue[Frame] = asyncio.Queue()
        self._sent: asyncio.Queue[Frame] = asyncio.Queue()
        # While it is not set the client takes nothing.
        self.reads = asyncio.Event()
        self.reads.set()
        self._is_cut = False
        self.code: int | None = None
        scope = {
            "type": "websocket",
            "path": "/",
            "query_string": query.encode(),
            "headers": [(b"host", b"testserver")],
            "url_kwargs": named,
        }
        self._incoming.put_nowait({"type": "websocket.connect"})
        self._serving = asyncio.create_task(kind(scope, self._incoming.get, self._take).run())

    def say(self, **message: Any) -> None:
        """Send the server a message."""
        self._incoming.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    def leave(self) -> None:
        """Go as a browser does whose tab is closed."""
        self._incoming.put_nowait({"type": "websocket.disconnect"})

    async def next(self) -> Frame:
        """Return the next frame; raise ConnectionError where the server has closed."""
        async with asyncio.timeout(PATIENCE):
            event = await self._sent.get()
        if event["type"] == "websocket.close":
            self.code = event["code"]
            raise ConnectionError(f"closed with {self.code} {event.get('reason')}")
        frame: Frame = json.loads(event["text"])
        return frame

    async def until(self, *kinds: str) -> Frame:
        """Return the next frame of one of these types, passing over others."""
        while (frame := await self.next())["type"] not in kinds:
            pass
        return frame

    async def silent(self) -> list[Frame]:
        """Return what has come by when the server has answered all that was said before."""
        self.say(type="ping")
        frames = []
        while (frame := await self.next())["type"] != "pong":
            frames.append(frame)
        return frames

    async def closed(self) -> int | None:
        """Read to the end; return the code with which the server has closed."""
        try:
            while True:
                await self.next()
        except ConnectionError:
            return self.code

    async def ended(self) -> None:
        """Wait until the server has done with it."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(self._serving, return_exceptions=True)

    def cut(self) -> None:
        """End in the middle of whatever it does, without a word to anybody."""
        self._is_cut = True
        self._serving.cancel()

    async def _take(self, event: Frame) -> None:
        if self._is_cut:
            return
        if event["type"] == "websocket.send":
            await self.reads.wait()
        if event["type"] != "websocket.accept":
            self._sent.put_nowait(event)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():
            await asyncio.sleep(0.01)
