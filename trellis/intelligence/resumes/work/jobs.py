"""Where somebody worked, and as what: of each entry, which part is the title and which the employer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from trellis.core.files.papers.headings import Section
from trellis.intelligence.resumes.found import Found, Job, When
from trellis.intelligence.resumes.sections import Part
from trellis.intelligence.resumes.text import Text
from trellis.intelligence.resumes.words.work import employs, is_place, works_as
from trellis.intelligence.resumes.work.entries import Entry, Piece, entries_of

_MOST, _LONGEST = 60, 150
_Shape = tuple[int, int, bool, bool, int, int]


def jobs_in(text: Text, parts: Iterable[Part]) -> list[Job]:
    """Return the jobs in the order of the text."""
    entries = [each for part in parts if part.section is Section.JOBS for each in entries_of(text, part)]
    shown = [_told_apart(each.pieces) for each in entries]
    usual = _usual(shown)
    jobs: list[Job] = []
    above: tuple[Entry, Found | None] | None = None
    for entry, pieces in zip(entries, shown, strict=True):
        title, employer = _read(pieces, usual)
        if above is not None and employer is None and _is_within(entry, above[0]):
            employer = above[1] and Found(above[1].value, above[1].spans, 0.7)
        elif (
            above is not None
            and entry.follows
            and title is None
            and employer is not None
            and _is_within(entry, above[0])
        ):
            title, employer = employer, above[1]
        elif len(pieces) == 1 and not works_as(pieces[0].text) and entry.times:
            title, employer = None, _found(pieces[0], 0.6)
        if title is None and employer is not None and entry.times is not None:
            above = (entry, employer)
        elif not entry.follows and above is not None and not _is_within(entry, above[0]):
            above = None
        if title or employer:
            jobs.append(Job(title, employer, entry.times, tuple(entry.deeds)))
    return _without_headers(jobs)[:_MOST]


def _told_apart(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the parts that may be title or employer: no towns, no sentences."""
    kept = [each for each in pieces if not is_place(each.text) and len(each.text) <= _LONGEST]
    if len(kept) > 2:
        # What stands beside another, and looks like neither, is a place that we do not know.
        plain = [
            each
            for each in kept
            if not (each.place > 0 and not works_as(each.text) and not employs(each.text))
        ]
        kept = plain if len(plain) >= 2 else kept
    elif len(kept) == 2 and kept[1].is_beside and not works_as(kept[1].text) and not employs(kept[1].text):
        kept = kept[:1]
    return kept[:3]


def _shape(pieces: Sequence[Piece]) -> _Shape:
    first, second = pieces[:2]
    return (first.row, second.row, first.has_date, second.has_date, first.place, second.place)


def _leans(pieces: Sequence[Piece]) -> float:
    """Return how much more the first of two parts looks like the title than the second does."""
    first, second = (works_as(each.text) - employs(each.text) for each in pieces[:2])
    return max(-2.0, min(2.0, first - second))


def _usual(shown: Iterable[Sequence[Piece]]) -> dict[_Shape, float]:
    """Return for each shape of entries which part is the title: people write all of theirs alike."""
    found: dict[_Shape, float] = defaultdict(float)
    for pieces in shown:
        if len(pieces) >= 2:
            found[_shape(pieces)] += _leans(pieces)
    return found


def _read(pieces: Sequence[Piece], usual: dict[_Shape, float]) -> tuple[Found | None, Found | None]:
    if not pieces:
        return None, None
    if len(pieces) == 1:
        only = pieces[0]
        return (
            (None, _found(only, 0.6))
            if employs(only.text) > works_as(only.text)
            else (_found(only, 0.7), None)
        )
    lean = usual[_shape(pieces)]
    certainty = 0.9 if abs(lean) >= 1 else 0.65
    first, second = pieces[:2]
    if lean == 0 and first.has_date != second.has_date:
        lean = 1.0 if first.has_date else -1.0
    return (
        (_found(first, certainty), _found(second, certainty))
        if lean >= 0
        else (_found(second, certainty), _found(first, certainty))
    )


def _found(piece: Piece, certainty: float) -> Found:
    return Found(piece.text, (piece.span,), certainty)


def _is_within(entry: Entry, above: Entry) -> bool:
    """Tell whether the times of an entry lie within those of one above it: a promotion there."""
    inner, outer = entry.times, above.times
    if inner is None or outer is None or inner.start is None or outer.start is None:
        return False
    if _month(inner.start, first=True) < _month(outer.start, first=True):
        return False
    if outer.is_running:
        return True
    end = inner.end
    return (
        end is not None
        and outer.end is not None
        and _month(end, first=False) <= _month(outer.end, first=False)
    )


def _month(when: When, *, first: bool) -> int:
    return when.year * 12 + (when.month or (1 if first else 12))


def _without_headers(jobs: Sequence[Job]) -> list[Job]:
    """Return the jobs without those that only say how long all that follow lasted."""
    kept = []
    for place, job in enumerate(jobs):
        later = jobs[place + 1] if place + 1 < len(jobs) else None
        is_header = (
            job.title is None
            and job.employer is not None
            and later is not None
            and later.employer is not None
            and later.employer.spans == job.employer.spans
        )
        if not is_header:
            kept.append(job)
    return kept
