"""What the lines of a resume say: stretches that can be evidence, languages, and times of work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from trellis.core.files.papers.headings import Section, folded
from trellis.core.files.papers.layout import Line, Paper
from trellis.intelligence.ranking.sources import Kind
from trellis.intelligence.resumes.dates import times_in
from trellis.intelligence.resumes.found import Span, When
from trellis.intelligence.resumes.sections import Part, parts_of
from trellis.intelligence.resumes.skills import skills_in
from trellis.intelligence.resumes.text import Text, bullet_of
from trellis.intelligence.resumes.tongues import tongues_in
from trellis.intelligence.resumes.words.work import is_place, teaches, works_as
from trellis.intelligence.resumes.work.entries import entries_of

_LONGEST = 240
_MOST_WRAPPED = 4
_SENTENCE = 6
_NEVER = frozenset({Section.CONTACT, Section.LINKS})
_NO_WORK = _NEVER | {Section.EDUCATION, Section.SKILLS, Section.LANGUAGES}
_APART = re.compile(r"[,;|\t·•]|\s[–—-]\s|\s(?:at|an der|am|bei|en la|en el|from)\s|\(|\)")
_BREAK = re.compile(r"(?<=[.!?;])\s|(?<=,)\s|\s")
_CEFR = re.compile(r"(?<!\w)[ABCabc][12](?!\w)")
_AFTER = 30
# Short for schools that no word tells.
_SCHOOLS = frozenset(
    ["tu", "fh", "eth", "mit", "htl", "hak", "ucl", "lse", "lmu", "rwth", "kit", "wu", "uam", "upm"]
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Signs of the lines that belong together: pieces in their order, between which others stand."""

    pieces: tuple[Span, ...]
    kind: Kind
    tongue: str = ""


@dataclass(frozen=True, slots=True)
class Spell:
    """A time of work: months counted from year 0, the last not in it; which stretches tell of it."""

    first: int
    last: int | None
    stretches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """All that the lines of a resume say."""

    stretches: tuple[Stretch, ...]
    spells: tuple[Spell, ...]
    tongues: tuple[tuple[str, str], ...]


# An audit asks for the same lines several times, one after another.
@lru_cache(maxsize=256)
def read_lines(said: str) -> Lines:
    """Return what lines say from which all that must not count is gone."""
    text = Text(Paper(lines=tuple(Line(text=line) for line in said.split("\n"))))
    parts = parts_of(text.lines) if said else []
    skills = [Stretch(each.spans[0:1], Kind.NAMED) for each in skills_in(text, parts, ())]
    listed = {text.line_at(one.pieces[0][0]) for one in skills}
    tongues = tongues_in(text, parts)
    named = [Stretch(each.found.spans[0:1], Kind.NAMED, each.found.value) for each in tongues]
    told = list(_told(text, parts, listed))
    spells = tuple(_spells(text, parts, [stretch for stretch, _ in told]))
    levels = tuple((each.found.value, _level(text, each.found.spans[0], each.level)) for each in tongues)
    return Lines((*(stretch for stretch, _ in told), *skills, *named), spells, levels)


def _level(text: Text, span: Span, level: str) -> str:
    """Return the level that is written behind a language: one of Europe's, else the word for it."""
    after = re.split(r"[\n,;|•·]", text.text[span[1] : span[1] + _AFTER])[0]
    found = _CEFR.search(after)
    return found[0].upper() if found else level


def _told(text: Text, parts: Sequence[Part], listed: set[int]) -> Iterator[tuple[Stretch, int]]:
    """Yield what sections tell that list no skills and no languages, each with the number of its line."""
    has_headings = any(part.section is not None for part in parts)
    for place, part in enumerate(parts):
        if part.section in _NEVER or part.section is Section.LANGUAGES:
            continue
        for numbers in _wrapped(text, part):
            first = numbers[0]
            if part.section is Section.SKILLS and listed.intersection(numbers):
                continue
            skip = part.skip if first == part.first else 0
            is_head = part.section is None and has_headings and place == 0
            if is_head and not _says_something(text.lines[first].text):
                continue
            if part.section is Section.EDUCATION:
                spans = _of_course(text, numbers, skip)
            else:
                spans = _without_dates(text, numbers, skip)
            kind = _kind(part.section, text.lines[first].text, is_head=is_head)
            for pieces in _cut(text.text, spans):
                yield Stretch(pieces, kind), first


def _says_something(line: str) -> bool:
    """Tell whether a line above the first heading is more than a name and an address: a title, a sentence."""
    return works_as(line) > 0 or len(line.split()) >= _SENTENCE


def _kind(section: Section | None, line: str, *, is_head: bool) -> Kind:
    if section in {Section.SKILLS, Section.SUMMARY} or is_head:
        return Kind.NAMED
    if section is None:
        is_list = line.count(",") >= 2 and len(line.split()) <= 2 * (line.count(",") + 1)
        return Kind.NAMED if is_list or len(line.split()) < 3 else Kind.SHOWN
    return Kind.SHOWN


def _wrapped(text: Text, part: Part) -> Iterator[list[int]]:
    """Yield the lines of a part; those that go on with a sentence together."""
    group: list[int] = []
    for number in part.numbers:
        line = text.lines[number].text
        goes_on = line[:1].islower() and not bullet_of(line) and part.section is not Section.SKILLS
        if group and (not goes_on or len(group) >= _MOST_WRAPPED):
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _without_dates(text: Text, numbers: Sequence[int], skip: int) -> list[Span]:
    """Return the pieces of lines between bullets and dates."""
    found: list[Span] = []
    for number in numbers:
        start, line = text.starts[number], text.lines[number].text
        at = skip + bullet_of(line[skip:])
        for one in times_in(line):
            found.append((start + at, start + max(at, one.span[0])))
            at = max(at, one.span[1])
        found.append((start + at, start + len(line)))
        skip = 0
    return [span for each in found if (span := _trimmed(text.text, *each))]


def _of_course(text: Text, numbers: Sequence[int], skip: int) -> list[Span]:
    """Return what is learnt, without where: the name of a school says nothing that is asked for."""
    found: list[Span] = []
    for start, end in _without_dates(text, numbers, skip):
        at = start
        for match in [*_APART.finditer(text.text, start, end), None]:
            last = match.start() if match else end
            piece = _trimmed(text.text, at, last)
            if piece and not _is_a_school(text.text[slice(*piece)]):
                found.append(piece)
            at = match.end() if match else end
    return found


def _is_a_school(said: str) -> bool:
    return bool(teaches(said)) or is_place(said) or not _SCHOOLS.isdisjoint(folded(said).split())


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] in ",;:|·–—-()/"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:|·–—-(/"):
        end -= 1
    return (start, end) if any(map(str.isalnum, text[start:end])) else None


def _cut(text: str, spans: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """Yield pieces together, as many as can be quoted at once; what is too long is cut where it can be."""
    group: list[Span] = []
    size = 0
    for start, end in spans:
        while end - start > _LONGEST:
            cut = max((match.end() for match in _BREAK.finditer(text, start, start + _LONGEST)), default=0)
            cut = cut or start + _LONGEST
            yield from ([tuple(group)] if group else [])
            group, size = [], 0
            yield ((start, cut),)
            start = cut
        if group and size + end - start > _LONGEST:
            yield tuple(group)
            group, size = [], 0
        group.append((start, end))
        size += end - start
    if group:
        yield tuple(group)


def _spells(text: Text, parts: Sequence[Part], told: Sequence[Stretch]) -> Iterator[Spell]:
    """Yield the times of work, each with what tells of it."""
    by_line: dict[int, list[int]] = {}
    for place, stretch in enumerate(told):
        for piece in stretch.pieces:
            by_line.setdefault(text.line_at(piece[0]), []).append(place)
    for part in parts:
        if part.section in _NO_WORK:
            continue
        for entry in entries_of(text, part):
            times = entry.times
            if times is None or times.start is None or (times.end is None and not times.is_running):
                continue
            spans = [*(piece.span for piece in entry.pieces), *entry.deeds]
            lines = dict.fromkeys(text.line_at(span[0]) for span in spans)
            places = dict.fromkeys(place for line in lines for place in by_line.get(line, ()))
            last = None if times.is_running or times.end is None else _month(times.end, 6)
            yield Spell(_month(times.start, 7) - 1, last, tuple(places))


def _month(when: When, middle: int) -> int:
    return when.year * 12 + (when.month or middle)
