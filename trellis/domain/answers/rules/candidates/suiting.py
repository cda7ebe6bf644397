"""How a job suits what a candidate tells: judged as an application would be, by words alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trellis.intelligence.ranking.criteria import criteria_of, protected_words
from trellis.intelligence.ranking.extracting import Extract
from trellis.intelligence.ranking.judging import MISSING, Applicant, Reason, judge
from trellis.intelligence.ranking.sources import Source

if TYPE_CHECKING:
    from trellis.domain.jobs.models import Posting

# From this cosine on, a job and a profile speak of the same kind of work (docs/decisions/answers.md).
SUITS_FROM = 0.42
_TITLE = "title"


@dataclass(frozen=True, slots=True)
class Suiting:
    """A job, and each thing that it asks for with what of the candidate's answers it."""

    posting: "Posting"
    score: float
    closeness: float | None
    reasons: tuple[Reason, ...]

    @property
    def met(self) -> list[Reason]:
        """What is there of what it asks for."""
        return [each for each in self.reasons if each.strength != MISSING]

    @property
    def missing(self) -> list[Reason]:
        """What is not there."""
        return [each for each in self.reasons if each.strength == MISSING]


def suiting(
    posting: "Posting", source: Source, extract: Extract, *, closeness: float | None, today: date
) -> Suiting:
    """Return how a job suits; what it must not ask for is left out."""
    criteria = criteria_of(
        title=posting.title if not protected_words(posting.title) else "",
        skills=_allowed(posting.skills),
        essential=_allowed(posting.essential_criteria),
    )
    (judged,) = judge([Applicant("", extract)], criteria, sources={"": source}, vectors={}, until=today)
    # What a job is called is nothing that somebody lacks.
    asked = tuple(
        each for each in judged.reasons if each.criterion.kind != _TITLE or each.strength != MISSING
    )
    return Suiting(posting, judged.score, closeness, asked)


def best_of(found: Iterable[Suiting], *, most: int) -> list[Suiting]:
    """Return those that suit, the best first."""
    good = [each for each in found if each.met or (each.closeness or 0) >= SUITS_FROM]
    good.sort(key=lambda each: (-each.score, -(each.closeness or 0), -each.posting.pk))
    return good[:most]


def _allowed(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if not protected_words(text)]
