"""`ws/session/{booking_id}`: what happens to a session, who comes into its room, when it begins and ends."""

import asyncio
import time
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone

from trellis.apis.soosh.bookings.following import View, told_after, view_of
from trellis.apis.soosh.sockets import Numbered, StreamSocket
from trellis.core.realtime import Closed, Delivery, Message
from trellis.core.realtime.socket import NOT_FOUND
from trellis.domain.mentorship.queries.record import last_number
from trellis.domain.mentorship.rules.phases import Phase
from trellis.domain.mentorship.rules.rooms import meeting_room, session_room

# What the clock says to the socket.
_TURN = Delivery("", {"news": "turn"})
# Whereupon there may be something new; what else concerns the person is not ours.
_NEWS = ("session", "turn")
# Of what goes through the meeting's room: that somebody came, is there, and went.
_THERE = ("joined", "here")
_LEAST_WAIT = 0.05


class SessionSocket(StreamSocket):
    """One client of one of the two of a session, or of who guards one of them."""

    # A page of the meeting says so often that it is there; of one that does not nobody knows any more.
    silent_seconds: ClassVar[float] = 100

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        self._booking_id: UUID = scope["url_kwargs"]["booking_id"]
        self._view: View
        self._phase: Phase
        self._turn: asyncio.TimerHandle | None = None
        # By whom: the page that was heard of last, and when.
        self._present: dict[int, tuple[str, float]] = {}

    def admit(self) -> None:
        """Let the two and the guardians in; to all others there is no such session."""
        view = view_of(user=self.user, booking_id=self._booking_id, now=timezone.now())
        if view is None:
            raise Closed(NOT_FOUND, "not found")
        self._view = view

    def rooms(self) -> list[str]:
        """Hear that something has happened, and who is in the meeting."""
        return [session_room(self._booking_id), meeting_room(self._booking_id)]

    def last_number(self) -> int:
        """Return the number of the last event."""
        return last_number(self._view.seat.booking)

    def after(self, number: int, limit: int) -> list[Numbered]:
        """Return what has happened since."""
        self.admit()
        return told_after(self._view, number, limit)

    def greeting(self) -> Message:
        """Show the session as it is."""
        self.admit()
        self._phase = self._view.phase
        return {"booking": self._view.booking, **self._view.at}

    async def ready(self) -> None:
        """Ask who is there already, too: each page of the meeting answers."""
        await super().ready()
        await self._ask_who_is_there()

    async def news(self, message: Message) -> None:
        """Look into the record, or tell who has come and gone."""
        if "kind" in message:
            await self._note(message)
        elif message.get("news") in _NEWS:
            await self.catch_up()

    async def catch_up(self) -> None:
        """Tell what has happened, then what the clock says."""
        await super().catch_up()
        for frame in self._view.turned(self._phase):
            await self.tell_now(frame)
        self._phase = self._view.phase
        self._wait_for_turn()

    async def missed(self) -> None:
        """Ask who is there anew, too."""
        await super().missed()
        await self._ask_who_is_there()

    async def look(self) -> None:
        """Miss whoever has been silent for long."""
        await super().look()
        long_ago = time.monotonic() - self.silent_seconds
        for key in [key for key, (_, heard_at) in self._present.items() if heard_at < long_ago]:
            await self._show_gone(key)

    async def left(self) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        await super().left()

    async def _ask_who_is_there(self) -> None:
        await self.say(meeting_room(self._booking_id), {"kind": "look", "user": ""})

    async def _note(self, message: Message) -> None:
        """Take note of who is in the meeting, and from which page: what else is said there is not ours."""
        kind, who = message["kind"], str(message["user"])
        person = self._view.person(int(who)) if who.isdecimal() else None
        if person is None:
            return
        key, is_there = int(who), int(who) in self._present
        if kind in _THERE:
            self._present[key] = (message["socket"], time.monotonic())
            if not is_there:
                await self.tell_now({"type": "participant_joined", "participant": person})
        elif kind == "left" and is_there and self._present[key][0] == message["socket"]:
            await self._show_gone(key)

    async def _show_gone(self, key: int) -> None:
        del self._present[key]
        person = self._view.person(key)
        if person is not None:
            await self.tell_now({"type": "participant_left", "participant": person})

    def _wait_for_turn(self) -> None:
        self._stop_waiting()
        seconds = self._view.seconds_to_turn
        if seconds is not None:
            # The clock of the loop and that of the day may differ a little: then it looks again.
            wait = max(seconds, _LEAST_WAIT)
            self._turn = asyncio.get_running_loop().call_later(wait, self.inbox.put, _TURN)

    def _stop_waiting(self) -> None:
        if self._turn is not None:
            self._turn.cancel()
            self._turn = None
