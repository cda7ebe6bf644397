"""A session of Mia and Tom under SOOSH's terms, and what is asked of it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from rest_framework.test import APIClient

from tests.domain.mentorship.world import HOUR, mentor_of, person
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, CompletedBy, ConfirmedBy, Status

SOOSHS = {
    "confirmed_by": ConfirmedBy.NOBODY,
    "completed_by": CompletedBy.EITHER,
    "opens_before_minutes": 10,
}


def session_of(starts_at: datetime, **fields: Any) -> Booking:
    """Write a session of an hour as it stands, confirmed and of the two unless `fields` say otherwise."""
    now = timezone.now()
    people = {} if "mentor" in fields else {"mentor": mentor_of("mia"), "mentee": person("tom")}
    given = {
        **people,
        "starts_at": starts_at,
        "ends_at": starts_at + HOUR,
        "blocked_until": starts_at + HOUR,
        "topic": "Portfolio",
        "status": Status.CONFIRMED,
        "expires_at": starts_at - timedelta(minutes=1),
        "created_at": now,
        "updated_at": now,
        **SOOSHS,
        **fields,
    }
    return Booking.objects.create(**given)


def ask(booking: Booking, verb: str, by: str, body: Any = None) -> Any:
    """Do something with the booking as this person; return what is answered."""
    client = APIClient()
    client.force_authenticate(User.objects.get(username=by))
    return client.post(f"/api/v1/bookings/{booking.public_id}/{verb}", body, format="json")
