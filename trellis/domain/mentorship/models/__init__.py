"""Mentors, when they are free, who has booked them, and what was said of it.

Mansa and SOOSH show the same rows. `public_id` is the id that both show; the integer keys are what
exclusion constraints can work on without a PostgreSQL extension.
"""

from trellis.domain.mentorship.models.attendance import Attendance
from trellis.domain.mentorship.models.bookings import (
    HOLDING,
    Booking,
    Cancellation,
    CompletedBy,
    ConfirmedBy,
    Reminder,
    Status,
)
from trellis.domain.mentorship.models.bundles import Bundle, BundleStatus
from trellis.domain.mentorship.models.mentors import Availability, Mentor, Package, Terms
from trellis.domain.mentorship.models.ranges import Minutes, Moments, Same

__all__ = [
    "HOLDING",
    "Attendance",
    "Availability",
    "Booking",
    "Bundle",
    "BundleStatus",
    "Cancellation",
    "CompletedBy",
    "ConfirmedBy",
    "Mentor",
    "Minutes",
    "Moments",
    "Package",
    "Reminder",
    "Same",
    "Status",
    "Terms",
]
