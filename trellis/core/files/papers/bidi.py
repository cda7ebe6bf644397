"""Lines that are written from right to left: from where the letters stand to the order they are read in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_PAIRS = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_KEPT = re.compile(r"[A-Za-z\u00c0-\u024f][\w.@+#/-]*|[+]?[\d٠-٩۰-۹]+(?:[.,:/][\d٠-٩۰-۹]+)*[+]?", re.ASCII)


def is_right_to_left(text: str) -> bool:
    """Tell whether any letter is written from right to left."""
    return any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)


def share_of_right_to_left(text: str) -> float:
    """Return how many of the letters are, from 0 to 1."""
    kinds = [unicodedata.bidirectional(sign) for sign in text]
    strong = sum(1 for kind in kinds if kind in {"L", "R", "AL"})
    return sum(1 for kind in kinds if kind in {"R", "AL"}) / strong if strong else 0.0


def logical(words: Sequence[str]) -> list[str]:
    """Return words that stand from left to right on the page as they are read in a line from right to left.

    The signs of each word stand from left to right, too. Words of Latin letters keep their order among
    themselves, and numbers their digits; a number that begins with a plus is one of several words.
    """
    runs: list[list[str]] = []
    for place, word in enumerate(words):
        if runs and _goes_on(runs[-1], word, words[place + 1 :]):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [word for run in reversed(runs) for word in _read(run)]


def _kind(word: str) -> str:
    """Return L for Latin letters, R for those from right to left, N for digits alone, "" for none."""
    kinds = {unicodedata.bidirectional(sign) for sign in word}
    if kinds & {"R", "AL"}:
        return "R"
    if "L" in kinds:
        return "L"
    return "N" if kinds & {"EN", "AN"} else ""


def _goes_on(run: Sequence[str], word: str, later: Sequence[str]) -> bool:
    """Tell whether a word is read from left to right in one with those before it."""
    first, kind = _kind(run[0]), _kind(word)
    if first == "L":
        following = next((found for found in map(_kind, later) if found), "")
        return kind in {"L", "N"} or (not kind and following == "L")
    return first == "N" and kind == "N" and run[0].startswith(("+", "(+")) and not word.endswith("+")


def _read(run: Sequence[str]) -> list[str]:
    if _kind(run[0]) == "L":
        return _with_ends_turned(" ".join(run)).split(" ")
    return [_turned(word) for word in run]


def _with_ends_turned(text: str) -> str:
    """Return Latin words; signs at their ends belong to the line around them, and stand at the other."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    before, after = text[end:][::-1].translate(_PAIRS), text[:start][::-1].translate(_PAIRS)
    return f"{before}{text[start:end]}{after}"


def _turned(word: str) -> str:
    """Return one word as it is read: numbers and Latin letters in it stay as they are."""
    pieces: list[str] = []
    start = 0
    for kept in _KEPT.finditer(word):
        pieces += [*_clusters(word[start : kept.start()]), _number(kept[0])]
        start = kept.end()
    pieces += _clusters(word[start:])
    return "".join(piece.translate(_PAIRS) for piece in reversed(pieces))


def _number(text: str) -> str:
    return f"+{text[:-1]}" if text.endswith("+") else text


def _clusters(text: str) -> list[str]:
    """Return letters with the marks that stand on them."""
    found: list[str] = []
    for sign in text:
        if found and unicodedata.combining(sign):
            found[-1] += sign
        else:
            found.append(sign)
    return found
