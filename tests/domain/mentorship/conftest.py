"""Mia in New York gives Tom in Kolkata a session; what happens to it is published as mentorship does."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from trellis.core.events import DomainEvent
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.mentorship.services.changes import is_in_calendars, standing_of

NOW = datetime(2030, 1, 7, 8, tzinfo=UTC)
STARTS = datetime(2030, 1, 8, 20, tzinfo=UTC)  # 15:00 in New York, 01:30 of the next day in Kolkata
HOUR = timedelta(hours=1)
MIA, TOM = "mia@private.example", "tom@example.com"

MakeBooking = Callable[..., Booking]
Publish = Callable[..., None]


@pytest.fixture
def mentor(db: None) -> Mentor:
    """Mia, whose account says nothing of a timezone, but whose calendar does."""
    user = User.objects.create(username=MIA, email=MIA, first_name="Mia", last_name="Moss")
    return Mentor.objects.create(
        user=user,
        is_approved=True,
        availability_timezone="America/New_York",
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.fixture
def mentee(db: None) -> User:
    """Tom."""
    return User.objects.create(
        username="tom", email=TOM, first_name="Tom", last_name="Teak", timezone="Asia/Kolkata"
    )


@pytest.fixture
def make_booking(mentor: Mentor, mentee: User) -> MakeBooking:
    """Write a booking as it stands: `make_booking(status=…, starts_at=…, …)`; confirmed with a room."""

    def make(**fields: Any) -> Booking:
        starts_at = fields.get("starts_at", STARTS)
        given = {
            "mentor": mentor,
            "mentee": mentee,
            "starts_at": starts_at,
            "ends_at": starts_at + HOUR,
            "blocked_until": starts_at + HOUR,
            "topic": "Portfolio",
            "description": "Ten pictures.",
            "status": Status.CONFIRMED,
            "meeting_url": "https://zoom.us/j/1",
            "expires_at": NOW + timedelta(hours=48),
            "version": 2,
            "created_at": NOW,
            "updated_at": NOW,
            **fields,
        }
        return Booking.objects.create(**given)

    return make


@pytest.fixture
def booking(make_booking: MakeBooking) -> Booking:
    """A confirmed session."""
    return make_booking()


def publish(
    event: DomainEvent[Booking, Any],
    booking: Booking,
    *,
    actor: User | None = None,
    now: datetime = NOW,
    **facts: Any,
) -> None:
    """Publish as the verbs of mentorship do."""
    given = {
        "previous_status": "pending",
        "previous_starts_at": STARTS.isoformat(),
        "previous_ends_at": (STARTS + HOUR).isoformat(),
        "is_in_calendars": is_in_calendars(booking),
    }
    with transaction.atomic():
        actor_id = actor.pk if actor else None
        known = {**standing_of(booking), **given, **facts}
        data = {key: known[key] for key in event.data.__annotations__}
        event.publish(actor_id=actor_id, subject=booking, data=data, now=now)


def mail_to(address: str) -> Mail:
    """Return the one mail to this address."""
    return Mail.objects.get(to=address)


def words(mails: Iterable[Mail]) -> str:
    """Return everything that can be read in these mails."""
    return "\n".join(f"{mail.subject}\n{mail.text}\n{mail.html}\n{mail.attachment}" for mail in mails)
