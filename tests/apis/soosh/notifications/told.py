"""Somebody who has been told things."""

from typing import Any

from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.services import notify

API = "/api/v1/notifications"


def ann() -> User:
    """Return somebody who has an account."""
    return User.objects.create_user("ann", "ann@example.com", "x", first_name="Ann", last_name="Lee")


def told(person: User, kind: str = "booking.confirmed", **data: Any) -> Notification:
    """Tell somebody that something of this kind has happened."""
    return notify(
        recipient=person, kind=kind, title=f"It is {kind}", body="So it is.", data=data, now=timezone.now()
    )
