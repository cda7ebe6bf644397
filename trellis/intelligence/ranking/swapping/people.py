"""Another name, and the pronouns that go with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from trellis.core.files.papers.headings import folded
from trellis.intelligence.ranking.masking.names import name_spans, names_from
from trellis.intelligence.ranking.masking.phrases import words_in
from trellis.intelligence.ranking.sources import Source, names_of, nicknames_of
from trellis.intelligence.ranking.wording.everyday import is_everyday

_OTHERS = (
    *(("Aisha", "Haddad"), ("Wei", "Zhang"), ("Olumide", "Adeyemi"), ("Greta", "Lindqvist")),
    *(("Kofi", "Mensah"), ("Sakura", "Tanaka"), ("Ivana", "Petrova"), ("Diego", "Quispe")),
)
_PAIRS = (
    *(("he", "she"), ("him", "her"), ("himself", "herself"), ("Mr", "Ms"), ("Herr", "Frau"), ("sr", "sra")),
    *(("él", "ella"), ("male", "female"), ("man", "woman"), ("männlich", "weiblich"), ("hombre", "mujer")),
    *(("husband", "wife"), ("father", "mother"), ("السيد", "السيدة"), ("ذكر", "أنثى")),
)
_SWAPS = {
    **{one.casefold(): other for one, other in _PAIRS},
    **{other.casefold(): one for one, other in _PAIRS},
    "his": "her",
    "hers": "his",
}
_TITLES = frozenset(["mr", "ms", "herr", "frau", "sr", "sra"])
# What a trade or a system has the name of is no pronoun: only small or with one capital.
_PRONOUN = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, _SWAPS))})(?![\w-])", re.IGNORECASE)


def with_another_name(source: Source, turn: int) -> Source:
    """Return the application as if somebody of another name and gender had sent it."""
    profile = source.profile
    first, last = (str(profile.get(name) or "").strip() for name in ("first_name", "last_name"))
    named = next(each for each in (*_OTHERS[turn % 8 :], *_OTHERS) if not {*each} & {first, last})
    address = f"{named[0]}.{named[1]}".lower()
    other = {
        "first_name": named[0],
        "last_name": named[1],
        "email": f"{address}@example.org",
        "slug": address.replace(".", "-"),
    }
    said = {**profile, **{key: value for key, value in other.items() if key in profile}}
    address_was = str(profile.get("email") or "")
    resume = source.resume.replace(address_was, other["email"]) if address_was else source.resume
    resume = _elsewhere(_renamed(resume, profile, named), (first, last), named)
    return Source(profile=said, resume=_PRONOUN.sub(_swapped, resume))


def _renamed(text: str, profile: Mapping[str, Any], named: tuple[str, str]) -> str:
    """Return a text with the new name for each that the old names make."""
    names = names_from(names_of(profile), nicknames_of(profile))
    parts, at = [], 0
    for start, end in name_spans(text, words_in(text), names):
        new = " ".join(named)
        parts += [text[at:start], new.upper() if text[start:end].isupper() else new]
        at = end
    return "".join([*parts, text[at:]])


def _elsewhere(text: str, old: tuple[str, str], named: tuple[str, str]) -> str:
    """Return a text with a new name for what is left of an old one: what masks had overlooked would show."""
    for said, new in zip(old, named, strict=True):
        for part in said.split():
            if len(part) > 2 and not part.islower() and not is_everyday(folded(part)):
                text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", new, text)
    return text


def _swapped(match: re.Match[str]) -> str:
    said = match[0]
    # Milliseconds are no title, and systems have names in capitals.
    if (said.isupper() and len(said) > 1) or (said.islower() and said in _TITLES):
        return said
    other = _SWAPS[said.casefold()]
    return other[:1].upper() + other[1:] if said[0].isupper() else other[:1].lower() + other[1:]
