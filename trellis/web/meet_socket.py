"""Signalling of the meeting room: the two browsers find each other here, then talk directly.

`/ws/meet/<booking id>`. Nothing said is stored. docs/decisions/realtime.md has the messages.
"""

import asyncio
import time
import uuid
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.http import parse_cookie
from django.utils import timezone

from trellis.core.realtime import Closed, Delivery, Message, Socket, in_database
from trellis.core.realtime.origins import header
from trellis.core.realtime.socket import FORBIDDEN, GOODBYE, NOT_FOUND, REPLACED, UNAUTHENTICATED
from trellis.domain.accounts.identities import user_of_session, user_of_token
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.rooms import Door, Seat, seat_of
from trellis.web.meet_messages import InvalidMessage, addressee, devices, page_id, relayed

_NOTHING_SENT = {"mic": False, "camera": False, "screen": False}


@dataclass
class _Peer:
    """The other's page, as last heard of."""

    page: str
    socket: str
    state: dict[str, bool]
    heard_at: float


class MeetSocket(Socket):
    """One browser in a booking's room."""

    # The first message must name an account within this time, where no cookie does.
    sign_in_seconds: ClassVar[float] = 10
    # A peer that says nothing for this long is gone: its process died. It speaks at every check.
    silent_seconds: ClassVar[float] = 100

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        self._booking_id: UUID = scope["url_route"]["kwargs"]["booking_id"]
        self._room = f"meet:{self._booking_id}"
        self._id = uuid.uuid4().hex
        self._token = ""
        self._seat: Seat | None = None
        self._page = ""
        self._state = dict(_NOTHING_SENT)
        self._peer: _Peer | None = None
        # Whether our own arrival has come back to us: from then on another of ours is a newer one.
        self._has_arrived = False
        self._has_left = False

    async def opened(self) -> None:
        """Learn who it is and whether they have a seat, greet, and announce their arrival."""
        if await in_database(self._user) is None:
            await self._take_token()
        seat = await in_database(self._take_seat)
        self.tell(_greeting(seat))
        await self._take_hello()
        await self.join(self._room)
        await self._announce("joined")

    async def received(self, message: Message) -> None:
        """Do what the client asks, or say why not."""
        try:
            await self._act(message)
        except InvalidMessage as error:
            self.tell({"type": "error", "code": "invalid", "detail": str(error)})

    async def delivered(self, delivery: Delivery) -> None:
        """Take note of who is in the room; hand on what the other says."""
        message = delivery.message
        if message["user"] == self._user_id:
            self._make_way(message)
        elif message["kind"] == "relay":
            if message["to"] in ("", self._page):
                self.tell(message["message"])
        elif message["kind"] == "left":
            if self._peer is not None and self._peer.socket == message["socket"]:
                self._show_peer(None, gone=message["gone"])
        else:
            self._show_peer(_Peer(message["page"], message["socket"], message["state"], time.monotonic()))
            if message["kind"] == "joined":
                await self._announce("here")

    async def check(self) -> None:
        """Close when session, token or booking no longer allow it; else tell the other we are here."""
        await in_database(self._take_seat)
        await self._announce("here")
        if self._peer is not None and time.monotonic() - self._peer.heard_at > self.silent_seconds:
            self._show_peer(None, gone=True)

    async def missed(self) -> None:
        """Arrive anew: what the room has said meanwhile is lost."""
        self._has_arrived = False
        await self._announce("joined")
        self.tell({"type": "resync"})

    async def left(self) -> None:
        """Tell the other, and whether it was on purpose."""
        if self._page:
            await self._publish("left", socket=self._id, gone=self._has_left)

    @property
    def _user_id(self) -> int:
        return self._seat.user.pk if self._seat else 0

    async def _act(self, message: Message) -> None:
        kind = message.get("type")
        if kind == "ping":
            self.tell({"type": "pong"})
        elif kind == "leave":
            self._has_left = True
            raise Closed(GOODBYE, "left")
        elif kind == "state":
            self._state = devices(message)
            await self._announce("here")
        elif self._peer is None:
            relayed(message)
            self.tell({"type": "error", "code": "alone", "detail": "Nobody else is in the room."})
        else:
            spoken = {**relayed(message), "from": self._page}
            await self._publish("relay", to=addressee(message), message=spoken)

    async def _announce(self, kind: str) -> None:
        await self._publish(kind, page=self._page, socket=self._id, state=self._state)

    async def _publish(self, kind: str, **more: Any) -> None:
        await self.say(self._room, {"kind": kind, "user": self._user_id, **more})

    def _make_way(self, message: Message) -> None:
        """Of two tabs of one person the one that came last stays; all see arrivals in one order."""
        if message["kind"] != "joined":
            return
        if message["socket"] == self._id:
            self._has_arrived = True
        elif self._has_arrived:
            raise Closed(REPLACED, "replaced")

    def _show_peer(self, peer: _Peer | None, *, gone: bool = False) -> None:
        before, self._peer = self._peer, peer
        if (before and (before.page, before.state)) == (peer and (peer.page, peer.state)):
            return
        shown = [{"page": peer.page, "state": peer.state}] if peer else []
        self.tell({"type": "peers", "peers": shown, "gone": gone})

    async def _take_token(self) -> None:
        try:
            async with asyncio.timeout(self.sign_in_seconds):
                message = await self.next_message()
        except TimeoutError:
            raise Closed(UNAUTHENTICATED, "sign in") from None
        if message.get("type") != "auth" or not isinstance(message.get("token"), str):
            raise Closed(UNAUTHENTICATED, "sign in")
        self._token = message["token"]

    def _user(self) -> User | None:
        """Return who this is, by the token that was given or by the cookie that the browser sent.

        Without an Origin it is no browser, and a cookie proves nothing that a token does not prove better.
        """
        if self._token:
            return user_of_token(self._token)
        cookies = parse_cookie(header(self.scope, b"cookie"))
        key = cookies.get(settings.SESSION_COOKIE_NAME, "")
        return user_of_session(key) if key and header(self.scope, b"origin") else None

    def _take_seat(self) -> Seat:
        user = self._user()
        if user is None:
            raise Closed(UNAUTHENTICATED, "sign in")
        self._seat = seat_of(user=user, public_id=self._booking_id)
        if self._seat is None:
            raise Closed(NOT_FOUND, "not found")
        door = self._seat.door(now=timezone.now())
        if door is not Door.OPEN:
            raise Closed(FORBIDDEN, door.value)
        return self._seat

    async def _take_hello(self) -> None:
        while not self._page:
            message = await self.next_message()
            try:
                if message.get("type") != "hello":
                    raise InvalidMessage("Say hello first.")
                self._state = devices({**_NOTHING_SENT, **message})
                self._page = page_id(message)
            except InvalidMessage as error:
                self.tell({"type": "error", "code": "invalid", "detail": str(error)})


def _greeting(seat: Seat) -> Message:
    return {
        "type": "hello",
        "you": {"name": seat.user.full_name, "role": "mentor" if seat.is_mentor else "mentee"},
        "other": {"name": seat.other.full_name, "role": "mentee" if seat.is_mentor else "mentor"},
        # Of two offers that cross, the polite one's gives way.
        "polite": not seat.is_mentor,
        "ice_servers": settings.TRELLIS_ICE_SERVERS,
        "closes_at": seat.closes_at.isoformat(),
    }
