"""How far the reading of a resume is, and what of it can be confirmed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import models

# How often what nobody foresaw is tried again, and how often what found no place: for hours.
MOST_ATTEMPTS, MOST_TURNS = 4, 8
# What is found several times; a name there is once.
LISTS = ("emails", "phones", "links", "skills", "jobs", "education", "languages")
CONFIRMABLE = ("name", "phones", "links", "skills", "jobs", "education", "languages", "resume_file")


class ParsingStatus(models.TextChoices):
    """How far the reading of a resume is."""

    NO_RESUME = "no_resume"
    NOT_PARSED = "not_parsed"
    QUEUED = "queued"
    PARSING = "parsing"
    PARSED = "parsed"
    FAILED = "failed"

    @property
    def sentence(self) -> str:
        """What that means, in words."""
        return {
            "no_resume": "There is no resume yet.",
            "not_parsed": "There is a resume, which has not been read.",
            "queued": "The resume waits for its turn.",
            "parsing": "The resume is being read.",
            "parsed": "The resume has been read. Nothing of it is kept in the profile before you confirm it.",
            "failed": "The resume could not be read.",
        }[self.value]


OF_ROWS = (ParsingStatus.QUEUED, ParsingStatus.PARSING, ParsingStatus.PARSED, ParsingStatus.FAILED)
UNFINISHED = (ParsingStatus.QUEUED, ParsingStatus.PARSING)


class Stage(models.TextChoices):
    """What is being done."""

    WAITING = "waiting"
    OPENING = "opening"
    FINDING = "finding"
    DONE = "done"

    @property
    def percentage(self) -> int:
        """How much is done before it."""
        return {"waiting": 0, "opening": 10, "finding": 60, "done": 100}[self.value]


def keyed(found: Mapping[str, Any], confirmed: Sequence[str]) -> dict[str, Any]:
    """Return what was found, each thing with the key it is confirmed by, and whether it has been."""

    def with_key(thing: Any, key: str) -> Any:
        return thing and {"key": key, **thing, "is_confirmed": key in confirmed}

    return {
        "name": with_key(found["name"], "name"),
        **{
            kind: [with_key(each, f"{kind}/{place}") for place, each in enumerate(found[kind])]
            for kind in LISTS
        },
    }


def things(found: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what can be confirmed, by its key."""
    if found["name"]:
        yield "name", found["name"]
    for kind in LISTS:
        if kind in CONFIRMABLE:
            yield from ((f"{kind}/{place}", each) for place, each in enumerate(found[kind]))
    yield "resume_file", {}


def kind_of(key: str) -> str:
    """Return of what kind is what a key stands for."""
    return key.partition("/")[0]


def proposed(kind: str, thing: Mapping[str, Any]) -> dict[str, Any]:
    """Return what would be kept of a thing, by the names of the profile's fields; a year stays a year."""
    if kind == "name":
        return {"first_name": thing["first"], "last_name": thing["last"]}
    if kind == "skills":
        return {"name": thing["value"]}
    if kind == "languages":
        return {"language": thing["value"], **({"speaking": thing["level"]} if thing["level"] else {})}
    if kind == "education":
        return {
            "course_name": _value(thing["course"]),
            "institution": _value(thing["institution"]),
            "start_year": _year(thing["start"]),
            "end_year": _year(thing["end"]),
        }
    if kind == "jobs":
        return {
            "title": _value(thing["title"]),
            "employer": _value(thing["employer"]),
            **{name: thing[name] for name in ("start", "end", "is_running")},
        }
    return {} if kind == "resume_file" else {"value": thing["value"]}


def _value(found: Mapping[str, Any] | None) -> str:
    return str(found["value"]) if found else ""


def _year(said: str | None) -> int | None:
    return int(said[:4]) if said else None
