"""What profiles say that has a meaning, and which are nearest to what somebody is looking for."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import QuerySet

from trellis.core.db.arrays import IsAnyOf
from trellis.core.db.vectors import Closeness, HalfVector
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, Meaning
from trellis.domain.candidates.queries.profiles import APPLICANTS, seen_by, sees_applicants_alone
from trellis.domain.candidates.rules.limits import MOST_NEAR
from trellis.domain.candidates.rules.meaning import words_of
from trellis.intelligence.embeddings import DIMENSIONS

Near = tuple[int, float]
_SAID_IN = ("candidate_skills", "candidate_education", "candidate_languages")
_NEAREST = "SELECT profile_id, closeness FROM public.candidates_nearest(%s::halfvec, %s)"


def with_what_they_say(rows: QuerySet[CandidateProfile]) -> QuerySet[CandidateProfile]:
    """Return profiles with all that `said_in` reads."""
    return rows.prefetch_related(*(f"user__{each}" for each in _SAID_IN)).order_by("pk")


def said_in(profile: CandidateProfile) -> str:
    """Return the words of a profile that have a meaning."""
    skills, education, languages = (_oldest_first(getattr(profile.user, each)) for each in _SAID_IN)
    return words_of(
        skills=[each.name for each in skills],
        courses=[text for each in education for text in (each.course_name, each.major)],
        languages=[each.language for each in languages],
        resume_data=profile.resume_data,
    )


def nearest(vector: Sequence[float], *, model: str, seen: User) -> list[Near]:
    """Return the profiles that somebody may read and that are nearest to a vector, and how near.

    The nearest come first. Each is looked at; but of all, for staff, the index finds most of the nearest.
    """
    if seen.acts_as_staff:
        return _nearest_of_all(vector, model)
    profiles = ArraySubquery(_seen_by(seen).values("pk"))
    rows = Meaning.objects.filter(IsAnyOf("profile_id", profiles), model=model)
    closeness = Closeness("vector", vector, dimensions=DIMENSIONS)
    found = rows.annotate(closeness=closeness).order_by("-closeness", "-pk")
    return list(found.values_list("pk", "closeness")[:MOST_NEAR])


def _seen_by(user: User) -> QuerySet[CandidateProfile]:
    """Return the profiles that somebody may read; of who applied, each is looked for in the index.

    Else all would be read: the database takes many for more than they are, and knows of an array nothing.
    """
    hires = sees_applicants_alone(user)
    if hires is None:
        return seen_by(user)
    (applicants,) = APPLICANTS
    return CandidateProfile.objects.filter(IsAnyOf("user_id", ArraySubquery(applicants(*hires))))


def _nearest_of_all(vector: Sequence[float], model: str) -> list[Near]:
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, [HalfVector(dimensions=DIMENSIONS).get_prep_value(vector), model])
        return [(key, closeness) for key, closeness in cursor.fetchall()]


def _oldest_first(entries: Any) -> list[Any]:
    return sorted(entries.all(), key=lambda each: each.pk)
