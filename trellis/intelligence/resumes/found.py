"""What is found in a resume, each with where it stands and how sure it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Span = tuple[int, int]  # from the first sign to before the last, in code points of the read text


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and the places in the text that say it; `certainty` is from 0 to 1."""

    value: str
    spans: tuple[Span, ...]
    certainty: float


@dataclass(frozen=True, slots=True)
class When:
    """A year, and the month where that is said: never more than the text says."""

    year: int
    month: int | None = None

    def __str__(self) -> str:
        return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True)
class Times:
    """From when to when; what runs has no end."""

    start: When | None
    end: When | None
    is_running: bool
    span: Span
    certainty: float = 0.95


@dataclass(frozen=True, slots=True)
class Name:
    """What somebody is called; who has one name alone has no last one."""

    found: Found
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A number: as dialled from anywhere where it is valid, else as it is written."""

    found: Found
    extension: str
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody worked as, where and when, as far as it is said."""

    title: Found | None
    employer: Found | None
    times: Times | None
    deeds: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Schooling:
    """A course and where it was taken. A single year is when it ended."""

    course: Found | None
    institution: Found | None
    times: Times | None


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language, by its English name; `level` is one of basic, intermediate, advanced and native, or ""."""

    found: Found
    level: str


@dataclass(frozen=True)
class Resume:
    """All that was found, and the text in which it stands."""

    text: str
    name: Name | None = None
    emails: tuple[Found, ...] = ()
    phones: tuple[Phone, ...] = ()
    links: tuple[Found, ...] = ()
    skills: tuple[Found, ...] = ()
    jobs: tuple[Job, ...] = ()
    education: tuple[Schooling, ...] = ()
    languages: tuple[Tongue, ...] = field(default=())


def as_json(resume: Resume) -> dict[str, Any]:
    """Return what was found as JSON has it, without the text; dates are `2019` or `2019-03`."""
    return {
        "name": resume.name
        and {**_plain(resume.name.found), "first": resume.name.first, "last": resume.name.last},
        "emails": [_plain(each) for each in resume.emails],
        "phones": [
            {**_plain(each.found), "extension": each.extension, "is_valid": each.is_valid}
            for each in resume.phones
        ],
        "links": [_plain(each) for each in resume.links],
        "skills": [_plain(each) for each in resume.skills],
        "jobs": [
            {
                "title": each.title and _plain(each.title),
                "employer": each.employer and _plain(each.employer),
                **_dated(each.times),
                "deeds": [list(span) for span in each.deeds],
            }
            for each in resume.jobs
        ],
        "education": [
            {
                "course": each.course and _plain(each.course),
                "institution": each.institution and _plain(each.institution),
                **_dated(each.times),
            }
            for each in resume.education
        ],
        "languages": [{**_plain(each.found), "level": each.level} for each in resume.languages],
    }


def _plain(found: Found) -> dict[str, Any]:
    return {
        **asdict(found),
        "spans": [list(span) for span in found.spans],
        "certainty": round(found.certainty, 2),
    }


def _dated(times: Times | None) -> dict[str, Any]:
    return {
        "start": str(times.start) if times and times.start else None,
        "end": str(times.end) if times and times.end else None,
        "is_running": bool(times and times.is_running),
        "dates": {"spans": [list(times.span)], "certainty": round(times.certainty, 2)} if times else None,
    }
