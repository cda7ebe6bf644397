"""What is recommended to somebody: by what they say of themselves, or else what others take part in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FloatField, Q, QuerySet, Value

from trellis.core.db.vectors import Closeness
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Opportunity
from trellis.domain.learning.rules.recommending import Facts, Fit, Wishes, fit, why_popular, wishes_of
from trellis.domain.profiles.models import Profile
from trellis.domain.profiles.queries import profile_of
from trellis.intelligence.embeddings import DIMENSIONS

# So many of the nearest, and of those that no model has told of yet, are looked at.
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Something that is recommended, how well it fits, and why."""

    opportunity: Opportunity
    fit: Fit


def recommended_to(user: User, *, limit: int, now: datetime) -> list[Recommendation]:
    """Return what fits somebody best, the best first, of what they do not take part in.

    Who has no profile, or one that fits nothing, gets what most people take part in, with a score of 0.
    """
    rows = _open_to(user, now)
    profile = profile_of(user)
    found = [] if profile is None else _fitting(rows, profile)
    found.sort(key=lambda each: (-each.fit.score, -each.opportunity.enrollment_count, -each.opportunity.pk))
    return found[:limit] or [
        Recommendation(row, Fit(0, why_popular(row.enrollment_count), False))
        for row in rows.order_by("-enrollment_count", "-pk")[:limit]
    ]


def _open_to(user: User, now: datetime) -> QuerySet[Opportunity]:
    in_time = Q(closes_at=None) | Q(closes_at__gt=now)
    rows = Opportunity.objects.filter(in_time, is_published=True).exclude(enrollments__user=user)
    return rows.exclude(mentor__user=user).select_related("subcategory")


def _fitting(rows: QuerySet[Opportunity], profile: Profile) -> list[Recommendation]:
    wishes = wishes_of(
        passions=profile.passions,
        skills=profile.skills,
        goals=profile.goals,
        subcategories=profile.subcategories,
    )
    judged = ((row, _fit(wishes, row)) for row in _candidates(rows, profile))
    return [Recommendation(row, found) for row, found in judged if found is not None]


def _candidates(rows: QuerySet[Opportunity], profile: Profile) -> Sequence[Any]:
    """Return rows with their `closeness` to what the profile means, None where no model has told."""
    of_model = Q(meaning__model=profile.vector_model)
    untold = rows.annotate(closeness=Value(None, output_field=FloatField())).order_by(
        "-enrollment_count", "-pk"
    )
    if profile.vector is None:
        return list(untold[:_LOOKED_AT])
    closeness = Closeness("meaning__vector", profile.vector, dimensions=DIMENSIONS)
    near = rows.filter(of_model).annotate(closeness=closeness).order_by("-closeness", "pk")
    return [*near[:_LOOKED_AT], *untold.filter(Q(meaning=None) | ~of_model)[:_LOOKED_AT]]


def _fit(wishes: Wishes, row: Any) -> Fit | None:
    subcategory = row.subcategory
    facts = Facts(
        opportunity_type=row.opportunity_type,
        texts=[row.title, *row.tags, *([subcategory.name] if subcategory else [])],
        difficulty=row.difficulty,
        subcategory=subcategory and subcategory.public_id,
        subcategory_name=subcategory.name if subcategory else "",
    )
    return fit(wishes, facts, row.closeness)
