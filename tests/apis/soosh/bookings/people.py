"""Mentors whose hours are free from tomorrow on, and what is asked of the door in whose name."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from rest_framework.test import APIClient

from trellis.domain.accounts.models import User

API = "/api/v1/bookings"


def at(hour: int, *, days: int = 3) -> datetime:
    """Return an hour of a day to come, in UTC."""
    day = timezone.now().date() + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def client_of(user: User) -> APIClient:
    """Return a client that is signed in."""
    client = APIClient()
    client.force_authenticate(user)
    return client


def create(user: User, mentor_id: Any, starts_at: datetime, *, status: int = 201, **changes: Any) -> Any:
    """Book an hour; return what is answered, once it has this status."""
    body = {
        "mentor_user_id": str(mentor_id),
        "scheduled_at": starts_at.isoformat().replace("+00:00", "Z"),
        "duration_minutes": 60,
        **changes,
    }
    response = client_of(user).post(f"{API}/create", body, format="json")
    assert response.status_code == status, response.content
    return response.json()


def cancel(user: User, booking_id: Any, *, status: int = 200) -> Any:
    """Call a booking off; return what is answered, once it has this status."""
    body = {"cancellation_reason": "Schedule conflict"}
    response = client_of(user).post(f"{API}/{booking_id}/cancel", body, format="json")
    assert response.status_code == status, response.content
    return response.json()


def listed(user: User, query: str = "") -> Any:
    """Return one's own bookings."""
    response = client_of(user).get(f"{API}{query}")
    assert response.status_code == 200, response.content
    return response.json()["bookings"]
