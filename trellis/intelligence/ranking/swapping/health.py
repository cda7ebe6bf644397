"""Words of disability, put in where there were none and taken out where there were some."""

from __future__ import annotations

import re

from trellis.intelligence.ranking.sources import Source
from trellis.intelligence.ranking.swapping.lines import inserted

_SAID = (
    *("I am deaf.", "Wheelchair user", "Registered disabled", "Autistic", "I have dyslexia.", "I am blind."),
    *("Gehörlos", "Schwerbehindert, GdB 50", "Ich bin sehbehindert.", "Rollstuhlfahrer"),
    *("Persona con discapacidad", "Soy sorda.", "Silla de ruedas", "من ذوي الإعاقة", "كفيف"),
)
_OF = ("Deaf", "Blind", "Disabled", "Wheelchair")
_TOGETHER = re.compile(r"(?<![\w-])(?=(?:Sports Club|Club|Association|Society|Choir|Union)(?![\w-]))")
_FOUND = re.compile(
    r"(?<![\w-])(?:deaf|hard of hearing|blind|disabled|autistic|dyslexic|wheelchair|paralympic|"
    r"gehörlose?[nrs]?|schwerhörige?[nrs]?|sehbehinderte?[nrs]?|behinderte?[nrs]?|rollstuhl|sord[oa]s?|"
    r"cieg[oa]s?)(?![\w-])[ ]?",
    re.IGNORECASE,
)
# A study may be blind, and a state disabled.
_OTHERWISE = re.compile(r"(?:double|single|colou?r)[ -]$", re.IGNORECASE)


def with_disability(source: Source, turn: int) -> Source:
    """Return the application of somebody who says of what disability they are, also by where they belong."""
    if not source.resume:
        return source
    word = _OF[turn % len(_OF)]
    resume = _TOGETHER.sub(f"{word} ", source.resume)
    lines = [_SAID[turn % len(_SAID)], _SAID[(turn * 5 + 3) % len(_SAID)]]
    return Source(profile=source.profile, resume=inserted(resume, lines, turn))


def without_disability(source: Source, turn: int) -> Source:
    """Return the application without the words of disability that it has."""
    return Source(profile=source.profile, resume=_FOUND.sub(_gone, source.resume))


def _gone(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 8) : match.start()]
    return match[0] if _OTHERWISE.search(before) else ""
