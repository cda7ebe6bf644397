"""The room's socket itself, without a server, its clock wound up."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from tests.meetings import Meeting
from trellis.core.realtime import Hub, in_database
from trellis.web.mentorship.room.socket import MeetSocket

HELLO = {"type": "hello", "page": "me"}


class Hasty(MeetSocket):
    check_seconds = 0.05
    sign_in_seconds = 0.05


class Wire:
    """The server's side of one connection: a browser's with a cookie, without one a program's."""

    def __init__(
        self, meeting: Meeting, *, cookie: str = "", saying: Sequence[Any] = (HELLO,), **clock: float
    ) -> None:
        self.incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sent: list[dict[str, Any]] = []
        self.greeted = asyncio.Event()
        self.clock = clock
        origin = [(b"origin", b"http://testserver"), (b"cookie", cookie.encode())] if cookie else []
        self.scope = {
            "type": "websocket",
            "path": meeting.path,
            "headers": [(b"host", b"testserver"), *origin],
            "url_kwargs": {"booking_id": meeting.booking.public_id},
        }
        self.incoming.put_nowait({"type": "websocket.connect"})
        for message in saying:
            self.say(message)

    def say(self, message: Any) -> None:
        self.incoming.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    @property
    def said(self) -> list[Any]:
        """What the client was told."""
        return [json.loads(each["text"]) for each in self.sent if each["type"] == "websocket.send"]

    async def send(self, event: dict[str, Any]) -> None:
        self.sent.append(event)
        if event["type"] == "websocket.send":
            self.greeted.set()

    async def run(self, change: Callable[[], Any] | None) -> int:
        """Open the room, make the change, return the code with which it is closed."""
        alone = type("Alone", (Hasty,), {"hub": Hub(), **self.clock})
        serving = asyncio.create_task(alone(self.scope, self.incoming.get, self.send).run())
        if change is not None:
            await self.greeted.wait()
            await in_database(change)
        await asyncio.wait_for(serving, 20)
        await alone.hub.close()
        return int(self.sent[-1]["code"])
