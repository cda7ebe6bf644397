"""Finding phrases of lists in a text, word by word: the longest one that begins at a word counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from trellis.core.files.papers.headings import folded

# Marks that stand on letters belong to them.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670])*")
_FAR = re.compile(r"[\n\t|•·;:]|[.!?]\s")
_ARTICLES = ("وال", "بال", "لل", "ال", "و")
Span = tuple[int, int]
_Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as it is compared, and where it stands."""

    said: str
    start: int
    end: int
    is_lower: bool
    is_loud: bool


def words_in(text: str) -> list[Word]:
    """Return the words of a text in their order."""
    return [
        Word(_folded(said := match[0]), match.start(), match.end(), said[0].islower(), _is_loud(said))
        for match in _WORD.finditer(text)
    ]


def _is_loud(said: str) -> bool:
    return len(said) > 1 and said.isupper()


@lru_cache(maxsize=200_000)
def _folded(said: str) -> str:
    return folded(said).replace(" ", "")


class Phrases:
    """Lists of phrases, each under a name."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._found: dict[str, list[tuple[_Tokens, str]]] = {}
        self._begun: dict[str, list[tuple[_Tokens, str]]] = {}
        for name, said in lists.items():
            for phrase in filter(None, (each.strip() for each in said.replace("\n", "").split("|"))):
                self._take(tuple(_folded_star(word) for word in phrase.replace("*", "*\u200b").split()), name)
        self._lengths = sorted({len(prefix) for prefix in self._begun}, reverse=True)
        self._candidates = lru_cache(maxsize=200_000)(self._looked_up)

    def _take(self, tokens: _Tokens, name: str) -> None:
        first = tokens[0]
        table = self._begun if first.endswith("*") else self._found
        table.setdefault(first.rstrip("*"), []).append((tokens[1:], name))

    def _looked_up(self, word: str) -> tuple[tuple[_Tokens, str], ...]:
        found: list[tuple[_Tokens, str]] = []
        for form in _forms(word):
            found += self._found.get(form, ())
            for length in self._lengths:
                found += self._begun.get(form[:length], ()) if len(form) >= length else ()
        return tuple(sorted(found, key=lambda each: -len(each[0])))

    def hits(self, text: str, words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
        """Yield the name of the list, and from which word to before which word a phrase of it goes."""
        place = 0
        while place < len(words):
            for rest, name in self._candidates(words[place].said):
                end = place + 1 + len(rest)
                if end <= len(words) and (not rest or _follows(text, words, place, rest)):
                    yield name, place, end
                    place = end - 1
                    break
            place += 1


def _folded_star(word: str) -> str:
    word = word.replace("\u200b", "")
    return _folded(word.rstrip("*")) + ("*" if word.endswith("*") else "")


def _forms(word: str) -> Iterator[str]:
    yield word
    for article in _ARTICLES:
        if word.startswith(article) and len(word) > len(article) + 2:
            yield word[len(article) :]


def _follows(text: str, words: Sequence[Word], place: int, rest: _Tokens) -> bool:
    for step, token in enumerate(rest, place + 1):
        if not any(
            form.startswith(token[:-1]) if token.endswith("*") else form == token
            for form in _forms(words[step].said)
        ):
            return False
        if _FAR.search(text, words[step - 1].end, words[step].start):
            return False
    return True
