"""Ranking without a database: sources in, judged applications out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from trellis.intelligence.ranking.auditing import Check, Judge, audit
from trellis.intelligence.ranking.criteria import Criterion, criteria_of
from trellis.intelligence.ranking.extracting import extract
from trellis.intelligence.ranking.judging import Applicant, Judged, judge
from trellis.intelligence.ranking.sources import Source

UNTIL = date(2026, 11, 30)
ANNA = {"first_name": "Anna", "last_name": "Moor", "email": "anna.moor@example.org", "slug": "anna-moor"}


def of(resume: str, **profile: Any) -> Source:
    """What Anna Moor sends, with that resume."""
    return Source(profile={**ANNA, **profile}, resume=resume)


def asked(*skills: str, essential: Sequence[str] = (), title: str = "") -> tuple[Criterion, ...]:
    """The criteria of a posting."""
    return criteria_of(title=title, skills=skills, essential=essential)


def applicants(sources: Mapping[str, Source]) -> list[Applicant]:
    """Who applied, without vectors."""
    return [Applicant(number, extract(source)) for number, source in sources.items()]


def ranked(
    sources: Mapping[str, Source],
    criteria: Sequence[Criterion],
    *,
    judge: Judge = judge,
    applied: Sequence[Applicant] | None = None,
) -> list[Judged]:
    """The judged applications, best first."""
    return judge(applied or applicants(sources), criteria, sources=sources, vectors={}, until=UNTIL)


def only(source: Source, criteria: Sequence[Criterion]) -> Judged:
    """How one application is judged."""
    return ranked({"APP-1": source}, criteria)[0]


def audited(
    sources: Mapping[str, Source],
    criteria: Sequence[Criterion],
    *,
    judge: Judge = judge,
    vectors_of: Callable[[list[str]], Sequence[Sequence[float]]] = lambda texts: [],
    embedded: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
    applied: Sequence[Applicant] | None = None,
) -> dict[str, Check]:
    """What an audit of the ranking finds, by the change that it made."""
    plain = applied or applicants(sources)
    checks = audit(
        sources,
        criteria,
        applicants=[_with_vectors(one) for one in plain] if embedded else plain,
        judged=ranked(sources, criteria, judge=judge, applied=plain),
        vectors={},
        until=UNTIL,
        vectors_of=vectors_of,
        judge=judge,
        on_progress=on_progress,
    )
    return {check.name: check for check in checks}


def _with_vectors(applicant: Applicant) -> Applicant:
    return replace(applicant, vectors=np.zeros((len(applicant.extract.units), 384), np.float32))
