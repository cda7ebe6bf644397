"""How well each application answers the criteria, and why: the same for everybody, whoever else applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from trellis.intelligence.ranking.criteria import Criterion
from trellis.intelligence.ranking.extracting import Extract
from trellis.intelligence.ranking.sources import Source

RULE = "words-and-meaning/1"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Applicant:
    """An application by its number: what was extracted, and a row of `vectors` for each of its units."""

    number: str
    extract: Extract
    vectors: Floats | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote, and where it stands: the original from `start` to before `end`, in code points."""

    source: str
    field: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Reason:
    """How one criterion is answered: "shown", "named", "near" or "missing", and by what."""

    criterion: Criterion
    strength: str
    points: float  # of `criterion.weight`
    evidence: tuple[Evidence, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An application's score from 0 to 100, its place, and whether others have the same one."""

    number: str
    score: float
    place: int
    is_shared: bool
    reasons: tuple[Reason, ...]


def judge(
    applicants: Sequence[Applicant],
    criteria: Sequence[Criterion],
    *,
    sources: Mapping[str, Source],
    vectors: Mapping[str, Floats],
    until: date,
) -> list[Judged]:
    """Return the applications, best first, those of one score by their numbers.

    `sources` are by the number of the application, `vectors` by the key of the criterion: those of its `meaning`.
    Work that runs counts up to `until`.
    """
    raise NotImplementedError
