"""Finding what somebody means by what they say."""

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.domain.catalog.models import Subcategory
from trellis.domain.catalog.queries import is_understood, nearest
from trellis.domain.catalog.refusals import NotYetUnderstood
from trellis.domain.catalog.rules.reasons import is_near, reason, says_something, shared_words
from trellis.intelligence.embeddings.client import embed, model_name


@dataclass(frozen=True, slots=True)
class Found:
    """A subcategory, how near it is to what was asked, and why."""

    subcategory: Subcategory
    score: float
    reason: str


def find(*, question: str, limit: int) -> list[Found]:
    """Return the subcategories that a question is about, nearest first; none where it is about nothing here.

    Raise ModelsAway, and NotYetUnderstood.
    """
    if not says_something(question):
        return []
    return find_near(embed([question])[0], question=question, limit=limit)


def find_near(vector: Sequence[float], *, question: str, limit: int) -> list[Found]:
    """Return the same by the question's vector."""
    model = model_name()
    rows = list(nearest(vector, model=model))
    if not rows and not is_understood(model=model):
        raise NotYetUnderstood
    return [found for row in rows if (found := _found(row, question)) is not None][:limit]


def _found(row: Subcategory, question: str) -> Found | None:
    score: float = row.score  # type: ignore[attr-defined]  # annotated by the query
    words = shared_words(question, [row.name, row.description])
    if not is_near(score, words):
        return None
    why = reason(question, words=words, nearest=row.nearest)  # type: ignore[attr-defined]
    return Found(row, round(min(max(score, 0), 1), 2), why)
