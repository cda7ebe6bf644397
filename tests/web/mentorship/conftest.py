"""Mentors, mentees and sessions for the pages, on a fixed Wednesday."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.browsers import sign_in
from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services.availability import set_availability
from trellis.domain.mentorship.services.bookings import book
from trellis.domain.mentorship.services.mentors import approve_mentor, create_mentor

NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)  # a Wednesday
MakeBooking = Callable[..., Booking]
BASE = "/community/mentorship"


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """Every page believes that it is NOW."""
    settings.TRELLIS_OPEN_CONTRACT = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    yield


def _person(name: str, kind: str | None) -> User:
    email = f"{name.lower()}@example.org"
    user = User.objects.create(
        username=f"{name.lower()}_user",
        email=email,
        first_name=name,
        last_name="Tester",
        email_verified_at=NOW,
    )
    if kind is not None:
        DirectoryEntry.objects.create(
            email=email, first_name=name, last_name="Tester", membershiptype=kind, user=user
        )
    return user


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """One account for each role."""
    return {
        "mentor": _person("Mona", "mentor"),
        "mentee": _person("Mel", "mentee"),
        "both": _person("Bo", "mentor, mentee"),
        "neither": _person("Nia", None),
        "other": _person("Olga", "mentee"),
    }


def make_mentor(user: User, **profile: Any) -> Mentor:
    """Return an approved mentor who is free on weekdays from 9 to 12, UTC."""
    given = {"bio": "Helps.", "expertise": ["Design", "Python"], "company": "Acme", **profile}
    mentor = create_mentor(user=user, profile=given, now=NOW)
    approve_mentor(mentor=mentor, actor_id=None, now=NOW)
    hours = [Window(day_of_week=day, start_minute=540, end_minute=720) for day in range(1, 6)]
    set_availability(mentor=mentor, weekly=hours, dated=None, now=NOW)
    return Mentor.objects.select_related("user").get(pk=mentor.pk)


@pytest.fixture
def mentor(people: dict[str, User]) -> Mentor:
    """Mona's profile."""
    return make_mentor(people["mentor"])


@pytest.fixture
def booking(mentor: Mentor, people: dict[str, User]) -> Booking:
    """Mel's pending request: Thursday at 9."""
    return make_booking(mentor, people["mentee"])


def make_booking(mentor: Mentor, mentee: User, *, days: int = 1, hour: int = 9, **more: Any) -> Booking:
    """Return a pending request, `days` from now."""
    starts_at = NOW.replace(hour=hour) + timedelta(days=days)
    given = {"topic": "How to start", "description": "I am new.", **more}
    return book(
        mentor=mentor,
        mentee=mentee,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        now=NOW,
        **given,
    )


def in_the_past(booking: Booking, **fields: Any) -> Booking:
    """Move a booking to yesterday, whatever the rules."""
    Booking.objects.filter(pk=booking.pk).update(
        starts_at=NOW - timedelta(hours=25),
        ends_at=NOW - timedelta(hours=24),
        blocked_until=NOW - timedelta(hours=24),
        **fields,
    )
    booking.refresh_from_db()
    return booking


@pytest.fixture
def as_(people: dict[str, User]) -> Callable[[str], Client]:
    """Return a browser in which somebody is signed in: `as_("mentor")`; `as_("nobody")` is signed out."""

    def browser_of(who: str) -> Client:
        client = Client()
        return client if who == "nobody" else sign_in(client, people[who])

    return browser_of
