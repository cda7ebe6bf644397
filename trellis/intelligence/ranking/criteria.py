"""What a posting asks for, as criteria that applications are judged by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trellis.intelligence.ranking.asking import asked_by
from trellis.intelligence.ranking.masking.spans import masked_spans
from trellis.intelligence.ranking.masking.wishes import words_of_wishes

# A title says least, as there are many for one and the same work.
WEIGHTS = {"essential": 3, "skill": 2, "title": 1}
# Who is looked for, whichever they are: "(m/w/d)", "Entwickler:in".
_WHOEVER = re.compile(
    r"(?i:\s*\(\s*(?:[mwfdxhvi]|gn|div\.?|all\s+genders?)(?:\s*[/|,*+]\s*(?:[mwfdxhvi]|gn|div\.?))*\s*\)|\s+[mwf]/[mwf](?:/[dxi])?\b)"
    r"|(?<=[a-zäöüß]{3})(?:[*:_/·]-?[iI]n(?:nen)?|\(in(?:nen)?\)|In(?:nen)?)(?!\w)"
    r"|(?<=[a-zñ]{3})(?:/-?(?:as?|os?)|\((?:as?|os?)\))(?!\w)"
)


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
        return asked_by(self.text).meaning


class ProtectedCriterion(ValueError):
    """A criterion asks for what must not count: `words` are those of it that do."""

    def __init__(self, criterion: Criterion, words: tuple[str, ...]) -> None:
        super().__init__(f"{criterion.text}: {', '.join(words)}")
        self.criterion = criterion
        self.words = words


def criteria_of(*, title: str, skills: Sequence[str], essential: Sequence[str]) -> tuple[Criterion, ...]:
    """Return what is asked for, each thing once; raise ProtectedCriterion."""
    found: dict[tuple[object, ...], Criterion] = {}
    for criterion in _all(title, skills, essential):
        asked = asked_by(criterion.text)
        wishes = tuple((wish.terms, wish.language, wish.level) for wish in asked.wishes)
        found.setdefault((wishes, asked.months), criterion)
        if words := protected_words(criterion.text):
            raise ProtectedCriterion(criterion, words)
    return tuple(found.values())


def protected_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that ask for what must not count."""
    plain = _WHOEVER.sub("", text)
    told = (plain[start:end] for start, end in masked_spans(plain) if not _is_ending(plain, start))
    return (*told, *words_of_wishes(plain))


def _is_ending(text: str, start: int) -> bool:
    """Tell whether what begins here only ends a title: Entwicklerin."""
    return start > 0 and text[start - 1].isalpha()


def _all(title: str, skills: Sequence[str], essential: Sequence[str]) -> Iterator[Criterion]:
    for kind, texts in (("essential", essential), ("skill", skills), ("title", [title])):
        for place, said in enumerate(texts):
            if text := " ".join(_WHOEVER.sub("", said).split()):
                yield Criterion(f"{kind}/{place}", kind, text, WEIGHTS[kind])
