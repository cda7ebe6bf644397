"""What was understood, by the fields of a profile, and the words that each comes from."""

from collections.abc import Sequence
from typing import Any

from trellis.domain.profiles.rules import limits
from trellis.intelligence.understanding.heard import Heard, Understood


def said_in(understood: Understood) -> dict[str, Any]:
    """Return what a profile says then; null and empty is what nobody said."""
    return {
        "passions": [each.value for each in understood.passions][: limits.MOST_PASSIONS],
        "skills": [{"skill": each.value, "level": each.level} for each in understood.skills],
        "goals": goals_in(understood.goals),
        "time_commitment": _value(understood.time_commitment),
        "learning_style": _value(understood.learning_style),
    }


def evidence_of(understood: Understood) -> dict[str, Any]:
    """Return by field the values, the step of the answer, and its words."""
    goals = goals_in(understood.goals)
    by_field: dict[str, Sequence[tuple[Any, Heard]]] = {
        "passions": [(each.value, each) for each in understood.passions],
        "skills": [(each.value, each) for each in understood.skills],
        "goals": [(goals, each) for each in understood.goals],
        "time_commitment": _one(understood.time_commitment),
        "learning_style": _one(understood.learning_style),
    }
    return {
        name: [{"value": value, "step": each.step, "quote": each.quote} for value, each in heard]
        for name, heard in by_field.items()
        if heard
    }


def goals_in(goals: Sequence[Heard]) -> str | None:
    """Return goals as one text."""
    return ". ".join(each.value for each in goals)[: limits.LONGEST_GOALS] or None


def _value(heard: Heard | None) -> str | None:
    return heard.value if heard else None


def _one(heard: Heard | None) -> list[tuple[Any, Heard]]:
    return [(heard.value, heard)] if heard else []
