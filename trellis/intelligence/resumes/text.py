"""The text of a resume, and stretches of it in which words that a line breaks are whole."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from trellis.core.files.papers.layout import Line, Paper
from trellis.intelligence.resumes.found import Span

BULLET = re.compile(r"^[•‣▪●○◦■□–—\-*·»›✓➢➤▸►∙]\s+")
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_BEGINS = re.compile(r"^([^\W\d_]+)")
# Words that a hyphen belongs to, wherever the line ends.
_KEEPING = frozenset(
    [
        "front",
        "back",
        "full",
        "part",
        "self",
        "well",
        "cross",
        "long",
        "short",
        "high",
        "low",
        "real",
        "end",
        "open",
        "multi",
        "non",
        "ex",
        "state",
        "object",
        "data",
        "test",
        "hands",
        "on",
        "in",
        "off",
        "one",
        "two",
        "three",
        "mid",
        "post",
        "pre",
        "co",
        "e",
        "user",
        "peer",
        "face",
        "go",
        "problem",
        "decision",
        "customer",
        "client",
        "evidence",
        "team",
        "time",
        "community",
        "world",
        "cost",
        "value",
        "result",
        "goal",
        "detail",
        "service",
        "role",
        "task",
        "risk",
        "early",
        "late",
        "large",
        "small",
        "hard",
        "soft",
        "third",
        "first",
        "second",
        "know",
        "follow",
        "start",
        "build",
        "check",
        "sign",
        "stand",
    ]
)
_SUSPENDED = frozenset(["und", "oder", "and", "or", "bzw", "sowie", "y", "o", "et", "ou"])


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines as one text: each sign, and where in the whole text it stands."""

    text: str
    places: tuple[int, ...]
    end: int

    def span(self, start: int, end: int) -> Span:
        """Return where in the whole text these signs stand, blanks at their ends aside."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return (self.end, self.end)
        return (self.places[start], self.places[end - 1] + 1)


class Text:
    """The lines of a document as one text."""

    def __init__(self, paper: Paper, *, known: Collection[str] = ()) -> None:
        self.paper = paper
        self.lines: Sequence[Line] = paper.lines
        self.text = "\n".join(line.text for line in self.lines)
        self.starts = [0, *accumulate(len(line.text) + 1 for line in self.lines)]
        self._known = known
        self._words: frozenset[str] | None = None

    @property
    def is_laid_out(self) -> bool:
        """Whether lines end where a page did: not where somebody ended them."""
        return any(line.box[2] > 0 for line in self.lines)

    def line_at(self, place: int) -> int:
        """Return in which line a sign stands."""
        return bisect_right(self.starts, place) - 1

    def flow(self, first: int, last: int, *, joint: str = "\n") -> Flow:
        """Return the lines from `first` to before `last` as one text."""
        return self.flow_of(range(first, last), joint=joint)

    def flow_of(self, numbers: Sequence[int], *, joint: str = "\n", skip: int = 0) -> Flow:
        """Return these lines as one text, of the first one what follows `skip` signs."""
        signs: list[str] = []
        places: list[int] = []
        for place, number in enumerate(numbers):
            start = self.starts[number] + (skip if place == 0 else 0)
            line = self.lines[number].text[skip if place == 0 else 0 :]
            following = self.lines[numbers[place + 1]].text if place + 1 < len(numbers) else ""
            keep, blank = self._ending(line, following) if following else (len(line), False)
            signs += line[:keep]
            places += range(start, start + keep)
            if following and blank:
                signs.append(joint)
                places.append(start + len(line))
        return Flow("".join(signs), tuple(places), places[-1] + 1 if places else 0)

    def _ending(self, line: str, following: str) -> tuple[int, bool]:
        """Return how many signs of a line are said, and whether the next one is another word."""
        broken, begins = _BROKEN.search(line), _BEGINS.match(following)
        if not broken or not begins:
            return len(line), True
        before, after = broken[1].casefold(), begins[1].casefold()
        if after in _SUSPENDED:
            return len(line), True
        if begins[1][0].isupper() or f"{before}-{after}" in self._vocabulary():
            return len(line), False
        if before + after in self._vocabulary():
            return len(line) - 1, False
        return len(line) - (0 if before in _KEEPING else 1), False

    def _vocabulary(self) -> frozenset[str]:
        """Return the words of this text and of the labels of skills, those with hyphens among them."""
        if self._words is None:
            own = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", self.text.casefold())
            labels = (word for label in self._known for word in label.split())
            self._words = frozenset((*own, *labels))
        return self._words


def bullet_of(line: str) -> int:
    """Return how many signs of a line are its bullet."""
    found = BULLET.match(line.replace("\t", " ", 1))
    return found.end() if found else 0
