"""Who is in the room of a session: what its socket sees, kept so that the end of the session can go by it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.queries.attendance import outcome_by_room, present_at
from trellis.domain.mentorship.refusals import RoomSawOtherwise
from trellis.domain.mentorship.rules.rooms import opens_at
from trellis.domain.mentorship.rules.stages import MENTOR_ABSENT, goes_by_the_room

# Of a session that was moved, who came to the time before has not come to this one.
_SEEN = """
    INSERT INTO mentorship_attendance AS known (booking_id, person_id, first_seen_at, last_seen_at)
    VALUES (%(booking)s, %(person)s, %(now)s, %(now)s)
    ON CONFLICT (booking_id, person_id) DO UPDATE SET
        first_seen_at = CASE WHEN known.last_seen_at < %(opens_at)s THEN excluded.first_seen_at
            ELSE least(known.first_seen_at, excluded.first_seen_at) END,
        last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)
"""

_WAITED_FOR = "The mentee was in the room of this session, and you were not."
_CAME = "The mentee was in the room of this session."


def note_presence(*, booking: Booking, person: User, now: datetime) -> None:
    """Note that somebody is in the room of a session at `now`; said in whatever order, once or often."""
    seen: dict[str, int | datetime] = {"booking": booking.pk, "person": person.pk, "now": now}
    seen["opens_at"] = opens_at(booking)
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, seen)


def as_held(actor: User, now: datetime) -> Callable[[Booking], dict[str, Any]]:
    """Return what refuses a mentor who says that a session took place, and the room saw that they owe it.

    It is given the booking as it is, and changes nothing; it raises RoomSawOtherwise.
    """

    def decide(booking: Booking) -> dict[str, Any]:
        is_their_word = booking.mentor.user_id == actor.pk and goes_by_the_room(booking)
        if is_their_word:
            _refuse_owed(booking, now)
        return {}

    return decide


def as_missed(now: datetime) -> Callable[[Booking], dict[str, Any]]:
    """Return what refuses a mentor who says that the mentee did not come, and the room saw them, or was shut.

    It is given the booking as it is, and changes nothing; it raises RoomSawOtherwise.
    """

    def decide(booking: Booking) -> dict[str, Any]:
        if not goes_by_the_room(booking):
            return {}
        if booking.mentee_id in present_at(booking, now=now):
            raise RoomSawOtherwise(_CAME)
        _refuse_owed(booking, now)
        return {}

    return decide


def _refuse_owed(booking: Booking, now: datetime) -> None:
    outcome = outcome_by_room(booking, now=now)
    if outcome.status == Status.CANCELLED_BY_MENTOR:
        raise RoomSawOtherwise(_WAITED_FOR if outcome.reason == MENTOR_ABSENT else outcome.reason)
