"""Signalling of a meeting room: browsers find each other here, then talk directly, each with each.

The room of a booking and that of an interview are cases of it. docs/decisions/realtime.md has the messages.
"""

import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from trellis.core.realtime import Closed, Delivery, Message, in_database
from trellis.core.realtime.socket import FORBIDDEN, GOODBYE, REPLACED
from trellis.domain.accounts.sockets import AccountSocket
from trellis.web.rooms.messages import InvalidMessage, addressee, devices, page_id, relayed

_NOTHING_SENT = {"mic": False, "camera": False, "screen": False}


@dataclass
class _Peer:
    """The page of somebody else, as last heard of."""

    page: str
    socket: str
    card: Message
    state: dict[str, bool]
    heard_at: float

    @property
    def shown(self) -> Message:
        """What the client is told of it."""
        return {"page": self.page, **self.card, "state": self.state}


class RoomSocket(AccountSocket):
    """One client in a room. Until it says hello it listens only, and takes no seat.

    A subclass says in which room it is (`room_name`), who may enter (`take_seat`), who it is to the others
    (`who`, `card`), and how it is greeted (`greeting`); also whether all wait for somebody (`is_apart`).
    """

    is_of_api: ClassVar[bool] = False
    # A peer that says nothing for this long is gone: its process died. It speaks at every check.
    silent_seconds: ClassVar[float] = 100
    # So many people at most have a page in the room.
    seats: ClassVar[int] = 8
    # Whether one who only listens is told who is there.
    listeners_see: ClassVar[bool] = False

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        self.page = ""
        self.state = dict(_NOTHING_SENT)
        # Whether our own arrival has come back to us: from then on another of ours is a newer one.
        self.has_arrived = False
        # Whether a newer one has come.
        self.is_replaced = False
        self._id = uuid.uuid4().hex
        self._peers: dict[str, _Peer] = {}  # by who they are
        self._shown: list[Message] = []  # of them to the client
        self._has_left = False

    room_name: str
    who: str  # known once the seat is taken

    def take_seat(self) -> None:
        """Ask the database for the seat of who has signed in; raise Closed where there is none."""
        raise NotImplementedError

    async def greeting(self) -> Message:
        """Return what the client is told first."""
        raise NotImplementedError

    def card(self) -> Message:
        """Return what the others are told of this one, beside page and state."""
        return {}

    async def entering(self) -> None:
        """Do what is due before the others hear of the arrival."""

    async def changed(self) -> None:
        """Do what is due after the client has switched microphone, camera or screen."""

    def is_apart(self, present: Collection[str]) -> bool:
        """Tell whether this one meets nobody, with these others in the room: all wait for somebody."""
        return False

    async def told(self, message: Message) -> None:
        """Hand on what the rest of the site tells the room."""

    async def ready(self) -> None:
        """Listen, and greet who has a seat."""
        await self.join(self.room_name)
        self.tell(await self.greeting())
        if self.listeners_see:
            await self._publish("look")

    async def heard(self, message: Message) -> None:
        """Do what the client asks, or say why not."""
        try:
            await self._act(message)
        except InvalidMessage as error:
            self.tell({"type": "error", "code": "invalid", "detail": str(error)})

    async def delivered(self, delivery: Delivery) -> None:
        """Take note of who is in the room; hand on what the others say."""
        message = delivery.message
        if delivery.room != self.room_name:
            return  # the person's own: it is for their other sockets
        if "user" not in message:
            await self.told(message)
        elif message["user"] == self.who:
            self._make_way(message)
        elif message["kind"] == "relay":
            if self.page and message["to"] in ("", self.page) and not self.is_apart(self._peers):
                self.tell(message["message"])
        elif message["kind"] == "full":
            if message["socket"] == self._id:
                raise Closed(FORBIDDEN, "full")
        else:
            await self._note(message)

    async def check(self) -> None:
        """Close when the seat is lost; else tell the others we are here, and miss who was long silent."""
        await in_database(self._sit)
        self._show_peers()  # whether they are held apart may hang on the seat
        if self.page:
            await self._announce("here")
        long_ago = time.monotonic() - self.silent_seconds
        for who in [who for who, peer in self._peers.items() if peer.heard_at < long_ago]:
            self._show(who, None, gone=True)

    async def missed(self) -> None:
        """Arrive anew: what the room has said meanwhile is lost."""
        if self.page:
            self.has_arrived = False
            await self._announce("joined")
        elif self.listeners_see:
            await self._publish("look")
        self.tell({"type": "resync"})

    async def left(self) -> None:
        """Tell the others, and whether it was on purpose."""
        if self.page:
            await self._publish("left", socket=self._id, gone=self._has_left)

    def _sit(self) -> None:
        self.verify()
        self.take_seat()

    async def _act(self, message: Message) -> None:
        kind = message.get("type")
        if kind == "leave":
            self._has_left = True
            raise Closed(GOODBYE, "left")
        if not self.page:
            await self._take_hello(message)
        elif kind == "state":
            self.state = devices(message)
            await self._announce("here")
            await self.changed()
        elif not self._peers or self.is_apart(self._peers):
            relayed(message)
            self.tell({"type": "error", "code": "alone", "detail": "Nobody else is in the room."})
        else:
            spoken = {**relayed(message), "from": self.page}
            await self._publish("relay", to=addressee(message), message=spoken)

    async def _take_hello(self, message: Message) -> None:
        if message.get("type") != "hello":
            raise InvalidMessage("Say hello first.")
        state, page = devices({**_NOTHING_SENT, **message}), page_id(message)
        self._refuse_when_full()
        self.state = state
        await self.entering()
        self._refuse_when_full()  # the answers to `look` may have come meanwhile
        # Not earlier: with a page we answer "here", and whoever hears that before "joined" counts us in.
        self.page = page
        await self._announce("joined")

    def _refuse_when_full(self) -> None:
        if len(self._peers) >= self.seats:
            raise Closed(FORBIDDEN, "full")

    async def _announce(self, kind: str) -> None:
        await self._publish(kind, page=self.page, socket=self._id, card=self.card(), state=self.state)

    async def _publish(self, kind: str, **more: Any) -> None:
        await self.say(self.room_name, {"kind": kind, "user": self.who, **more})

    async def _note(self, message: Message) -> None:
        """Take note of somebody's arrival, presence or departure; `look` asks who is there."""
        if not (self.page or self.listeners_see):
            return
        kind, who = message["kind"], message["user"]
        if kind == "left":
            if who in self._peers and self._peers[who].socket == message["socket"]:
                self._show(who, None, gone=message["gone"])
            return
        if kind == "joined" and self._is_full_for(who):
            await self._publish("full", socket=message["socket"])
            return
        if kind != "look":
            heard = (message["page"], message["socket"], message["card"], message["state"])
            self._show(who, _Peer(*heard, time.monotonic()))
        if kind != "here" and self.page:
            await self._announce("here")

    def _is_full_for(self, who: str) -> bool:
        """Tell whether a newcomer finds no seat. All see arrivals in one order, so that one is refused."""
        return self.has_arrived and who not in self._peers and len(self._peers) + 1 >= self.seats

    def _make_way(self, message: Message) -> None:
        """Of two tabs of one person the one that came last stays; all see arrivals in one order."""
        if message["kind"] != "joined":
            return
        if message["socket"] == self._id:
            self.has_arrived = True
        elif self.has_arrived:
            self.is_replaced = True
            raise Closed(REPLACED, "replaced")

    def _show(self, who: str, peer: _Peer | None, *, gone: bool = False) -> None:
        if peer is None:
            self._peers.pop(who, None)
        else:
            self._peers[who] = peer
        self._show_peers(gone=gone)

    def _show_peers(self, *, gone: bool = False) -> None:
        """Tell the client whom it meets, where that has changed."""
        is_apart = self.is_apart(self._peers)
        shown = [] if is_apart else [peer.shown for peer in self._peers.values()]
        if shown != self._shown:
            self._shown = shown
            # Whoever is held apart parts at once: a call must not go on until it is known who comes back.
            self.tell({"type": "peers", "peers": shown, "gone": gone or is_apart})
