"""Another year of birth and of graduation, and a break between jobs that nobody had."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from trellis.core.files.papers.headings import Section
from trellis.intelligence.ranking.sources import Source
from trellis.intelligence.ranking.swapping.lines import inserted
from trellis.intelligence.resumes.dates import times_in
from trellis.intelligence.resumes.found import Times
from trellis.intelligence.resumes.sections import heading_of

_YEARS, _BREAK = 20, 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# "2003 - 07" is no time any more once its first year is another.
_SHORT = re.compile(r"(?<!\d)\d{4}\s*[-–/]\s*['’]?\d\d(?!\d)")
_BIRTH = re.compile(
    r"\b(?:(?:date|year|place)\s+of\s+birth|birth\s?date|born\s+(?:on|in)|geboren\s+(?:am|in)|geburts\w+|"
    r"nacid[oa]\s+(?:el|en)|fecha\s+de\s+nacimiento)\b|الميلاد|مواليد",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:abitur|matura|bachelor|b\.?sc|m\.?sc|mba|phd|diplom|"
    r"graduated|class of|high school|bachillerato|licenciatura)\b"
    r"|بكالوريوس|ماجستير|تخرج",
    re.IGNORECASE,
)
_BORN = "Date of birth: 03.05.{year}"
_PAUSES = ("Parental leave {} – {}", "Career break {} – {}", "Elternzeit {} – {}", "Excedencia {} – {}")


def with_other_years(source: Source, turn: int) -> Source:
    """Return the application as if somebody twenty years older had sent it, who says so."""
    lines = []
    for section, line in _lines(source.resume):
        ends = bool(_ENDED.search(line))
        # In a section of work, two years are from when to when.
        is_one = len(_YEAR.findall(line)) == 1
        moves = section is Section.EDUCATION or (bool(_BIRTH.search(line)) and is_one)
        moves = moves or (ends and (section is not Section.JOBS or is_one))
        moves = moves and not _SHORT.search(line)
        lines.append(_YEAR.sub(_earlier(_YEARS), line) if moves else line)
    resume = inserted("\n".join(lines), [_BORN.format(year=1950 + turn % 30)], turn) if lines else ""
    return Source(profile={**source.profile, "education": list(_education(source))}, resume=resume)


def _education(source: Source) -> Iterator[dict[str, Any]]:
    for course in source.profile.get("education") or ():
        years = {name: course[name] - _YEARS for name in ("start_year", "end_year") if course.get(name)}
        yield {**course, **years}


def with_a_break(source: Source, turn: int) -> Source:
    """Return the application with a break of three years after the earlier jobs, of which a line tells."""
    resume = source.resume
    for each in _before_a_cut([each for each in _times(resume) if each.start is not None], resume):
        start, end = each.span
        resume = resume[:start] + _YEAR.sub(_earlier(_BREAK), resume[start:end]) + resume[end:]
    year = 2000 + turn % 20
    said = _PAUSES[turn % len(_PAUSES)].format(year, year + _BREAK)
    return Source(profile=source.profile, resume=inserted(resume, [said], turn) if resume else "")


def _lines(text: str) -> Iterator[tuple[Section | None, str]]:
    section: Section | None = None
    for line in text.split("\n"):
        section = heading_of(line.strip()) or section
        yield section, line


def _times(text: str) -> Iterator[Times]:
    """Yield all times that may be of work."""
    at = 0
    for section, line in _lines(text):
        if section is not Section.EDUCATION:
            for one in times_in(line):
                yield Times(one.start, one.end, one.is_running, (one.span[0] + at, one.span[1] + at))
        at += len(line) + 1


def _before_a_cut(times: list[Times], text: str) -> list[Times]:
    """Return the times that had all ended before the next one began, none where that is never so.

    Moved together, they last as long as they did, and the same of them is at the same time. They are not
    moved where one of their years is written short: it would last longer then.
    """
    ordered = sorted(times, key=lambda one: (_month(one, first=True), _month(one, first=False)))
    for cut in range(len(ordered) - 1, 0, -1):
        earlier = ordered[:cut]
        if max(_month(one, first=False) for one in earlier) <= _month(ordered[cut], first=True):
            return earlier if all(_is_whole(one, text) for one in earlier) else []
    return []


def _is_whole(times: Times, text: str) -> bool:
    return len(_YEAR.findall(text[slice(*times.span)])) == 2


def _month(times: Times, *, first: bool) -> int:
    when = times.start if first else times.end
    if when is None:
        return 10**6
    return when.year * 12 + (when.month or (7 if first else 6)) - (1 if first else 0)


def _earlier(years: int) -> Callable[[re.Match[str]], str]:
    return lambda match: str(int(match[0]) - years)
