"""What is read of an application: its copy of the profile, and the text of its resume."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from trellis.core.files.papers.headings import folded
from trellis.intelligence.resumes.words.tongues import TONGUES

PROFILE, RESUME = "profile", "resume"
_SHORTEST = 2
_EDUCATION = ("course_name", "major")


class Kind(StrEnum):
    """How something is said: in a list, or by what somebody did."""

    NAMED = "named"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Source:
    """What an application says, as it was sent."""

    profile: Mapping[str, Any]
    resume: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A text of the profile that may be evidence, and where it stands there: "skills/0"."""

    name: str
    text: str
    kind: Kind
    tongue: str = ""  # the language that it names


def fields_of(profile: Mapping[str, Any]) -> Iterator[Field]:
    """Yield the texts of a profile that count: skills, courses, languages; nothing else is looked at."""
    for place, skill in enumerate(profile.get("skills") or ()):
        yield Field(f"skills/{place}", str(skill), Kind.NAMED)
    for place, course in enumerate(profile.get("education") or ()):
        for name in _EDUCATION:
            if said := course.get(name):
                yield Field(f"education/{place}/{name}", str(said), Kind.SHOWN)
    for place, language in enumerate(profile.get("languages") or ()):
        if said := str(language.get("language") or ""):
            yield Field(f"languages/{place}/language", said, Kind.NAMED, TONGUES.get(folded(said), ""))


def with_field(profile: Mapping[str, Any], name: str, text: str) -> dict[str, Any]:
    """Return a profile in which one of its texts is another."""
    first, place, *last = name.split("/")
    items = list(profile[first])
    items[int(place)] = {**items[int(place)], last[0]: text} if last else text
    return {**profile, first: items}


def text_of(source: Source, where: str, field: str) -> str:
    """Return the original text in which a span stands."""
    if where == RESUME:
        return source.resume
    said: Any = source.profile
    for step in field.split("/"):
        said = said[int(step)] if isinstance(said, list | tuple) else said[step]
    return str(said)


def names_of(profile: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what somebody is called by their profile."""
    said = (str(profile.get(name) or "").strip() for name in ("first_name", "last_name"))
    return tuple(filter(None, said))


def nicknames_of(profile: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what may be other names of theirs: the words of their address and slug."""
    address = str(profile.get("email") or "").partition("@")[0]
    words = re.split(r"[\W\d_]+", f"{address} {profile.get('slug') or ''}")
    return tuple(dict.fromkeys(word for word in words if len(word) > _SHORTEST))
