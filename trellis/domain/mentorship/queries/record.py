"""What has happened to a session, in order: the record numbers it under the lock of the session's row."""

from trellis.core.events import history_of
from trellis.core.models import Event
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking

# What who follows a session is told; not what the two say of it, nor what is between them and the money.
FOLLOWED = tuple(
    event.kind
    for event in (
        events.booking_requested,
        events.booking_held,
        events.booking_confirmed,
        events.booking_scheduled,
        events.booking_rescheduled,
        events.meeting_link_added,
        events.booking_cancelled,
        events.booking_expired,
        events.booking_let_go,
        events.booking_completed,
        events.booking_missed,
    )
)


def happened_to(booking: Booking, *, after: int, limit: int) -> list[Event]:
    """Return what of that has happened since the event of this number, the first so many."""
    return list(history_of(booking).filter(kind__in=FOLLOWED, id__gt=after)[:limit])


def last_number(booking: Booking) -> int:
    """Return the number of what has happened last, 0 for nothing."""
    last = history_of(booking).order_by("-id").values_list("id", flat=True).first()
    return last or 0
