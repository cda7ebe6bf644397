"""Jobs for a candidate: which are near to what they tell, and the one that a question names."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Length

from trellis.core.db.vectors import Closeness
from trellis.domain.accounts.models import User
from trellis.domain.answers.queries.candidates.own import own_postings
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.queries.board import on_board
from trellis.domain.jobs.rules.words import query_for_postings
from trellis.intelligence.embeddings import DIMENSIONS
from trellis.intelligence.embeddings.client import model_name

# So many of the nearest, and of the newest that name a skill, are looked at more closely.
_LOOKED_AT = 40
_MOST_SKILLS = 20
_LONGEST_QUESTION = 500
_SHORTEST_TITLE = 4
_NUMBER = re.compile(
    r"(?:\b(?:job|posting|position|vacancy|number|no\.?)\s*(?:#|number\s|no\.?\s)?\s*|#)(\d{1,9})\b",
    re.IGNORECASE,
)


def near_jobs(
    user: User, *, vector: Sequence[float] | None, skills: Sequence[str], now: datetime
) -> list[Any]:
    """Return open jobs that are near to this vector, or name one of these skills, each with its `closeness`.

    It is None where no model has told. Those for which somebody has applied are left out.
    """
    rows = on_board(now).exclude(applications__candidate=user)
    near = [] if vector is None else list(_by_meaning(rows, vector)[:_LOOKED_AT])
    known = {each.pk for each in near}
    return [*near, *(each for each in _by_words(rows, skills)[:_LOOKED_AT] if each.pk not in known)]


def names_a_number(question: str) -> bool:
    """Tell whether a question names a job by a number, whether or not there is such a job for who asks."""
    return _NUMBER.search(question) is not None


def job_named(question: str, user: User, *, now: datetime) -> Posting | None:
    """Return the job that a question names, by its number or its title: an open one, or one applied for."""
    number = _NUMBER.search(question)
    for rows in (on_board(now), own_postings(user)):
        found = rows.filter(pk=number[1]).first() if number else _titled(rows, question)
        if found is not None:
            return found
    return None


def _by_meaning(rows: QuerySet[Posting], vector: Sequence[float]) -> QuerySet[Posting]:
    closeness = Closeness("opportunity__meaning__vector", vector, dimensions=DIMENSIONS)
    told = rows.filter(opportunity__meaning__model=model_name())
    return told.annotate(closeness=closeness).order_by("-closeness", "-pk")


def _by_words(rows: QuerySet[Posting], skills: Sequence[str]) -> QuerySet[Posting]:
    named = Q(pk__in=())
    for skill in skills[:_MOST_SKILLS]:
        if (query := query_for_postings(skills=[skill])) is not None:
            named |= Q(listing=query)
    return rows.filter(named)


def _titled(rows: QuerySet[Posting], question: str) -> Posting | None:
    """Return the one whose title stands in the question, the longest where several do."""
    asked = Value(question[:_LONGEST_QUESTION], output_field=TextField())
    rows = rows.alias(asked=asked, length=Length("title"))
    return (
        rows.filter(asked__icontains=F("title"), length__gte=_SHORTEST_TITLE)
        .order_by("-length", "-pk")
        .first()
    )
