"""Mentors of the demo world: Sarah Johnson, her hours, her terms and what is said of her; and Mid Level."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from trellis.demo.pictures import portrait
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey
from trellis.domain.catalog.models import Category
from trellis.domain.mentorship.models import Booking, Mentor, Status, Terms
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, mentors
from trellis.domain.mentorship.services.terms import Offered, set_terms

_SINCE = datetime(2024, 1, 1, tzinfo=UTC)
_PROFILE: dict[str, Any] = {
    "bio": "10+ years in product design at tech companies",
    "expertise": ["UI Design", "Figma", "Design Systems"],
    "company": "Northlight Studio",
    "job_title": "Principal Product Designer",
    "years_of_experience": 10,
    "linkedin_url": "https://www.linkedin.com/in/sarahj",
    "availability_timezone": "America/New_York",
    "session_minutes": 60,
    "minimum_notice_minutes": 60,
}
_MONDAY_TO_FRIDAY = range(1, 6)
_HOURS = [(9, 12), (14, 17)]


# Whom Sarah has met, on these days of 2025 at 14:00 UTC, and what they say of it.
_HELD: list[tuple[str, tuple[int, int], int | None, str]] = [
    ("alex_talent", (3, 4), 5, "Clear, kind and to the point. I left with a plan."),
    ("coach_carla", (3, 11), 5, "She looked at my portfolio page by page and told me what to leave out."),
    ("jane_talent", (3, 18), 4, "Very good on layout; I would have liked more time for colour."),
    ("alex_talent", (4, 1), 5, "The second session was even better than the first."),
    ("northwind_owner", (4, 8), 5, "Our design system finally has names that everybody understands."),
    ("appbrew_staff", (4, 15), None, ""),
    ("coach_carla", (4, 22), 5, "I understand components in Figma now."),
    ("robin", (5, 6), 5, "She checked beforehand what my screen reader needs. Thank you."),
    ("jane_talent", (5, 13), None, ""),
    ("northwind_owner", (5, 20), 5, "Honest about what is not worth doing."),
    ("alex_talent", (6, 3), None, ""),
    ("robin", (6, 10), 5, "Amazing session! Learned so much about Figma."),
]


def load_mentorship() -> None:
    """Make Sarah and Mid mentors whom everybody can book, unless they are."""
    _load_sarah(User.objects.get(email="sarah@example.com"))
    middy = User.objects.get(email="middy@example.com")
    if not Mentor.objects.filter(user=middy).exists():
        profile = {
            "bio": "Five years of front ends, and of teaching how to build them",
            "expertise": ["HTML and CSS", "JavaScript", "Accessibility"],
            "years_of_experience": 5,
            "teaching_styles": ["hands-on"],
        }
        rate = (Decimal("40.00"), "USD")
        mentor, _ = mentors.upgrade(
            user=middy, journey=Journey.MID_LEVEL, profile=profile, rate=rate, now=_SINCE
        )
        availability.set_availability(mentor=mentor, weekly=_week(), dated=None, now=_SINCE)


def _load_sarah(sarah: User) -> None:
    if not Mentor.objects.filter(user=sarah).exists():
        mentor = mentors.create_mentor(user=sarah, profile=_PROFILE, now=_SINCE)
        Mentor.objects.filter(pk=mentor.pk).update(
            photo=portrait(name="mentors/photos/sarahj.jpg", initials="SJ", number=sarah.pk)
        )
        mentors.approve_mentor(mentor=mentor, actor_id=None, now=_SINCE)
        availability.set_availability(mentor=mentor, weekly=_week(), dated=None, now=_SINCE)
    mentor = Mentor.objects.get(user=sarah)
    if mentor.offered_at is None:
        _offer(mentor)
        _hold_sessions(mentor)


def _offer(mentor: Mentor) -> None:
    """Have SOOSH offer Sarah, free and priced."""
    category = Category.objects.get(slug="creativity-arts")
    subcategories = category.subcategories.filter(name__in=["Design & Media", "UI/UX Design"])
    said = {
        "category_id": str(category.public_id),
        "subcategory_ids": [str(each.public_id) for each in subcategories],
    }
    rate = (Decimal("75.00"), "USD")
    mentors.upgrade(
        user=mentor.user,
        journey=Journey.EXPERIENCED,
        profile={"expertise_categories": [said], "teaching_styles": ["visual", "hands-on"]},
        rate=rate,
        now=_SINCE,
    )
    changes: dict[str, Any] = {
        "terms": Terms.BOTH,
        "free_talk_minutes": 20,
        "packages": [Offered(sessions=5, price=Decimal("340.00"), valid_days=180)],
    }
    set_terms(mentor=mentor, changes=changes, now=_SINCE)


def _hold_sessions(mentor: Mentor) -> None:
    """Write down the sessions that Sarah has held: rows alone, for nobody is to be told of them today."""
    people = {user.username: user for user in User.objects.filter(username__in=[each[0] for each in _HELD])}
    Booking.objects.bulk_create(
        _held(mentor, people[name], datetime(2025, month, day, 14, tzinfo=UTC), stars, words)
        for name, (month, day), stars, words in _HELD
    )
    stars = [each[2] for each in _HELD if each[2]]
    Mentor.objects.filter(pk=mentor.pk).update(
        total_sessions=len(_HELD), rating_sum=sum(stars), rating_count=len(stars)
    )


def _held(mentor: Mentor, mentee: User, starts_at: datetime, stars: int | None, words: str) -> Booking:
    ends_at, asked_at = starts_at + timedelta(hours=1), starts_at - timedelta(days=3)
    return Booking(
        mentor=mentor,
        mentee=mentee,
        starts_at=starts_at,
        ends_at=ends_at,
        blocked_until=ends_at,
        topic="Portfolio review",
        status=Status.COMPLETED,
        expires_at=starts_at,
        rating=stars,
        rated_at=ends_at if stars else None,
        mentee_feedback=words,
        created_at=asked_at,
        updated_at=ends_at,
    )


def _week() -> list[Window]:
    return [
        Window(day_of_week=day, start_minute=60 * start, end_minute=60 * end)
        for day in _MONDAY_TO_FRIDAY
        for start, end in _HOURS
    ]
