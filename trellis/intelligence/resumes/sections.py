"""Of what sections a resume is made, by its headings and by labels inside lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trellis.core.files.papers.headings import LONGEST_HEADING, Section, section_of
from trellis.core.files.papers.layout import TAB, Line
from trellis.intelligence.resumes.text import bullet_of

_LABEL = re.compile(r"^([^:：\t]{2,48})(?:\s*[:：]\s*|\t)(?=\S)")
_ENDING = re.compile(r"[\s:：|_.–—-]+$")
_NUMBERED = re.compile(r"^(?:\d{1,2}|[IVX]{1,4})[.)]\s+")
_WIDE = re.compile(r"^\S(?: \S){3,}$")
_AMBIGUOUS = frozenset({Section.OTHER, Section.SUMMARY, Section.LINKS, Section.CONTACT})


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one section: those from `first` to before `last`, the first without its first `skip` signs."""

    section: Section | None
    first: int
    last: int
    skip: int = 0

    @property
    def numbers(self) -> range:
        """The numbers of the lines."""
        return range(self.first, self.last)


def heading_of(text: str) -> Section | None:
    """Return of what section a line is the heading; letters may stand apart in it."""
    bare = _NUMBERED.sub("", _ENDING.sub("", text))
    return section_of(bare.replace(" ", "")) if _WIDE.match(bare) else section_of(bare)


def parts_of(lines: Sequence[Line]) -> list[Part]:
    """Return the parts of a resume in their order; that before the first heading is of no section."""
    starts: list[tuple[int, Section | None, int]] = [(0, None, 0)]
    looks = _looks_of_headings(lines)
    block: int | None = None
    enclosing: Section | None = None
    last_inside = False
    for number, line in enumerate(lines):
        section, skip = (None, -1) if _is_open(lines, number) else _begins(line, looks)
        if skip >= 0:
            is_inside = 0 < skip < len(line.text) and TAB not in line.text[:skip] and enclosing is not None
            starts.append((number, section, skip))
            if not is_inside:
                enclosing, block = section, line.block
            last_inside = is_inside
        elif last_inside and not _goes_on(lines, number):
            # A label inside a section names its line alone.
            starts.append((number, enclosing, 0))
            last_inside = False
        elif block is not None and line.block != block and _leaves(lines, number, block):
            # A column without a heading of its own goes on with nothing of the one before it.
            starts.append((number, None, 0))
            block = enclosing = None
    ends = [number for number, _, _ in starts[1:]] + [len(lines)]
    parts = []
    for (number, section, skip), end in zip(starts, ends, strict=True):
        whole = skip >= len(lines[number].text) if lines else False
        parts.append(Part(section, number + 1 if whole else number, end, 0 if whole else skip))
    return [part for part in parts if part.last > part.first]


def _is_open(lines: Sequence[Line], number: int) -> bool:
    """Tell whether the line before says that something follows it: "Hiring &" and then "Training"."""
    if number == 0:
        return False
    before, line = lines[number - 1], lines[number]
    return (
        before.block == line.block and before.text[-1] in "&,،(" and line.gap < 1 and line.size <= before.size
    )


def _goes_on(lines: Sequence[Line], number: int) -> bool:
    before, line = lines[number - 1], lines[number]
    return before.block == line.block and (before.text[-1] in ",،;&(" or line.text[0].islower())


def _leaves(lines: Sequence[Line], number: int, block: int) -> bool:
    """Tell whether a line begins a column that stands beside the one before, rather than below it."""
    before, line = lines[number - 1], lines[number]
    return (
        line.page == before.page
        and line.box[2] > 0
        and line.box[1] < before.box[1] - 20
        and line.size > 1.25 * before.size
    )


def _looks_of_headings(lines: Sequence[Line]) -> set[tuple[float, bool]]:
    """Return how the surest headings look, where that is not how all other lines look."""
    sure = [line for line in lines if (found := heading_of(line.text)) and found not in _AMBIGUOUS]
    looks = {(line.size, line.is_bold) for line in sure}
    count = max(1, len(lines))
    return {look for look in looks if sum((one.size, one.is_bold) == look for one in lines) <= 0.35 * count}


def _begins(line: Line, looks: set[tuple[float, bool]]) -> tuple[Section | None, int]:
    """Return which section a line begins, and how many of its signs are the heading; -1 for none."""
    text = line.text
    section = heading_of(text)
    if section is not None and (section not in _AMBIGUOUS or not looks or _looks_so(line, looks)):
        return section, len(text)
    if (label := _LABEL.match(text)) and (section := heading_of(label[1])) and not bullet_of(text):
        return section, label.end()
    if section is None and (line.size, line.is_bold) in looks and _could_be_one(text):
        return Section.OTHER, len(text)
    return None, -1


def _looks_so(line: Line, looks: set[tuple[float, bool]]) -> bool:
    return any(line.size >= 0.97 * size and (line.is_bold or not bold) for size, bold in looks)


def _could_be_one(text: str) -> bool:
    """Tell whether a line that looks as headings do may be one whose name we do not know."""
    short = len(text) <= LONGEST_HEADING and len(text.split()) <= 4
    return short and TAB not in text and not any(sign.isdigit() or sign in ",،@/|" for sign in text)
