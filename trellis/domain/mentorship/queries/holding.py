"""Which bookings have a claim to their time."""

from datetime import datetime

from django.db.models import Q

from trellis.domain.mentorship.models import Status


def holding(now: datetime) -> Q:
    """Return the condition of a booking that holds its time at `now`.

    One that has lapsed does not, swept up or not.
    """
    return Q(status=Status.CONFIRMED) | Q(status=Status.PENDING, expires_at__gt=now)
