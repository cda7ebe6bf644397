"""What a session's socket tells: what is in the record of the session, and where it is by the clock."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trellis.apis.soosh.bookings.output import booking_json
from trellis.core.models import Event
from trellis.core.realtime import Message
from trellis.domain.accounts.models import User
from trellis.domain.mentorship import events
from trellis.domain.mentorship.queries.bookings import seat_of
from trellis.domain.mentorship.queries.record import happened_to
from trellis.domain.mentorship.rules.phases import Phase, next_turn, phase_at
from trellis.domain.mentorship.rules.rooms import Seat

_WORDS = {
    events.booking_requested.kind: "session_requested",
    events.booking_held.kind: "session_held",
    events.booking_confirmed.kind: "session_confirmed",
    events.booking_scheduled.kind: "session_confirmed",
    events.booking_rescheduled.kind: "session_moved",
    events.meeting_link_added.kind: "session_link",
    events.booking_cancelled.kind: "session_cancelled",
    events.booking_expired.kind: "session_cancelled",
    events.booking_let_go.kind: "session_cancelled",
    events.booking_completed.kind: "session_completed",
    events.booking_missed.kind: "session_missed",
}
_BY_THE_CLOCK = {Phase.RUNNING: "session_started", Phase.OVER: "session_ended"}
# What the two have between them, and what they pay, is not their guardians'.
_OF_THE_TWO = (
    *("amount", "currency", "mentee_notes", "cancellation_reason", "cancellation_policy"),
    *("opportunity_id", "bundle_id", "free_talk", "can_cancel", "can_reschedule", "expires_at"),
)


@dataclass(frozen=True)
class View:
    """A session as one of those who may follow it sees it at a moment."""

    seat: Seat
    now: datetime

    @property
    def phase(self) -> Phase:
        """Where it is by the clock."""
        return phase_at(self.seat.booking, self.now)

    @property
    def seconds_to_turn(self) -> float | None:
        """How long until the clock takes it on."""
        at = next_turn(self.seat.booking, self.now)
        return None if at is None else (at - self.now).total_seconds()

    @property
    def booking(self) -> Message:
        """The session as the door's list shows it; to guardians without what is between the two."""
        booking, user = self.seat.booking, self.seat.user
        if self.seat.role != "guardian":
            return booking_json(booking, viewer=user, now=self.now)
        shown = booking_json(booking, viewer=booking.mentee, now=self.now)
        return {**{name: shown[name] for name in shown if name not in _OF_THE_TWO}, "role": "guardian"}

    @property
    def at(self) -> Message:
        """The phase, and the moment of which it is told."""
        return {"phase": self.phase.value, "now": self.now.isoformat()}

    def frame_of(self, event: Event) -> Message:
        """Return how something that has happened is told, with the session as it is now."""
        return {
            "type": _WORDS[event.kind],
            "happened_at": event.happened_at.isoformat(),
            "by": self._side_of(event.actor_id),
            "booking": self.booking,
            **self.at,
        }

    def turned(self, before: Phase) -> list[Message]:
        """Return what the clock has to tell, where the phase was another one before."""
        word = _BY_THE_CLOCK.get(self.phase)
        if word is None or self.phase is before:
            return []
        return [{"type": word, "booking": self.booking, **self.at}]

    def person(self, key: int) -> Message | None:
        """Return how somebody who may be in the room is told of."""
        people = {each.pk: each for each in (self.seat.user, *self.seat.others)}
        person = people.get(key)
        return None if person is None else {**_shown(person), "role": self.seat.role_of(person)}

    def _side_of(self, actor_id: int | None) -> str | None:
        """Return which of the two did something; None for the clock, a payment service and staff."""
        booking = self.seat.booking
        return {booking.mentor.user_id: "mentor", booking.mentee_id: "mentee"}.get(actor_id or 0)


def view_of(*, user: User, booking_id: UUID, now: datetime) -> View | None:
    """Return the session as they see it; None where there is none, or they may not follow it."""
    seat = seat_of(user=user, public_id=booking_id, now=now)
    return None if seat is None else View(seat, now)


def told_after(view: View, number: int, limit: int) -> list[tuple[int, Message]]:
    """Return what has happened since the event of this number, as frames."""
    rows = happened_to(view.seat.booking, after=number, limit=limit)
    return [(each.pk, view.frame_of(each)) for each in rows]


def _shown(user: User) -> Message:
    return {"user_id": str(user.public_id), "username": user.username, "full_name": user.full_name}
