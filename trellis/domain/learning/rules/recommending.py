"""What fits somebody, how well, and why: by what they say of themselves, and an opportunity of itself.

docs/decisions/opportunities.md has the rule in words.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trellis.domain.catalog.rules.reasons import is_near, shared_words
from trellis.domain.learning.rules.choices import Difficulty, OpportunityType
from trellis.domain.profiles.rules.choices import Level

# How far somebody is, in the words of profiles, and for whom something is made: nothing is for experts alone.
_STEP_OF: Mapping[str | None, int] = {
    **{str(each): step for step, each in enumerate(Difficulty)},
    Level.EXPERT.value: len(Difficulty) - 1,
}
# What is known by words alone is not known well, and nothing that is recommended is further off.
_WITHOUT_MODEL = 0.3
_FOR_WORDS, _FOR_LEVEL, _FOR_SUBCATEGORY = 0.1, 0.05, 0.05
_MOST = 0.99
_NAMED = 3
_ON_A_PATH = (OpportunityType.COURSE, OpportunityType.WORKSHOP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What somebody says that they want and can: `skills` with a level, or None where none is said."""

    passions: Sequence[str]
    skills: Mapping[str, str | None]
    goals: str
    subcategories: Collection[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an opportunity says of itself."""

    opportunity_type: str
    texts: Sequence[str]
    difficulty: str | None
    subcategory: UUID | None
    subcategory_name: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How well something fits, up to 1, why, and whether it is a next step of learning."""

    score: float
    reason: str
    is_on_path: bool


def fit(wishes: Wishes, facts: Facts, closeness: float | None) -> Fit | None:
    """Return how an opportunity fits; None where nothing speaks for it.

    `closeness` is that of what both mean, None where no model has told.
    """
    interests = _named(wishes.passions, facts.texts)
    skills = _named(wishes.skills, facts.texts)
    wanted = [] if interests or skills else shared_words(wishes.goals, facts.texts)
    words = [*interests, *skills, *wanted]
    # Who names a thing means it, also among much else that draws them elsewhere.
    is_named = bool(interests or skills) or (closeness is None and bool(wanted))
    if not (is_named or (closeness is not None and is_near(closeness, wanted))):
        return None
    levels = [level for each in skills if (level := wishes.skills[each]) in _STEP_OF]
    level = next((each for each in levels if _STEP_OF[each] == _STEP_OF.get(facts.difficulty or "")), "")
    is_there = facts.subcategory is not None and facts.subcategory in wishes.subcategories
    score = (
        max(closeness or 0, _WITHOUT_MODEL)
        + (_FOR_WORDS if words else 0)
        + (_FOR_LEVEL if level else 0)
        + (_FOR_SUBCATEGORY if is_there else 0)
    )
    parts = [
        interests and f"interest in {_listed(interests)}",
        skills and f"skill in {_listed(skills)}",
        wanted and f"goal of {_listed(wanted)}",
        level and f"{level} skill level",
    ]
    return Fit(
        round(min(score, _MOST), 2),
        _reason([part for part in parts if part], facts.subcategory_name if is_there else ""),
        is_there and facts.opportunity_type in _ON_A_PATH and _is_next(facts.difficulty, levels),
    )


def why_popular(people: int) -> str:
    """Say why something is shown to somebody of whom nothing is known that fits."""
    if not people:
        return "New here: nobody takes part yet"
    return "Popular: 1 person takes part" if people == 1 else f"Popular: {people} people take part"


def wishes_of(
    *,
    passions: Sequence[str],
    skills: Iterable[Mapping[str, Any]],
    goals: str | None,
    subcategories: Collection[UUID],
) -> Wishes:
    """Return what a profile says, by its columns."""
    return Wishes(
        passions=passions,
        skills={each["skill"]: each.get("level") for each in skills},
        goals=goals or "",
        subcategories=frozenset(subcategories),
    )


def _named(phrases: Iterable[str], texts: Sequence[str]) -> list[str]:
    """Return the phrases all of whose words, endings aside, stand in the texts."""
    found = []
    for phrase in phrases:
        words = shared_words(phrase, [phrase])
        if words and shared_words(phrase, texts) == words:
            found.append(phrase)
    return found[:_NAMED]


def _is_next(difficulty: str | None, levels: Collection[str | None]) -> bool:
    """Tell whether it is for the level that somebody has, or the next one; without one for beginners."""
    if difficulty is None:
        return False
    step = _STEP_OF[difficulty]
    reached = max((_STEP_OF[level] for level in levels), default=None)
    return step == 0 if reached is None else reached <= step <= reached + 1


def _reason(parts: Sequence[str], subcategory: str) -> str:
    if parts:
        matches = f"Matches your {_listed(parts)}"
        return f"{matches}, in {subcategory}" if subcategory else matches
    if subcategory:
        return f"In {subcategory}, which what you say is near"
    return "Close in meaning to what you say of yourself"


def _listed(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
