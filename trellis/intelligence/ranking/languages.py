"""Languages, and how well somebody knows them, as one row of levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trellis.core.files.papers.headings import folded
from trellis.intelligence.resumes.words.tongues import LEVELS, TONGUES

# "Intermediate" is B1 or B2, and taken for the better; a mother tongue is worth no more than what is learnt.
RANKS = {
    "": 0,
    "A1": 1,
    "A2": 2,
    "basic": 2,
    "B1": 3,
    "B2": 4,
    "intermediate": 4,
    "C1": 5,
    "advanced": 6,
    "C2": 6,
    "native": 6,
}
_SIGN = "Sign language"
_SIGNED = tuple(dict.fromkeys(name for name in TONGUES.values() if "sign language" in name.lower()))
_WAYS = ("speaking", "reading", "writing")


def languages_of(profile: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the languages of a profile, each at the best of its levels: who does not speak may well write."""
    for each in profile.get("languages") or ():
        if name := language_named(str(each.get("language") or "")):
            levels = [LEVELS.get(folded(str(each.get(way) or "")), "") for way in _WAYS]
            yield name, max(levels, key=lambda level: RANKS[level])


def language_named(said: str) -> str:
    """Return the English name of a language, "" for none."""
    return TONGUES.get(folded(said), "")


def best_of(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return each language once, at the best level that is said of it."""
    best: dict[str, str] = {}
    for name, level in found:
        if name not in best or RANKS[level] > RANKS[best[name]]:
            best[name] = level
    return best


def answering(language: str) -> tuple[str, ...]:
    """Return the languages that answer where one is asked for: each sign language is sign language."""
    return _SIGNED if language == _SIGN else (language,)
