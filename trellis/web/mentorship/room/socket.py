"""The room of a booking: its two people, and who guards the one that is a minor. `/ws/meet/<booking id>`.

Nothing said is stored. In a room that is guarded nobody sees, hears or reads anybody but while a guardian has
a page in it: docs/decisions/guardians.md.
"""

from collections.abc import Collection
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from trellis.core.realtime import Closed, Message
from trellis.core.realtime.socket import FORBIDDEN, NOT_FOUND, UNAUTHENTICATED
from trellis.domain.mentorship.queries.bookings import seat_of
from trellis.domain.mentorship.rules.rooms import SEATS, Door, Seat
from trellis.web.rooms.socket import RoomSocket


class MeetSocket(RoomSocket):
    """One browser in a booking's room."""

    seats: ClassVar[int] = SEATS
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
        now = timezone.now()
        seat = seat_of(user=user, public_id=self._booking_id, now=now)
        if seat is None:
            raise Closed(NOT_FOUND, "not found")
        door = seat.door(now=now)
        if door is not Door.OPEN:
            raise Closed(FORBIDDEN, door.value)
        self._seat, self.who = seat, str(user.pk)

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
