"""What mentees said of a mentor."""

from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.queries import bookings

_SHOWN = 5


def reviews_of(mentor: Mentor) -> list[Booking]:
    """Return the newest rated sessions of `mentor` that somebody wrote about."""
    written = bookings.reviews_of(mentor).exclude(mentee_feedback="")
    return list(written.select_related("mentee")[:_SHOWN])
