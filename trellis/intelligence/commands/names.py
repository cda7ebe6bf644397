"""Who is named: by letters and by sound, among those whom the person knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.intelligence.commands.forms import KnownName, Match
from trellis.intelligence.commands.small import NOT_NAMES
from trellis.intelligence.commands.sounding import likeness
from trellis.intelligence.commands.taking import GAP, Sentence
from trellis.intelligence.commands.words import folded, words_of

_ALIKE = 0.87
_EACH_ALIKE = 0.76
_WHOLE_ALIKE = 0.9
# Of two that are this close neither is meant for sure.
_CLOSE = 0.06
_LONGEST_NAME = 4  # words
_BEFORE = r"(?:with|to|from|for|pay|tell|message|text|see|meet|book|call)"
_PRONOUN = r"(?:her|him|them|the same (?:person|mentor|one))"


@dataclass(frozen=True, slots=True)
class _Found:
    """A name in a sentence: from which word to which, how alike; a whole one is worth more than a half."""

    name: KnownName
    first: int
    last: int
    alike: float
    is_whole: bool


def take_person(sentence: Sentence, names: Sequence[KnownName]) -> Match | None:
    """Take out who is named; one whom nobody knows has no candidates. None where nobody is."""
    words = sentence.left.split()
    found = [each for name in names for each in _in(words, name)]
    if found:
        return _best(sentence, words, found)
    if pronoun := sentence.take(rf"(?:{_BEFORE} )?(?P<who>{_PRONOUN})(?: again)?"):
        return Match(pronoun["who"], is_pronoun=True)
    return _stranger(sentence, words)


def same_name(one: KnownName, other: KnownName) -> bool:
    """Tell whether two cannot be told apart by saying their names."""
    return folded(one.full_name) == folded(other.full_name)


def _best(sentence: Sentence, words: list[str], found: list[_Found]) -> Match:
    whole = [each for each in found if each.is_whole]
    among = whole or found
    top = max(among, key=lambda each: (each.alike, each.last - each.first))
    meant = [each for each in among if each.alike >= top.alike - _CLOSE]
    # The letters decide where the sounds are the same: Sara, where there is a Sara and a Sarah.
    exact = [each for each in meant if each.alike == 1.0]
    chosen = exact or meant
    said = " ".join(words[top.first : top.last])
    after = words[top.last] if top.last < len(words) else GAP
    left = [*words[: top.first], GAP, *words[top.last :]]
    is_sure = bool(whole) or after in NOT_NAMES or not after.isalpha()
    sentence.left = " ".join(left)
    by_key = {each.name.key: each.name for each in chosen}
    return Match(said, tuple(by_key.values()), is_sure=is_sure)


def _in(words: list[str], name: KnownName) -> list[_Found]:
    parts = [part for part in folded(name.full_name).replace("-", " ").replace("'", "").split() if part]
    if not parts:
        return []
    found = []
    for first in range(len(words)):
        found += _whole_at(words, first, parts, name) or _half_at(words, first, parts, name)
    return found


def _whole_at(words: list[str], first: int, parts: list[str], name: KnownName) -> list[_Found]:
    """Return the whole name where it begins at a word: part by part, or run together."""
    if len(parts) < 2:
        return []
    for number in range(min(_LONGEST_NAME, len(words) - first), 0, -1):
        window = [word.replace("'", "") for word in words[first : first + number]]
        if any(word in NOT_NAMES or not word.isalpha() for word in window):
            continue
        alike = _together(window, parts)
        if alike:
            return [_Found(name, first, first + number, alike, is_whole=True)]
    return []


def _together(window: list[str], parts: list[str]) -> float:
    if len(window) == len(parts):
        each = [likeness(word, part) for word, part in zip(window, parts, strict=True)]
        if min(each) >= _EACH_ALIKE and sum(each) / len(each) >= _ALIKE:
            return sum(each) / len(each)
        return 0.0
    if len(window) == 1 and len(window[0]) <= max(map(len, parts)):
        return 0.0
    run_together = likeness("".join(window), "".join(parts))
    return run_together if run_together >= _WHOLE_ALIKE else 0.0


def _half_at(words: list[str], first: int, parts: list[str], name: KnownName) -> list[_Found]:
    """Return the name where its first or its last part alone stands at a word."""
    word = words[first].replace("'", "")
    if word in NOT_NAMES or not word.isalpha() or len(word) < 2:
        return []
    alike = max(likeness(word, parts[0]), likeness(word, parts[-1]))
    return [_Found(name, first, first + 1, alike, is_whole=len(parts) == 1)] if alike >= _ALIKE else []


def _stranger(sentence: Sentence, words: list[str]) -> Match | None:
    """Take out who is named where a name would stand, but is nobody's."""
    for place, word in enumerate(words[:-1]):
        named = []
        for after in words[place + 1 : place + 3]:
            if not after.replace("'", "").isalpha() or after in NOT_NAMES - {"me", "myself"}:
                break
            named.append(after)
        if word in ("with", "pay", "tell", "to", "from") and named:
            rest = [*words[: place + (word == "pay")], GAP, *words[place + 1 + len(named) :]]
            sentence.left = " ".join(rest)
            return Match(" ".join(named))
    return None


def name_like(text: str) -> str:
    """Return the words of a sentence that may be somebody's name."""
    return " ".join(word for word in words_of(text) if word not in NOT_NAMES and word.isalpha())
