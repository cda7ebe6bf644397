"""Mentors of the demo world: Sarah Johnson and the hours that she keeps."""

from datetime import UTC, datetime
from typing import Any

from trellis.demo.pictures import portrait
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, mentors

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


def load_mentorship() -> None:
    """Make Sarah a mentor whom everybody can book, unless she is one."""
    sarah = User.objects.get(email="sarah@example.com")
    if Mentor.objects.filter(user=sarah).exists():
        return
    mentor = mentors.create_mentor(user=sarah, profile=_PROFILE, now=_SINCE)
    Mentor.objects.filter(pk=mentor.pk).update(
        photo=portrait(name="mentors/photos/sarahj.jpg", initials="SJ", number=sarah.pk)
    )
    mentors.approve_mentor(mentor=mentor, actor_id=None, now=_SINCE)
    availability.set_availability(mentor=mentor, weekly=_week(), dated=None, now=_SINCE)


def _week() -> list[Window]:
    return [
        Window(day_of_week=day, start_minute=60 * start, end_minute=60 * end)
        for day in _MONDAY_TO_FRIDAY
        for start, end in _HOURS
    ]
