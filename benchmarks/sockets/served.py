"""What is compared, on one server: a room of ours, a group of Channels, and nothing but the web server.

`BENCH_CHANNELS` is the Redis of Channels' layer.
"""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402

from trellis.core.realtime import Delivery, Socket  # noqa: E402

ROOM = "bench"


class Ours(Socket):
    """Tells what the room is told."""

    async def opened(self) -> None:
        """Join."""
        await self.join(ROOM)
        self.tell({"type": "hello"})

    async def delivered(self, delivery: Delivery) -> None:
        """Hand it on."""
        self.tell(delivery.message)


class Theirs(AsyncWebsocketConsumer):  # type: ignore[misc]
    """The same as a consumer of Channels."""

    async def connect(self) -> None:
        """Join."""
        await self.channel_layer.group_add(ROOM, self.channel_name)
        await self.accept()
        await self.send('{"type":"hello"}')

    async def told(self, event: dict[str, Any]) -> None:
        """Hand it on."""
        await self.send(event["text"])


_plain: set[Any] = set()


async def _bare(scope: Any, receive: Any, send: Any) -> None:
    """Send to all what one of them says: what web server and generator can do at most."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": '{"type":"hello"}'})
    _plain.add(send)
    while (event := await receive())["type"] != "websocket.disconnect":
        for each in tuple(_plain):
            await each({"type": "websocket.send", "text": event["text"]})
    _plain.discard(send)


_AT = {"/ours": Ours.as_asgi(), "/theirs": Theirs.as_asgi(), "/bare": _bare}


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Serve one of the three."""
    if scope["type"] == "websocket":
        await _AT[scope["path"]](scope, receive, send)
