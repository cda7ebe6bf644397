"""Whether the order would be another if people were others: swaps are made in the sources, and judged anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from trellis.intelligence.ranking.criteria import Criterion
from trellis.intelligence.ranking.judging import Applicant, Floats, Judged, judge
from trellis.intelligence.ranking.sources import Source


@dataclass(frozen=True, slots=True)
class Check:
    """What was changed, in how many applications, and the numbers of those whose score or place is another for it."""

    name: str
    looked_at: int
    moved: tuple[str, ...]


class Judge(Protocol):
    """What judges."""

    def __call__(
        self,
        applicants: Sequence[Applicant],
        criteria: Sequence[Criterion],
        *,
        sources: Mapping[str, Source],
        vectors: Mapping[str, Floats],
        until: date,
    ) -> list[Judged]: ...


def audit(
    sources: Mapping[str, Source],
    criteria: Sequence[Criterion],
    *,
    applicants: Sequence[Applicant],
    judged: Sequence[Judged],
    vectors: Mapping[str, Floats],
    until: date,
    vectors_of: Callable[[list[str]], Sequence[Sequence[float]]],
    judge: Judge = judge,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[Check, ...]:
    """Return what each change has moved: nothing, or the ranking must not be shown.

    `applicants` and `judged` are what was ranked; `vectors_of` embeds the texts of units that no one had before.
    `on_progress` is told how many checks of how many are done.
    """
    raise NotImplementedError
