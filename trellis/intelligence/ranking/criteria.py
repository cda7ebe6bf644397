"""What a posting asks for, as criteria that applications are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WEIGHTS = {"essential": 3, "skill": 2, "title": 1}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is asked for; `key` names it within its posting: "skill/0"."""

    key: str
    kind: str  # one of WEIGHTS
    text: str
    weight: int

    @property
    def meaning(self) -> str:
        """What is embedded of it: without "at least three years of experience with"."""
        raise NotImplementedError


class ProtectedCriterion(ValueError):
    """A criterion asks for what must not count: `words` are those of it that do."""

    def __init__(self, criterion: Criterion, words: tuple[str, ...]) -> None:
        super().__init__(f"{criterion.text}: {', '.join(words)}")
        self.criterion = criterion
        self.words = words


def criteria_of(*, title: str, skills: Sequence[str], essential: Sequence[str]) -> tuple[Criterion, ...]:
    """Return what is asked for, each thing once; raise ProtectedCriterion."""
    raise NotImplementedError
