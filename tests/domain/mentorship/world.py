"""Mentors, mentees and bookings for these tests. The clock stands at NOW, a Monday in January."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.mentorship.refusals import MentorshipError
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, bookings, mentors

NOW = datetime(2030, 1, 7, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
# The day after, which is all the mentor's from 09:00 to 17:00 (UTC).
NINE = datetime(2030, 1, 8, 9, tzinfo=UTC)
EVERY_DAY = tuple(Window(9 * 60, 17 * 60, day_of_week=day) for day in range(7))


def person(name: str, **fields: Any) -> User:
    """Make an account, whose password nobody needs."""
    return User.objects.create(username=name, email=f"{name}@example.com", first_name=name.title(), **fields)


def people(count: int) -> list[User]:
    """Make `count` accounts."""
    return [person(f"mentee{number}") for number in range(count)]


def mentor_of(
    name: str = "mia", *, weekly: Sequence[Window] = EVERY_DAY, approved: bool = True, **profile: Any
) -> Mentor:
    """Make an account and its mentor, who is free every day from 9 to 17 unless `weekly` says otherwise."""
    mentor = mentors.create_mentor(user=person(name), profile=profile, now=NOW)
    availability.set_availability(mentor=mentor, weekly=weekly, dated=None, now=NOW)
    if approved:
        mentor = mentors.approve_mentor(mentor=mentor, actor_id=None, now=NOW)
    return mentor


def book(mentor: Mentor, mentee: User, starts_at: datetime = NINE, **changes: Any) -> Booking:
    """Ask for an hour."""
    wishes = {"starts_at": starts_at, "ends_at": starts_at + HOUR, "topic": "Portfolio", "now": NOW}
    return bookings.book(mentor=mentor, mentee=mentee, **{**wishes, **changes})


def booking_in(status: Status, mentor: Mentor, mentee: User, starts_at: datetime = NINE) -> Booking:
    """Make a booking that stands at `status`."""
    booking = book(mentor, mentee, starts_at)
    Booking.objects.filter(pk=booking.pk).update(status=status)
    return Booking.objects.get(pk=booking.pk)


def overlaps() -> list[tuple[int, int]]:
    """Return the pairs of bookings that hold the same time of the same person: there must be none."""
    return [
        (one.pk, other)
        for one in Booking.objects.raw(
            "SELECT one.*, other.id AS other_id FROM mentorship_booking AS one"
            " JOIN mentorship_booking AS other ON one.id < other.id"
            " AND one.status IN ('pending', 'confirmed') AND other.status IN ('pending', 'confirmed')"
            " AND (one.mentor_id = other.mentor_id"
            "      AND one.starts_at < other.blocked_until AND other.starts_at < one.blocked_until"
            "   OR one.mentee_id = other.mentee_id"
            "      AND one.starts_at < other.ends_at AND other.starts_at < one.ends_at)"
        )
        for other in [one.other_id]  # type: ignore[attr-defined]
    ]


def outcome(action: Callable[[], Any], *refusals: type[MentorshipError]) -> str:
    """Return "done", or the name of the refusal; anything else is a failure and goes up."""
    try:
        action()
    except refusals as refusal:
        return type(refusal).__name__
    return "done"
