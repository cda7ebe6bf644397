"""Who came to a session."""

from trellis.domain.mentorship.models import Attendance, Booking


def present_at(booking: Booking) -> frozenset[int]:
    """Return the keys of those who were in the room at some time between the session's start and its end."""
    there = Attendance.objects.filter(
        booking=booking, last_seen_at__gte=booking.starts_at, first_seen_at__lt=booking.ends_at
    )
    return frozenset(there.values_list("person_id", flat=True))
