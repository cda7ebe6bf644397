"""Which of several is meant: by place, by name, or by what tells them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trellis.intelligence.commands.intents import place_in, without_openers
from trellis.intelligence.commands.small import MEANINGLESS
from trellis.intelligence.commands.sounding import likeness
from trellis.intelligence.commands.words import words_of

_ALIKE = 0.87
_LEADING = frozenset(
    [
        "mean",
        "meant",
        "choose",
        "take",
        "pick",
        "one",
        "person",
        "mentor",
        "who",
        "does",
        "number",
        "option",
        "session",
    ]
)


def chosen(text: str, choices: Sequence[str]) -> int | None:
    """Return the place (from 0) of the choice that a sentence means; None where it means none, or several.

    A choice is told by words: its name, field and whatever else tells it apart. All words of the sentence
    that mean something must be of that one choice.
    """
    said = without_openers(" ".join(words_of(text)))
    place = place_in(said)
    if place is not None:
        index = len(choices) - 1 if place == -1 else place - 1
        return index if 0 <= index < len(choices) else None
    # "The one from …", "the Thursday one".
    said = re.sub(r"\b(?:the )?1(?= (?:from|with|in|on|of|at|who|i)\b)|(?<!at) 1$", "", said)
    words = [word for word in said.split() if word not in MEANINGLESS and word not in _LEADING]
    if not words:
        return None
    told = [words_of(choice.replace("_", " ")) for choice in choices]
    fitting = set(range(len(choices)))
    for word in words:
        exact = {place for place, of in enumerate(told) if word in of}
        # Tuesday sounds like Thursday: what is there to the letter is what is meant.
        fitting &= exact or {place for place, of in enumerate(told) if _is_in(word, of)}
    return fitting.pop() if len(fitting) == 1 else None


def _is_in(word: str, told: Sequence[str]) -> bool:
    """Tell whether a word is among those that tell a choice: also a designer, where the field is design."""
    return any(
        (word.isalpha() and len(word) > 2 and likeness(word, each) >= _ALIKE)
        or (len(word) > 4 and len(each) > 4 and word[:5] == each[:5])
        for each in told
    )
