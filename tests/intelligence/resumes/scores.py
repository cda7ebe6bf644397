"""What of each resume was found, beside its truth."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.intelligence.resumes.drawn.files import file_of
from tests.intelligence.resumes.people import Written, everybody
from trellis.core.files.papers.headings import folded
from trellis.core.files.papers.kinds import read_as
from trellis.intelligence.resumes.found import Resume
from trellis.intelligence.resumes.reading import read_resume
from trellis.intelligence.understanding.labels import known_skills

FIELDS = (
    "name",
    "email",
    "phone",
    "links",
    "skills",
    "employers",
    "titles",
    "date ranges",
    "education",
    "languages",
)


@dataclass
class Tally:
    """How many were found, how many there are, and how many of both are the same."""

    right: int = 0
    found: int = 0
    true: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.found + other.found, self.true + other.true)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    def __str__(self) -> str:
        return f"{self.precision:.3f} / {self.recall:.3f}"


def read(written: Written) -> Resume:
    """Return what is read of a resume."""
    paper = read_as(written.kind, file_of(written))
    return read_resume(paper, known=known_skills(Path(settings.MODELS_DIR)))


def results(some: Iterable[Written] | None = None) -> Iterator[tuple[Written, dict[str, Tally]]]:
    """Yield each resume with its tallies, by field."""
    for written in some or everybody():
        yield written, compared(written, read(written))


def compared(written: Written, resume: Resume) -> dict[str, Tally]:
    """Return the tallies of one resume."""
    pairs = said(written), heard(resume)
    return {
        field: Tally(len(pairs[0][field] & pairs[1][field]), len(pairs[1][field]), len(pairs[0][field]))
        for field in FIELDS
    }


def said(written: Written) -> dict[str, set[str]]:
    """Return the truth, by field."""
    return {
        "name": {_key(written.name)},
        "email": {written.email.lower()},
        "phone": {written.phone},
        "links": {written.link},
        "skills": set(map(_signs, written.skills)),
        "employers": {_key(job.employer) for job in written.jobs},
        "titles": {_key(job.title) for job in written.jobs},
        "date ranges": {
            f"{_month(job.start)} {_month(job.end) if job.end else 'now'}" for job in written.jobs
        },
        "education": {f"{_key(course)} {_key(school)} {year}" for course, school, year in written.education},
        "languages": set(written.languages),
    }


def heard(resume: Resume) -> dict[str, set[str]]:
    """Return what was found, by field."""
    return {
        "name": {_key(resume.name.found.value)} if resume.name else set(),
        "email": {each.value.lower() for each in resume.emails},
        "phone": {each.found.value for each in resume.phones},
        "links": {each.value for each in resume.links},
        "skills": {_signs(each.value) for each in resume.skills},
        "employers": {_key(job.employer.value) for job in resume.jobs if job.employer},
        "titles": {_key(job.title.value) for job in resume.jobs if job.title},
        "date ranges": {
            f"{job.times.start} {'now' if job.times.is_running else job.times.end}"
            for job in resume.jobs
            if job.times
        },
        "education": {
            f"{_key(each.course.value)} {_key(each.institution.value)} "
            f"{each.times.end.year if each.times.end else ''}"
            for each in resume.education
            if each.course and each.institution and each.times
        },
        "languages": {each.found.value for each in resume.languages},
    }


def _key(value: str) -> str:
    return folded(value)


def _signs(value: str) -> str:
    """Return a skill as it is compared: C and C++ are two."""
    return " ".join(value.casefold().split())


def _month(when: tuple[int, int | None]) -> str:
    year, month = when
    return str(year) if month is None else f"{year}-{month:02}"
