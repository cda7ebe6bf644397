"""What goes into understanding, and what comes out."""

import re
from dataclasses import dataclass

_BLANKS = re.compile(r"[^\S\n\r]+")


def with_single_blanks(text: str) -> str:
    """Return a text with one blank for each run of them; lines stay."""
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said at a step; `about` is what the question asked about, in their own words.

    Of a run of blanks one is kept: thousands of them would take the rules seconds.
    """

    step: int
    text: str
    about: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", with_single_blanks(self.text))


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
