"""What can be evidence in an application: stretches of its texts, languages, times of work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from trellis.intelligence.ranking.languages import best_of, languages_of
from trellis.intelligence.ranking.lines import Stretch, read_lines
from trellis.intelligence.ranking.masking.spans import masked_spans
from trellis.intelligence.ranking.neutral import FILLER
from trellis.intelligence.ranking.seen import Seen, seen
from trellis.intelligence.ranking.sources import (
    PROFILE,
    RESUME,
    Kind,
    Source,
    fields_of,
    names_of,
    nicknames_of,
)
from trellis.intelligence.ranking.wording.tokens import searched

__all__ = ["EXTRACT_VERSION", "Extract", "Kind", "Stint", "Unit", "as_json", "extract", "from_json"]

EXTRACT_VERSION = 1
_MOST_UNITS = 200
# Brackets around nothing, blanks before a comma, and commas that follow one another.
_CUT = re.compile(r"[(\[]\s*[)\]]|\s+(?=[,.;:)])|[,;](?=\s*[,;.])")


# A named tuple, as half a million of them are made when ten thousand applications are judged.
class Unit(NamedTuple):
    """A stretch of a source that can be evidence."""

    source: str  # "resume" or "profile"
    field: str  # "" for the resume; "skills/0", "education/1/course_name" of the profile
    start: int  # in code points of the original text of that source and field
    end: int
    text: str  # without what is masked, blanks single: what is embedded
    kind: Kind
    words: str = ""  # `text` as words are compared
    masked: tuple[tuple[int, int], ...] = ()  # what of the stretch is not quoted, in the original


@dataclass(frozen=True, slots=True)
class Stint:
    """A time of work: months counted from year 0, `last` not in it, None while it runs; what tells of it."""

    first: int
    last: int | None
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """All of an application that is looked at when it is judged."""

    units: tuple[Unit, ...]
    languages: Mapping[str, str]
    stints: tuple[Stint, ...] = ()


def extract(source: Source) -> Extract:
    """Return what of an application counts; it never looks at what `neutral` masks."""
    called = {"names": names_of(source.profile), "nicknames": nicknames_of(source.profile)}
    left = seen(source.resume, masked_spans(source.resume, **called), filler=FILLER)
    lines = read_lines(left.text)
    found = [
        *_of_profile(source, called),
        *(_unit(source.resume, left, stretch) for stretch in lines.stretches),
    ]
    shift = len(found) - len(lines.stretches)
    kept = _kept(found)
    stints = tuple(
        Stint(each.first, each.last, units)
        for each in lines.spells
        if (units := tuple(kept[shift + place] for place in each.stretches if shift + place in kept))
    )
    return Extract(
        units=tuple(found[place] for place in kept),
        languages=best_of([*languages_of(source.profile), *lines.tongues]),
        stints=stints,
    )


def _of_profile(source: Source, called: Mapping[str, Sequence[str]]) -> Iterator[Unit]:
    for field in fields_of(source.profile):
        left = seen(field.text, masked_spans(field.text, **called), filler=FILLER)
        if left.text:
            stretch = Stretch(((0, len(left.text)),), field.kind, field.tongue)
            yield _unit(field.text, left, stretch, source=PROFILE, field=field.name)


def _unit(original: str, left: Seen, stretch: Stretch, *, source: str = RESUME, field: str = "") -> Unit:
    """Return the unit of a stretch: what stands between its signs in the original is not quoted."""
    places = [place for start, end in stretch.pieces for place in left.places[start:end]]
    said = " ".join(left.text[slice(*piece)] for piece in stretch.pieces)
    text = _plain(said)
    masked = tuple(
        (before + 1, place)
        for before, place in pairwise(places)
        if place - before > 1 and any(map(_tells, original[before + 1 : place]))
    )
    words = searched(text) + (f"@{stretch.tongue.casefold()} " if stretch.tongue else "")
    return Unit(source, field, places[0], places[-1] + 1, text, stretch.kind, words, masked)


def _plain(said: str) -> str:
    """Return a text in single blanks, as it is whether something was cut out of it or never there."""
    text = _CUT.sub("", " ".join(said.split()))
    return " ".join(text.split())


def _tells(sign: str) -> bool:
    return sign.isalnum() or sign == FILLER


def _kept(found: Sequence[Unit]) -> dict[int, int]:
    """Return which units stay, and as which number: what lists say twice is said once."""
    kept: dict[int, int] = {}
    said: set[str] = set()
    for place, unit in enumerate(found):
        if not unit.words.strip() or (unit.kind is Kind.NAMED and unit.words in said):
            continue
        said.add(unit.words) if unit.kind is Kind.NAMED else None
        kept[place] = len(kept)
        if len(kept) == _MOST_UNITS:
            break
    return kept


def as_json(found: Extract) -> dict[str, Any]:
    """Return an extract as JSON keeps it: short, as ten thousand of them are read at once."""
    return {
        "units": [
            [*(one.source, one.field, one.start, one.end, one.text, one.kind.value, one.words), one.masked]
            for one in found.units
        ],
        "languages": dict(found.languages),
        "stints": [[each.first, each.last, each.units] for each in found.stints],
    }


def from_json(data: Mapping[str, Any]) -> Extract:
    """Return the extract that was kept."""
    return Extract(
        units=tuple(
            Unit(
                source,
                field,
                start,
                end,
                text,
                _KINDS[kind],
                words,
                tuple(map(tuple, masked)) if masked else (),
            )
            for source, field, start, end, text, kind, words, masked in data["units"]
        ),
        languages=data["languages"],
        stints=tuple(Stint(first, last, tuple(units)) for first, last, units in data["stints"]),
    )


_KINDS = {kind.value: kind for kind in Kind}
