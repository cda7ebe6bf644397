"""Years of graduation, and times of leave: those of work stay, for criteria that ask how long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from trellis.core.files.papers.headings import Section
from trellis.intelligence.ranking.masking.lists import DEGREES, LEAVE
from trellis.intelligence.ranking.masking.phrases import Phrases, Span, Word
from trellis.intelligence.resumes.dates import times_in
from trellis.intelligence.resumes.sections import heading_of

_YEAR = re.compile(r"(?<![\w])(?:(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?|[١٢][٠-٩]{3}|['’]\d\d)(?![\w])")
_DIGITS = re.compile(r"\d\d|[٠-٩]{2}")
_LONGEST = 160
_COURSES, _PAUSES = Phrases({"degree": DEGREES}), Phrases({"leave": LEAVE})


# An audit reads nearly the same lines several times, one after another.
_times_in = lru_cache(maxsize=4096)(times_in)


def year_spans(text: str, lines: Sequence[tuple[int, int, Sequence[Word]]]) -> Iterator[Span]:
    """Yield dates of education, and those in lines about degrees or leave; a line of leave goes whole.

    `lines` are from where to where each goes, and the words in it.
    """
    section: Section | None = None
    for start, end, words in lines:
        line = text[start:end]
        if len(line) <= 48 and (found := heading_of(line.strip())) is not None:
            section = found
            continue
        if not _DIGITS.search(line):
            continue
        if any(True for _ in _PAUSES.hits(text, words)) and len(line) <= _LONGEST and _YEAR.search(line):
            yield start, end
        elif section is Section.EDUCATION:
            yield from _dates(line, start, ranges=True)
        elif any(True for _ in _COURSES.hits(text, words)):
            yield from _dates(line, start, ranges=section is not Section.JOBS)


def _dates(line: str, start: int, *, ranges: bool) -> Iterator[Span]:
    times = _times_in(line)
    for one in times:
        if ranges or one.start is None:
            yield start + one.span[0], start + one.span[1]
    for match in _YEAR.finditer(line):
        if ranges or not any(one.span[0] <= match.start() < one.span[1] for one in times):
            yield start + match.start(), start + match.end()
