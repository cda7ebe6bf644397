"""One hub in each process: it knows which sockets are in which room."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar, Final

from trellis.core.realtime.listener import Listener
from trellis.core.realtime.mailbox import Mailbox
from trellis.core.realtime.sender import Sender, Undelivered
from trellis.core.realtime.wire import Message, Parcel, as_entries


class Signal(Enum):
    """What a mailbox may hold that is no message."""

    GAP = auto()
    STOP = auto()


# The connection was lost: messages may have been missed, and what is shown must be asked for anew.
GAP: Final = Signal.GAP
# The process ends.
STOP: Final = Signal.STOP


@dataclass(frozen=True)
class Delivery:
    """A message for a room: of those that it was sent to, the first that the mailbox is in."""

    room: str
    message: Message


# Besides, a socket puts into it the texts that it has for its client.
Inbox = Mailbox[Delivery | Signal | str]


class Hub:
    """Gives each message of a room to every mailbox in it, in the same order everywhere.

    Belongs to one event loop. Opens its connections when they are first needed.
    """

    # How long joining waits for what carries messages, and the end of the process for sockets to say goodbye.
    patience_seconds: ClassVar[float] = 10
    farewell_seconds: ClassVar[float] = 3

    def __init__(self) -> None:
        self._rooms: dict[str, set[Inbox]] = {}
        self._listener: Listener | None = None
        self._sender: Sender | None = None
        self._empty = asyncio.Event()

    async def subscribe(self, room: str, inbox: Inbox) -> None:
        """From its return on, `inbox` misses no message of `room`; raise Undelivered where that cannot be."""
        if self._listener is None:
            self._listener = Listener(received=self._received, connected=self._connected)
        try:
            async with asyncio.timeout(self.patience_seconds):
                await self._listener.listening()
        except TimeoutError:
            raise Undelivered from None
        self._rooms.setdefault(room, set()).add(inbox)
        self._empty.clear()

    def unsubscribe(self, room: str, inbox: Inbox) -> None:
        """Give `inbox` no more messages of `room`."""
        members = self._rooms.get(room, set())
        members.discard(inbox)
        if not members:
            self._rooms.pop(room, None)
        if not self._rooms:
            self._empty.set()

    async def publish(self, room: str, message: Message) -> None:
        """Send from the event loop what `publish` sends from elsewhere; raise Undelivered."""
        await self.publish_to([room], message)

    async def publish_to(self, rooms: Iterable[str], message: Message) -> None:
        """Send from the event loop what `publish_to` sends from elsewhere; raise Undelivered."""
        if self._sender is None:
            self._sender = Sender()
        for entry in as_entries(rooms, message):
            await self._sender.send(entry)

    async def close(self) -> None:
        """Tell every socket that the process ends, let them say goodbye, and disconnect."""
        self._tell_all(STOP)
        with suppress(TimeoutError):
            async with asyncio.timeout(self.farewell_seconds if self._rooms else 0):
                await self._empty.wait()
        if self._listener is not None:
            await self._listener.close()
        if self._sender is not None:
            await self._sender.close()
        self._listener = self._sender = None

    def _received(self, parcel: Parcel) -> None:
        reached: set[Inbox] = set()
        for room in parcel.rooms:
            members = self._rooms.get(room, set())
            for inbox in members - reached:
                inbox.put(Delivery(room, parcel.message), size=parcel.size)
            reached |= members

    def _connected(self) -> None:
        self._tell_all(GAP)

    def _tell_all(self, signal: Signal) -> None:
        for inbox in {inbox for members in self._rooms.values() for inbox in members}:
            inbox.put(signal)


hub = Hub()
