"""What mentees said of a mentor."""

from trellis.domain.mentorship.models import Booking, Mentor

_SHOWN = 5


def reviews_of(mentor: Mentor) -> list[Booking]:
    """Return the newest rated sessions of `mentor` that somebody wrote about."""
    rated = mentor.bookings.filter(rating__isnull=False).exclude(mentee_feedback="")
    return list(rated.select_related("mentee").order_by("-starts_at")[:_SHOWN])
