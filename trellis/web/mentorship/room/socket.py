"""The room of a booking: its two people, and who guards the one that is a minor. `/ws/meet/<booking id>`.

Nothing said is stored; who was there is: on entering, on leaving, and every few minutes between. In a room
that is guarded nobody sees, hears or reads anybody but while a guardian has a page in it:
docs/decisions/guardians.md.
"""

import time
from collections.abc import Collection
from typing import Any, ClassVar
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from trellis.core.realtime import Closed, Message, in_database
from trellis.core.realtime.socket import FORBIDDEN, NOT_FOUND
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.queries.bookings import person_let_in, seat_of
from trellis.domain.mentorship.rules.rooms import SEATS, Door, Seat, meeting_room
from trellis.domain.mentorship.services.attendance import note_presence
from trellis.web.rooms.socket import RoomSocket

log = structlog.get_logger("trellis.realtime")


class MeetSocket(RoomSocket):
    """One browser in a booking's room."""

    seats: ClassVar[int] = SEATS
    # Whoever stays is noted anew so often.
    noted_seconds: ClassVar[float] = 180
    _seat: Seat

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        self._booking_id: UUID = scope["url_kwargs"]["booking_id"]
        self.room_name = meeting_room(self._booking_id)
        self._has_entered = False
        self._noted_at = -self.noted_seconds  # by the clock of this process

    def find(self) -> User | None:
        """Return who this is; a meeting token of this room says it, too."""
        if self.token is None:
            return super().find()
        let_in = person_let_in(token=self.token, public_id=self._booking_id, now=timezone.now())
        return let_in or super().find()

    def take_seat(self) -> None:
        """Ask whether booking and account allow it."""
        now = timezone.now()
        seat = seat_of(user=self.user, public_id=self._booking_id, now=now)
        if seat is None:
            raise Closed(NOT_FOUND, "not found")
        door = seat.door(now=now)
        if door is not Door.OPEN:
            raise Closed(FORBIDDEN, door.value)
        self._seat, self.who = seat, str(self.user.pk)

    async def greeting(self) -> Message:
        """Say who both are, and whether a guardian must be there."""
        seat = self._seat
        return {
            "type": "hello",
            "you": {"name": seat.user.full_name, "role": seat.role},
            "other": {"name": seat.other.full_name, "role": seat.role_of(seat.other)},
            "guarded": seat.is_guarded,
            # Of two offers that cross, the polite one's gives way.
            "polite": not seat.is_mentor,
            "ice_servers": settings.TRELLIS_ICE_SERVERS,
            "closes_at": seat.closes_at.isoformat(),
        }

    def card(self) -> Message:
        """Say who this is, where there are more than two to be told apart."""
        seat = self._seat
        if not seat.is_guarded:
            return {}
        return {"name": seat.user.full_name, "role": seat.role, "person": seat.person}

    def is_apart(self, present: Collection[str]) -> bool:
        """Hold everybody apart while no guardian is in the room."""
        seat = self._seat
        return seat.is_guarded and not any(seat.guards(int(who)) for who in (self.who, *present))

    async def entering(self) -> None:
        """Note that they have come."""
        self._has_entered = True
        await self._note_if_possible()

    async def check(self) -> None:
        """Note now and then that they are still there."""
        await super().check()
        if self._has_entered and time.monotonic() - self._noted_at >= self.noted_seconds:
            await self._note_if_possible()

    async def left(self) -> None:
        """Note until when they were there; a newer page of theirs does so itself."""
        await super().left()
        if not self._has_entered or self.is_replaced:
            return
        try:
            await self._note_presence()
        except Exception as error:
            # The end of the database has come first: the socket ends all the same.
            log.warning("departure not noted", error=type(error).__name__)

    async def _note_if_possible(self) -> None:
        """Note that they are there, or leave it to the next check: no meeting ends for want of a note."""
        try:
            await self._note_presence()
        except (DatabaseError, InterfaceError) as error:
            log.warning("presence not noted", error=type(error).__name__)

    async def _note_presence(self) -> None:
        seat = self._seat
        await in_database(lambda: note_presence(booking=seat.booking, person=seat.user, now=timezone.now()))
        self._noted_at = time.monotonic()
