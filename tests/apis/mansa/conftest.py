"""Sarah of the demo world is the mentor; others are mentees, other mentors, or nobody."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, mentors

ROOT = "/api/v1/mentorship"
MENTORS, BOOKINGS, OWN = f"{ROOT}/mentors/", f"{ROOT}/bookings/", f"{ROOT}/availability/me/"
NEW_YORK = ZoneInfo("America/New_York")
ABSENT = "00000000-0000-4000-8000-000000000000"


def next_monday() -> date:
    """Return a Monday on which nothing is too soon."""
    today = timezone.now().astimezone(NEW_YORK).date()
    return today + timedelta(days=14 - today.weekday())


@dataclass(frozen=True)
class Sessions:
    """Bookings of Sarah, made without HTTP."""

    mentor: Mentor

    def make(
        self, mentee: str = "johndoe", *, status: str = "pending", hour: int = 9, **fields: Any
    ) -> Booking:
        """Make a booking that stands at `status`; one that was held lies in the past."""
        is_over = status in (Status.COMPLETED, Status.NO_SHOW)
        day = next_monday() - timedelta(days=28 if is_over else 0)
        starts_at = datetime(day.year, day.month, day.day, hour, tzinfo=NEW_YORK).astimezone(UTC)
        now = timezone.now()
        times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
        return Booking.objects.create(
            **{
                "mentor": self.mentor,
                "mentee": User.objects.get(username=mentee),
                **times,
                "blocked_until": times["ends_at"],
                "topic": "Portfolio review",
                "status": status,
                "expires_at": now + timedelta(hours=48),
                "created_at": now,
                "updated_at": now,
                "rated_at": now if fields.get("rating") else None,
                **fields,
            }
        )


@pytest.fixture
def world(world: None) -> None:
    """The demo world, of whose mentors there is Sarah alone, before she has held a session.

    Tests make the others, and all the sessions that they speak of.
    """
    Booking.objects.all().delete()
    Mentor.objects.exclude(user__username="sarahj").delete()
    Mentor.objects.update(total_sessions=0, rating_sum=0, rating_count=0)


@pytest.fixture
def sarah(world: None) -> Mentor:
    """The mentor of the demo world: New York, Monday to Friday from nine, an hour each."""
    return Mentor.objects.select_related("user").get(user__username="sarahj")


@pytest.fixture
def sessions(sarah: Mentor) -> Sessions:
    """Make bookings of Sarah: `sessions.make("johndoe", status="confirmed")`."""
    return Sessions(sarah)


@pytest.fixture
def middy(world: None) -> Mentor:
    """Another mentor, not approved, free on Mondays from nine in UTC."""
    user, now = User.objects.get(username="middy"), timezone.now()
    mentor = mentors.create_mentor(user=user, profile={"expertise": ["Python"]}, now=now)
    weekly = [Window(start_minute=540, end_minute=720, day_of_week=1)]
    availability.set_availability(mentor=mentor, weekly=weekly, dated=None, now=now)
    return mentor


def wish(mentor: Mentor, **changes: Any) -> dict[str, Any]:
    """Return the body that asks for an hour with a mentor, as the document has it."""
    return {
        "mentor_id": str(mentor.public_id),
        "session_date": next_monday().isoformat(),
        "start_time": "09:00",
        "end_time": "10:00",
        "topic": "Portfolio review",
        "description": "Which of my case studies should come first?",
        **changes,
    }


def of(booking: Booking, verb: str = "") -> str:
    """Return the address of a booking, or of something to do with it."""
    return f"{BOOKINGS}{booking.public_id}/{verb and verb + '/'}"


def many_mentors(count: int) -> list[Mentor]:
    """Make approved mentors, with what may be odd about some of them."""
    now = timezone.now()
    users = User.objects.bulk_create(
        User(
            username=f"m{n}",
            email=f"m{n}@example.com",
            first_name=f'Ñ"{n:03}\\' if n % 3 else "",
            last_name="" if n % 5 else f"Ö'Last{n}",
        )
        for n in range(count)
    )
    return Mentor.objects.bulk_create(
        Mentor(
            user=user,
            is_approved=True,
            expertise=['Go "lang"', "C\\C++", "日本"][: n % 4],
            bio="line\nline\t\u2028😀" if n % 2 else "",
            photo="mentors/photos/a b'c%ü.jpg" if n % 2 else "",
            years_of_experience=n,
            total_sessions=count - n,
            rating_count=n % 9,
            rating_sum=(n % 9) * (1 + n % 4) + (1 if n % 9 else 0),
            created_at=now,
            updated_at=now,
        )
        for n, user in enumerate(users)
    )


def moved_to(start: str, end: str, **more: Any) -> dict[str, Any]:
    """Return the body that asks for another time on the same day."""
    return {"session_date": next_monday().isoformat(), "start_time": start, "end_time": end, **more}
