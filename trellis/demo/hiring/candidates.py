"""Cam Didate, who looks for work, with what stands in the profile."""

from datetime import UTC, datetime
from typing import Any

from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Education, Language, Skill
from trellis.domain.candidates.queries.profiles import profile_of
from trellis.domain.candidates.rules.choices import AccommodationNeeds, Level
from trellis.domain.candidates.services import entries, profiles

_DAY = datetime(2025, 11, 3, 9, tzinfo=UTC)
_PROFILE: dict[str, Any] = {
    "willing_to_relocate": False,
    "employment_type_preferences": {"types": ["full-time", "part-time"]},
    "work_mode_preferences": {"modes": ["remote", "hybrid"]},
    "has_workvisa": True,
    "expected_salary_range": "$60,000 - $75,000",
    "is_available": True,
    "accommodation_needs": AccommodationNeeds.YES,
    "workplace_accommodations": {"meetings": ["captions", "agenda in advance"]},
}
_EDUCATION: list[dict[str, Any]] = [
    {
        "course_name": "Bachelor of Science",
        "major": "Information Systems",
        "institution": "Riverside State University",
        "start_year": 2016,
        "end_year": 2020,
    },
    {
        "course_name": "Accessible Web Development",
        "institution": "Open Code School",
        "start_year": 2021,
        "end_year": 2021,
    },
]
_SKILLS = ("Python", "Django", "HTML and CSS", "Screen readers", "Technical writing")
_LANGUAGES: list[dict[str, Any]] = [
    {"language": "English", "speaking": Level.NATIVE, "reading": Level.NATIVE, "writing": Level.NATIVE},
    {"language": "American Sign Language", "speaking": Level.ADVANCED},
]


def load_candidates() -> None:
    """Make the profile, unless Cam has one."""
    user = User.objects.get(username="candidate")
    if profile_of(user) is not None:
        return
    profiles.create(user=user, fields=_PROFILE, now=_DAY)
    for fields in _EDUCATION:
        entries.add(Education, user=user, fields=fields, now=_DAY)
    for name in _SKILLS:
        entries.add(Skill, user=user, fields={"name": name}, now=_DAY)
    for fields in _LANGUAGES:
        entries.add(Language, user=user, fields=fields, now=_DAY)
