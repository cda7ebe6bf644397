"""What is known here of somebody that belongs into a resume: facts alone, each from the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Taken:
    """A course or workshop that somebody takes; `ended_on` is None while it goes on."""

    title: str
    kind: str
    began_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class Way:
    """A learning path: which milestones are done of how many; `ended_on` is None while it goes on."""

    subject: str
    milestones: Sequence[str]
    total: int
    began_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class Sessions:
    """Sessions that were held: how many, how many minutes in all, on which days the first and the last."""

    number: int
    minutes: int
    first: date
    last: date


@dataclass(frozen=True)
class Skilled:
    """A skill, and how well somebody says that they have it, if they do."""

    name: str
    level: str = ""


@dataclass(frozen=True)
class History:
    """All of that. `brought` is the document that somebody has imported last."""

    name: str
    email: str
    phone: str
    city: str
    country: str
    country_code: str
    since: date
    image: str = ""
    address: str = ""
    links: Sequence[str] = ()
    bio: str = ""
    company: str = ""
    job_title: str = ""
    skills: Sequence[Skilled] = ()
    passions: Sequence[str] = ()
    languages: Sequence[tuple[str, str]] = ()
    education: Sequence[Mapping[str, str]] = ()
    taken: Sequence[Taken] = ()
    ways: Sequence[Way] = ()
    given: Sessions | None = None
    had: Sessions | None = None
    learned_in_sessions: Sequence[str] = ()
    awards: Sequence[Mapping[str, str]] = ()
    certificates: Sequence[Mapping[str, str]] = ()
    projects: Sequence[Mapping[str, Any]] = ()
    brought: Mapping[str, Any] = field(default_factory=dict)
