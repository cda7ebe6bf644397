"""A profile as it is at a moment: what an application takes along."""

from typing import Any

from trellis.domain.candidates.models import CandidateProfile

_FIELDS = (
    *("willing_to_relocate", "employment_type_preferences", "work_mode_preferences", "has_workvisa"),
    *("expected_salary_range", "is_available"),
)


def copy_of(profile: CandidateProfile) -> dict[str, Any]:
    """Return what employers read of a profile, as JSON has it; of disability it tells nothing."""
    user = profile.user
    education = ("course_name", "major", "institution", "start_year", "end_year")
    return {
        **{name: getattr(profile, name) for name in _FIELDS},
        "education": list(user.candidate_education.order_by("pk").values(*education)),
        "skills": list(user.candidate_skills.order_by("pk").values_list("name", flat=True)),
        "languages": list(
            user.candidate_languages.order_by("pk").values("language", "speaking", "reading", "writing")
        ),
    }
