"""The room of a booking: its two people. `/ws/meet/<booking id>`. Nothing said is stored.

Who was there is: on entering, on leaving, and every few minutes between.
"""

import time
from typing import Any, ClassVar
from uuid import UUID

import structlog
from django.conf import settings
from django.utils import timezone

from trellis.core.realtime import Closed, Message, in_database
from trellis.core.realtime.socket import FORBIDDEN, NOT_FOUND, UNAUTHENTICATED
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.queries.bookings import person_let_in, seat_of
from trellis.domain.mentorship.rules.rooms import Door, Seat
from trellis.domain.mentorship.services.attendance import note_presence
from trellis.web.rooms.socket import RoomSocket

log = structlog.get_logger("trellis.realtime")


class MeetSocket(RoomSocket):
    """One browser in a booking's room."""

    seats: ClassVar[int] = 2
    # Whoever stays is noted anew so often.
    noted_seconds: ClassVar[float] = 180
    _seat: Seat

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        self._booking_id: UUID = scope["url_kwargs"]["booking_id"]
        self.room_name = f"meet:{self._booking_id}"
        self._noted_at: float | None = None  # by the clock of this process; None before they enter

    def user(self) -> User | None:
        """Return who this is; a meeting token of this room says it, too."""
        if not self._token:
            return super().user()
        let_in = person_let_in(token=self._token, public_id=self._booking_id, now=timezone.now())
        return let_in or super().user()

    def take_seat(self) -> None:
        """Ask whether booking and account allow it."""
        user = self.user()
        if user is None:
            raise Closed(UNAUTHENTICATED, "sign in")
        seat = seat_of(user=user, public_id=self._booking_id)
        if seat is None:
            raise Closed(NOT_FOUND, "not found")
        door = seat.door(now=timezone.now())
        if door is not Door.OPEN:
            raise Closed(FORBIDDEN, door.value)
        self._seat, self.who = seat, str(user.pk)

    async def greeting(self) -> Message:
        """Say who both are."""
        seat = self._seat
        return {
            "type": "hello",
            "you": {"name": seat.user.full_name, "role": "mentor" if seat.is_mentor else "mentee"},
            "other": {"name": seat.other.full_name, "role": "mentee" if seat.is_mentor else "mentor"},
            # Of two offers that cross, the polite one's gives way.
            "polite": not seat.is_mentor,
            "ice_servers": settings.TRELLIS_ICE_SERVERS,
            "closes_at": seat.closes_at.isoformat(),
        }

    async def entering(self) -> None:
        """Note that they have come."""
        await self._note_presence()

    async def check(self) -> None:
        """Note now and then that they are still there."""
        await super().check()
        if self._noted_at is not None and time.monotonic() - self._noted_at >= self.noted_seconds:
            await self._note_presence()

    async def left(self) -> None:
        """Note until when they were there; a newer page of theirs does so itself."""
        await super().left()
        if self._noted_at is None or self.is_replaced:
            return
        try:
            await self._note_presence()
        except Exception as error:
            # The end of the database has come first: the socket ends all the same.
            log.warning("departure not noted", error=type(error).__name__)

    async def _note_presence(self) -> None:
        seat = self._seat
        await in_database(lambda: note_presence(booking=seat.booking, person=seat.user, now=timezone.now()))
        self._noted_at = time.monotonic()
