"""The room of a booking: its two people. `/ws/meet/<booking id>`. Nothing said is stored."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from trellis.core.realtime import Closed, Message
from trellis.core.realtime.socket import FORBIDDEN, NOT_FOUND, UNAUTHENTICATED
from trellis.domain.mentorship.queries.bookings import seat_of
from trellis.domain.mentorship.rules.rooms import Door, Seat
from trellis.web.rooms.socket import RoomSocket


class MeetSocket(RoomSocket):
    """One browser in a booking's room."""

    seats: ClassVar[int] = 2
    _seat: Seat

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        self._booking_id: UUID = scope["url_kwargs"]["booking_id"]
        self.room_name = f"meet:{self._booking_id}"

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
