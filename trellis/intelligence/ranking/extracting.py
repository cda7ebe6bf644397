"""What can be evidence in an application: stretches of its texts, languages, times of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trellis.intelligence.ranking.sources import Kind, Source

__all__ = ["EXTRACT_VERSION", "Extract", "Kind", "Stint", "Unit", "as_json", "extract", "from_json"]

EXTRACT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a source that can be evidence."""

    source: str  # "resume" or "profile"
    field: str  # "" for the resume; "skills/0", "education/1/course_name" of the profile
    start: int  # in code points of the original text of that source and field
    end: int
    text: str  # without what is masked, blanks single: what is embedded
    kind: Kind
    words: str = ""  # `text` as words are compared
    masked: tuple[tuple[int, int], ...] = ()  # what of the stretch must not be quoted, in the original


@dataclass(frozen=True, slots=True)
class Stint:
    """A time of work: months counted from year 0, the last one not in it, None while it runs; of what units."""

    first: int
    last: int | None
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """All of an application that is looked at when it is judged."""

    units: tuple[Unit, ...]
    languages: Mapping[str, str]
    stints: tuple[Stint, ...] = ()


def extract(source: Source) -> Extract:
    """Return what of an application counts; it never looks at what `neutral` masks."""
    raise NotImplementedError


def as_json(found: Extract) -> dict[str, Any]:
    """Return an extract as JSON keeps it."""
    raise NotImplementedError


def from_json(data: Mapping[str, Any]) -> Extract:
    """Return the extract that was kept."""
    raise NotImplementedError
