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
_BIRTH = re.compile(
    r"\b(?:born|birth|geboren|geburts\w+|nacid[oa]|nacimiento)\b|الميلاد|مواليد", re.IGNORECASE
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
        moves = section is Section.EDUCATION or bool(_BIRTH.search(line))
        # In a section of work, two years are from when to when.
        moves = moves or (
            bool(_ENDED.search(line)) and (section is not Section.JOBS or len(_YEAR.findall(line)) == 1)
        )
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
    jobs = [each for each in _jobs(resume) if each.start is not None]
    for each in _before_a_cut(jobs):
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


def _jobs(text: str) -> Iterator[Times]:
    at = 0
    for section, line in _lines(text):
        if section is Section.JOBS:
            for one in times_in(line):
                yield Times(one.start, one.end, one.is_running, (one.span[0] + at, one.span[1] + at))
        at += len(line) + 1


def _before_a_cut(jobs: list[Times]) -> list[Times]:
    """Return the jobs that had all ended before the next one began, none where that is never so.

    Moved together, they last as long as they did, and the same of them is at the same time.
    """
    ordered = sorted(jobs, key=lambda one: (_month(one, first=True), _month(one, first=False)))
    for cut in range(len(ordered) - 1, 0, -1):
        earlier = ordered[:cut]
        if max(_month(one, first=False) for one in earlier) <= _month(ordered[cut], first=True):
            return earlier
    return []


def _month(times: Times, *, first: bool) -> int:
    when = times.start if first else times.end
    if when is None:
        return 10**6
    return when.year * 12 + (when.month or (7 if first else 6)) - (1 if first else 0)


def _earlier(years: int) -> Callable[[re.Match[str]], str]:
    return lambda match: str(int(match[0]) - years)
