"""The entries of a section: the lines that head each one, their dates, and what is told below them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from trellis.core.files.papers.layout import TAB
from trellis.core.files.papers.plain import first_word
from trellis.intelligence.resumes.dates import times_in
from trellis.intelligence.resumes.found import Span, Times
from trellis.intelligence.resumes.sections import Part
from trellis.intelligence.resumes.text import Text, bullet_of
from trellis.intelligence.resumes.words.work import employs, is_legal_form, is_place, works_as

_LONGEST_HEAD = 110
_MOST_HEADS = 4
_DASH = re.compile(
    r"\s+[–—\-|·•@]\s+|\s*\|\s*|\s+(?:at|bei|bei der|beim|chez|لدى|في شركة)\s+(?=[A-ZÄÖÜ\u0621-\u064a])"
)
_COMMA = re.compile(r"[,،;]\s+")
_EDGES = " \t\n,،;:|·•–—-()[]"
# How long it was, which the dates say.
_LASTED = re.compile(
    r"^\W*\d{1,2}\s*(?:years?|yrs?|mos?|months?|jahren?|monaten?|años?|mes(?:es)?|ans?|mois|سنوات|سنة|أشهر)\b"
    r"[\s\d\w,.]{0,24}\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a heading line: what it says, where, and whether other words stand before it in its line."""

    text: str
    span: Span
    row: int  # of the lines that head the entry
    place: int  # in its line
    is_beside: bool  # behind a wide gap
    has_date: bool  # in its line


@dataclass
class Entry:
    """What heads an entry, when it was, and the lines below it."""

    pieces: list[Piece] = field(default_factory=list)
    times: Times | None = None
    deeds: list[Span] = field(default_factory=list)
    rows: int = 0
    follows: bool = False  # right below the one before, with nothing told between them


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    skip: int
    times: tuple[Times, ...]
    is_told: bool


def entries_of(text: Text, part: Part) -> list[Entry]:
    """Return the entries of a section in their order."""
    lines = [_line(text, number, part.skip if number == part.first else 0) for number in part.numbers]
    _find_told(text, lines)
    found: list[Entry] = []
    for heads, told in _groups(lines):
        entries = _headed(text, heads, before=_usual_before(lines)) if heads else []
        if not entries and found:
            found[-1].deeds += [_span(text, line) for line in (*heads, *told)]
            continue
        for place, entry in enumerate(entries):
            entry.follows = place > 0
        if entries:
            entries[-1].deeds += [_span(text, line) for line in told]
        found += entries
    return found


def _line(text: Text, number: int, skip: int) -> _Line:
    line = text.lines[number].text
    bullet = bullet_of(line[skip:])
    times = [each for each in times_in(line[skip:]) if _is_of_head(line[skip:], each)]
    start = text.starts[number] + skip
    moved = tuple(
        Times(one.start, one.end, one.is_running, (one.span[0] + start, one.span[1] + start), one.certainty)
        for one in times
    )
    # A bullet before a job with its dates is decoration.
    is_told = bool(bullet) and not (moved and any(one.start for one in moved))
    return _Line(number, skip + bullet, moved, is_told)


def _is_of_head(line: str, times: Times) -> bool:
    """Tell dates of a heading from years in a sentence: these stand inside of it."""
    before, after = line[: times.span[0]].strip(_EDGES), line[times.span[1] :].strip(_EDGES)
    if times.start is not None:
        return len(line) <= 2 * _LONGEST_HEAD
    return (not before or not after) and len(line) <= _LONGEST_HEAD


def _find_told(text: Text, lines: list[_Line]) -> None:
    """Mark lines that go on with what a bullet begins, and whole sentences."""
    for place, line in enumerate(lines):
        if line.is_told or line.times:
            continue
        said = text.lines[line.number]
        before = lines[place - 1] if place else None
        wraps = False
        if before is not None and before.is_told:
            above = text.lines[before.number]
            wraps = said.text[0].islower() or (
                above.block == said.block
                and said.box[2] > 0
                and said.box[0] > above.box[0] + 3
                and not said.is_bold
            )
            wraps = wraps or _has_no_room(text, line.number)
        if (
            wraps
            or len(said.text) > _LONGEST_HEAD
            or (said.text.endswith((".", "!")) and len(said.text.split()) > 6)
        ):
            lines[place] = _Line(line.number, line.skip, (), True)


def _has_no_room(text: Text, number: int) -> bool:
    """Tell whether a line goes on with one that fills its column."""
    above, line = text.lines[number - 1], text.lines[number]
    if above.block != line.block or above.box[2] == 0 or line.is_bold or line.gap > 0.7:
        return False
    right = max(each.box[2] for each in text.lines if each.block == line.block)
    sign = (line.box[2] - line.box[0]) / max(1, len(line.text))
    return above.box[2] + (len(first_word(line.text)) + 1) * sign > right + 1


def _groups(lines: Sequence[_Line]) -> Iterator[tuple[list[_Line], list[_Line]]]:
    heads: list[_Line] = []
    told: list[_Line] = []
    for line in lines:
        if line.is_told:
            told.append(line)
            continue
        if told:
            yield heads, told
            heads, told = [], []
        heads.append(line)
    if heads or told:
        yield heads, told


def _usual_before(lines: Sequence[_Line]) -> int:
    """Return how many lines stand before that with the dates, in the first entry."""
    for place, line in enumerate(lines):
        if line.times:
            return min(place, 2)
        if line.is_told:
            return 0
    return 0


def _headed(text: Text, heads: Sequence[_Line], *, before: int) -> list[Entry]:
    """Return the entries that lines head: one for each date, or one without."""
    dated = [place for place, line in enumerate(heads) if line.times]
    if not dated:
        return [_entry(text, heads, None)] if _looks_like_one(text, heads) else []
    own_before = min(dated[0], before) if before else 0
    starts = [0] + [max(place - own_before, earlier + 1) for earlier, place in itertools.pairwise(dated)]
    if not own_before:
        starts = [0, *dated[1:]]
    entries = []
    for number, (start, place) in enumerate(zip(starts, dated, strict=True)):
        end = starts[number + 1] if number + 1 < len(starts) else len(heads)
        rows = heads[start:end]
        kept = _kept(text, rows, place - start)
        entry = _entry(text, rows[:kept], heads[place].times[0])
        entry.deeds += [_span(text, line) for line in rows[kept:]]
        entries.append(entry)
    return entries


def _kept(text: Text, rows: Sequence[_Line], dated: int) -> int:
    """Return how many of the lines head the entry: once title and employer are said, all is told."""
    said = 0
    for place, line in enumerate(rows[:_MOST_HEADS]):
        pieces = [each for each in _pieces(text, line, place) if not is_place(each.text)]
        if place > dated and said >= 2:
            return place
        said += len(pieces)
    return min(len(rows), _MOST_HEADS)


def _looks_like_one(text: Text, heads: Sequence[_Line]) -> bool:
    """Tell whether lines without dates head an entry: they name a job, and nothing else."""
    if len(heads) > 2:
        return False
    pieces = [piece for row, line in enumerate(heads) for piece in _pieces(text, line, row)]
    pieces = [each for each in pieces if not is_place(each.text)]
    cues = any(works_as(each.text) or employs(each.text) for each in pieces)
    return 2 <= len(pieces) <= 4 and cues


def _entry(text: Text, rows: Sequence[_Line], times: Times | None) -> Entry:
    pieces = [piece for row, line in enumerate(rows) for piece in _pieces(text, line, row)]
    return Entry(pieces=pieces, times=times, rows=len(rows))


def _span(text: Text, line: _Line) -> Span:
    start = text.starts[line.number]
    return (start + line.skip, start + len(text.lines[line.number].text))


def _pieces(text: Text, line: _Line, row: int) -> Iterator[Piece]:
    """Yield what a line says beside its dates: the parts between gaps, dashes, then commas."""
    start = text.starts[line.number]
    said = text.lines[line.number].text
    for one in line.times:
        first, last = one.span[0] - start, one.span[1] - start
        said = said[:first] + TAB * (last - first) + said[last:]
    place = 0
    at = line.skip
    for column, part in enumerate(re.split(r"\t+", said[line.skip :])):
        at = said.index(part, at) if part else at
        for first, last in _split(part):
            shown = part[first:last]
            bare = shown.strip(_EDGES) if not shown.strip().endswith(")") else shown.strip(" \t\n,،;:|·•–—-(")
            if bare.count("(") != bare.count(")"):
                bare = bare.strip("()")
            if any(map(str.isalpha, bare)) and not _LASTED.match(bare):
                begin = start + at + first + shown.index(bare)
                beside = column > 0 and place > 0
                yield Piece(bare, (begin, begin + len(bare)), row, place, beside, bool(line.times))
                place += 1
        at += len(part)


def _split(part: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where the pieces of a part go; a firm's "Inc." stays with it."""
    pattern = _DASH if _DASH.search(part.strip(_EDGES)) else _COMMA
    bounds = [(found.start(), found.end()) for found in pattern.finditer(part)]
    begin = 0
    for start, end in bounds:
        following = _COMMA.split(part[end:])[0]
        if pattern is _COMMA and is_legal_form(following):
            continue
        yield begin, start
        begin = end
    yield begin, len(part)
