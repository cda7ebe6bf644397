"""What a profile says, apart from any row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

# What people say; the rest of a profile is derived from it.
SAID = ("passions", "skills", "goals", "time_commitment", "learning_style")


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What follows from what somebody says: where it lies, and what of the catalog is near it, best first."""

    vector: Sequence[float]
    vector_model: str
    categories: Sequence[UUID]
    subcategories: Sequence[UUID]

    def columns(self) -> dict[str, Any]:
        """Return it by the columns of a profile."""
        return {name: _kept(getattr(self, name)) for name in self.__slots__}


def text_of(said: Mapping[str, Any]) -> str:
    """Return what somebody says as one text, for a model to understand; "" where nothing is said."""
    parts = [
        ", ".join(said.get("passions") or []),
        ", ".join(each["skill"] for each in said.get("skills") or []),
        said.get("goals") or "",
    ]
    return ". ".join(part for part in parts if part)


def evidence_kept(evidence: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words that a profile still comes from, saying `said` now: those of values that stay."""
    return {
        name: kept
        for name, grounds in evidence.items()
        if (kept := [each for each in grounds if each["value"] in _values(said.get(name))])
    }


def _values(said: Any) -> list[Any]:
    if isinstance(said, list):
        return [each["skill"] if isinstance(each, dict) else each for each in said]
    return [said]


def _kept(value: Any) -> Any:
    return value if isinstance(value, str) else list(value)
