"""What can be learned here, and from whom, of what is meant by some words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FloatField, Q, Value

from trellis.core.db.vectors import Closeness
from trellis.domain.accounts.models import User
from trellis.domain.catalog.rules.reasons import is_near, shared_words
from trellis.domain.learning.models import Opportunity
from trellis.domain.learning.rules.choices import OpportunityType
from trellis.intelligence.embeddings import DIMENSIONS
from trellis.intelligence.embeddings.client import model_name

# So many of the nearest, or without a model of the most popular, are looked at.
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Lesson:
    """Something that teaches, and the words of the question that it names."""

    opportunity: Opportunity
    words: tuple[str, ...]


def lessons_on(
    words: str, user: User, *, vector: Sequence[float] | None, now: datetime, most: int
) -> list[Lesson]:
    """Return what teaches what these words mean, the nearest first; without a vector, what names one."""
    found = []
    for row in _looked_at(user, vector, now):
        shared = shared_words(words, [row.title, *row.tags])
        # Without a model nothing is near but by a word.
        if is_near(row.closeness, shared) if row.closeness is not None else shared:
            found.append((bool(shared), row.closeness or 0.0, Lesson(row, tuple(shared))))
    found.sort(key=lambda each: each[:2], reverse=True)
    return [lesson for _, _, lesson in found[:most]]


def _looked_at(user: User, vector: Sequence[float] | None, now: datetime) -> Sequence[Any]:
    in_time = Q(closes_at=None) | Q(closes_at__gt=now)
    rows = Opportunity.objects.filter(in_time, is_published=True).exclude(
        Q(opportunity_type=OpportunityType.JOB) | Q(mentor__user=user)
    )
    if vector is None:
        untold = rows.annotate(closeness=Value(None, output_field=FloatField()))
        return list(untold.order_by("-enrollment_count", "-pk")[:_LOOKED_AT])
    closeness = Closeness("meaning__vector", vector, dimensions=DIMENSIONS)
    told = rows.filter(meaning__model=model_name()).annotate(closeness=closeness)
    return list(told.order_by("-closeness", "pk")[:_LOOKED_AT])
