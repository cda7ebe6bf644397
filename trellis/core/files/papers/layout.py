"""What is read of a document: its lines in reading order, and what a reader of the page should be told."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

MOST_PAGES = 50
MOST_SIGNS = 100_000
MOST_LINES = 5_000
MOST_LINKS = 200
# What stands far apart in one line, as in a row of a table.
TAB = "\t"

Box = tuple[float, float, float, float]  # left, top, right, bottom: points from the upper left corner


class Concealed(StrEnum):
    """Why nobody sees a text."""

    COLOUR = "the colour of what is behind it"
    SIZE = "too small to be seen"
    PLACE = "off the page"
    INVISIBLE = "marked as invisible"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands on the page, without blanks at its ends; `gap` is that above it, in its height."""

    text: str
    page: int = 1
    box: Box = (0, 0, 0, 0)
    size: float = 11
    is_bold: bool = False
    gap: float = 0
    block: int = 0  # lines of one column or table cell have the same


@dataclass(frozen=True, slots=True)
class Link:
    """Where a click on these words leads: from the sign `start` to before `end` of a line."""

    url: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text that is in the file and not on the page: why, where, and of how many signs."""

    why: Concealed
    page: int
    signs: int
    box: Box = (0, 0, 0, 0)


@dataclass(frozen=True)
class Paper:
    """A document that was read."""

    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    pages: int = 1
    is_scan: bool = False
    unreadable: int = 0  # signs of fonts that do not say what letters they are
    is_cut: bool = False
    notes: tuple[str, ...] = field(default=())


def dumped(paper: Paper) -> bytes:
    """Return it as JSON."""
    return json.dumps(asdict(paper), ensure_ascii=False).encode("utf-8", "replace")


def loaded(content: bytes) -> Paper:
    """Return what `dumped` was given."""
    said: dict[str, Any] = json.loads(content)
    return Paper(
        lines=tuple(Line(**{**each, "box": tuple(each["box"])}) for each in said.pop("lines")),
        links=tuple(Link(**each) for each in said.pop("links")),
        hidden=tuple(
            Hidden(**{**each, "why": Concealed(each["why"]), "box": tuple(each["box"])})
            for each in said.pop("hidden")
        ),
        notes=tuple(said.pop("notes")),
        **said,
    )
