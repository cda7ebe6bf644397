"""What mentees said of a mentor."""

from trellis.domain.mentorship import queries
from trellis.domain.mentorship.models import Booking, Mentor

_SHOWN = 5


def reviews_of(mentor: Mentor) -> list[Booking]:
    """Return the newest rated sessions of `mentor` that somebody wrote about."""
    written = queries.reviews_of(mentor).exclude(mentee_feedback="")
    return list(written.select_related("mentee")[:_SHOWN])
