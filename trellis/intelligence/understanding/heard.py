"""What goes into understanding, and what comes out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said at a step; `about` is what the question asked about, in their own words."""

    step: int
    text: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """A value, and the words that it comes from: they stand just so in the answer of that step."""

    value: str
    step: int
    quote: str
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was heard; empty or None is what was not said."""

    passions: tuple[Heard, ...]
    skills: tuple[Heard, ...]
    goals: tuple[Heard, ...]
    time_commitment: Heard | None
    learning_style: Heard | None
