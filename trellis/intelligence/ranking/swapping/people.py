"""Another name, and the pronouns that go with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from trellis.core.files.papers.headings import folded
from trellis.intelligence.ranking.sources import Source
from trellis.intelligence.ranking.wording.everyday import is_everyday

_OTHERS = (
    *(("Aisha", "Haddad"), ("Wei", "Zhang"), ("Olumide", "Adeyemi"), ("Greta", "Lindqvist")),
    *(("Kofi", "Mensah"), ("Sakura", "Tanaka"), ("Ivana", "Petrova"), ("Diego", "Quispe")),
)
_PAIRS = (
    *(("he", "she"), ("him", "her"), ("himself", "herself"), ("Mr", "Ms"), ("Herr", "Frau"), ("sr", "sra")),
    *(("él", "ella"), ("male", "female"), ("man", "woman"), ("männlich", "weiblich"), ("hombre", "mujer")),
    *(("son", "daughter"), ("husband", "wife"), ("father", "mother"), ("السيد", "السيدة"), ("ذكر", "أنثى")),
)
_SWAPS = {
    **{one.casefold(): other for one, other in _PAIRS},
    **{other.casefold(): one for one, other in _PAIRS},
    "his": "her",
    "hers": "his",
}
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
    resume = _named(source.resume, dict(_parts(first, last, named)))
    address_was = str(profile.get("email") or "")
    resume = resume.replace(address_was, other["email"]) if address_was else resume
    return Source(profile=said, resume=_PRONOUN.sub(_swapped, resume))


def _parts(first: str, last: str, named: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield how the old names are written, and what stands for each in the new ones; the longest first."""
    if first and last:
        yield f"{first} {last}", f"{named[0]} {named[1]}"
        yield f"{last}, {first}", f"{named[1]}, {named[0]}"
        yield f"{first[0]}. {last}", f"{named[0][0]}. {named[1]}"
    for old, new in ((first, named[0]), (last, named[1])):
        if len(old) > 1 and not any(map(is_everyday, folded(old).split())):
            yield old, new


def _named(text: str, parts: Mapping[str, str]) -> str:
    for old, new in parts.items():
        text = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, text)
        text = re.sub(rf"(?<!\w){re.escape(old.upper())}(?!\w)", new.upper(), text)
    return text


def _swapped(match: re.Match[str]) -> str:
    said = match[0]
    if said.isupper() and len(said) > 1:
        return said
    other = _SWAPS[said.casefold()]
    return other[:1].upper() + other[1:] if said[0].isupper() else other[:1].lower() + other[1:]
