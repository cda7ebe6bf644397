"""Endings of titles that only say of which gender somebody is: Entwickler, Entwicklerin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from trellis.intelligence.ranking.masking.phrases import Span, Word
from trellis.intelligence.resumes.words.work import works_as

_FEMALE = ("innen", "in")
_PEOPLE = ("frauen", "frau", "mann", "manner", "woman", "women", "man", "men", "person")
_OF_TRADES = """
kauf fach haus feuerwehr ob sales chair business camera fire police crafts spokes anchor states bank
"""
_TRADES = frozenset(_OF_TRADES.split())


def ending_spans(words: Sequence[Word]) -> Iterator[Span]:
    """Yield these endings, so that both forms of a title say the same."""
    for word in words:
        if length := _ending(word.said):
            yield word.end - length, word.end


@lru_cache(maxsize=100_000)
def _ending(said: str) -> int:
    """Return how many signs at the end of a word tell a gender and nothing else."""
    if len(said) < 6 or said.isdigit():
        return 0
    for ending in _PEOPLE:
        stem = said.removesuffix(ending)
        if stem != said and (stem in _TRADES or stem.endswith("kauf")):
            return len(ending)
    for ending in _FEMALE:
        stem = said.removesuffix(ending)
        if stem != said and len(stem) > 3 and works_as(stem):
            return len(ending)
    return _of_other_tongues(said)


def _of_other_tongues(said: str) -> int:
    if said.endswith(("ora", "oras")) and works_as(said[: said.rindex("ora") + 2]):
        return len(said) - said.rindex("ora") - 2
    return 1 if said.endswith("ة") and len(said) > 3 and works_as(said[:-1]) else 0
