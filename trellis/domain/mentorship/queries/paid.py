"""What of mentorship is paid for, by the ids that payments keep."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Bundle
from trellis.domain.mentorship.refusals import NotParticipant


def bookings_named(ids: Collection[UUID]) -> QuerySet[Booking]:
    """Return the bookings of these ids, with their two people."""
    return Booking.objects.select_related("mentor__user", "mentee", "bundle").filter(public_id__in=ids)


def bundles_named(ids: Collection[UUID]) -> QuerySet[Bundle]:
    """Return the bought packages of these ids, with their two people."""
    return Bundle.objects.select_related("mentor__user", "mentee").filter(public_id__in=ids)


def booking_paid_by(user: User, public_id: UUID) -> Booking:
    """Return a booking to who pays for it, its mentee; raise NotParticipant for all others."""
    booking = bookings_named([public_id]).filter(mentee=user).first()
    if booking is None:
        raise NotParticipant
    return booking
