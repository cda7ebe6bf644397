"""What somebody learnt, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trellis.core.files.papers.headings import Section
from trellis.intelligence.resumes.found import Found, Schooling
from trellis.intelligence.resumes.sections import Part
from trellis.intelligence.resumes.text import Text
from trellis.intelligence.resumes.words.work import is_place, is_studied, teaches
from trellis.intelligence.resumes.work.entries import Entry, Piece, entries_of

_MOST, _LONGEST = 40, 150


def schooling_in(text: Text, parts: Iterable[Part]) -> list[Schooling]:
    """Return the courses in the order of the text."""
    found = []
    for part in parts:
        if part.section is Section.EDUCATION:
            found += [each for entry in entries_of(text, part) if (each := _read(text, entry))]
    return found[:_MOST]


def _read(text: Text, entry: Entry) -> Schooling | None:
    pieces = [each for each in entry.pieces if not is_place(each.text) and len(each.text) <= _LONGEST]
    if not pieces:
        return None
    school = max(pieces, key=lambda one: teaches(one.text) - 0.5 * is_studied(one.text))
    if not teaches(school.text):
        rest = pieces
        school_found = _found(text, pieces[1:2], 0.6) if len(pieces) > 1 else None
        return Schooling(_found(text, rest[:1], 0.6), school_found, entry.times)
    courses = [each for each in pieces if each is not school and each.row == _row_of_course(pieces, school)]
    return Schooling(_found(text, courses[:1], 0.85), _found(text, [school], 0.9), entry.times)


def _row_of_course(pieces: Sequence[Piece], school: Piece) -> int:
    others = [each for each in pieces if each is not school]
    studied = next((each for each in others if is_studied(each.text)), None)
    return (studied or others[0]).row if others else -1


def _found(text: Text, pieces: Sequence[Piece], certainty: float) -> Found | None:
    if not pieces:
        return None
    span = (pieces[0].span[0], pieces[-1].span[1])
    return Found(" ".join(text.text[slice(*span)].split()), (span,), certainty)
