"""How a session ended, as far as the room knows."""

from collections.abc import Collection

from trellis.domain.mentorship.models import Booking, CompletedBy, Status


def outcome_of(booking: Booking, present: Collection[int]) -> Status:
    """Return what becomes of a session that is over, of which nobody has said how it was.

    `present` are the keys of those who were in its room. Where it was held at the mentor's own link, or
    nobody was in the room, nothing is known, and it counts as held.
    """
    mentor, mentee = booking.mentor.user_id in present, booking.mentee_id in present
    if booking.meeting_url or mentor == mentee:
        return Status.COMPLETED
    return Status.NO_SHOW if mentor else Status.CANCELLED_BY_MENTOR


def goes_by_the_room(booking: Booking) -> bool:
    """Tell whether what the room saw counts against what one side says."""
    return booking.completed_by == CompletedBy.EITHER and not booking.meeting_url
