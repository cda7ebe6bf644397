"""What is left of a text that is masked: as if the rest had never been written, and where each sign stood."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trellis.intelligence.resumes.text import bullet_of

Span = tuple[int, int]
_LINE = re.compile(r"[^\n]+")
# Stands for what is masked while its surroundings are put in order.
_HOLE = "\0"
_EDGE = r"[\s\0,;:|·•–—/&()\[\]-]*"
_UNTIDY = (
    re.compile(r"[(\[][\s\0,;/-]*\0[\s\0,;/-]*[)\]]"),
    re.compile(rf"^(?=[^\w]*\0){_EDGE}"),
    re.compile(rf"{_EDGE}\0{_EDGE}[.!?]?{_EDGE}$"),
    re.compile(r"\0[\s\0]*[,;|·/][\s\0]*(?=\w)(?<=[,;|·/\s\0])"),
    re.compile(r"\0"),
    re.compile(r"(?<= ) +"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A text of lines, and for each of its signs the place in the original."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return where in the original these signs stand, and all between them."""
        return self.places[start], self.places[end - 1] + 1


def seen(text: str, masked: Sequence[Span], *, filler: str) -> Seen:
    """Return what of a text is to be seen; signs that are `filler` already are masked as well."""
    texts: list[str] = []
    places = array("i")
    for line, kept in _lines(text, masked, filler):
        if any(map(str.isalnum, line)):
            texts.append(line)
            places.extend(kept)
            places.append(kept[-1] + 1)
    return Seen("\n".join(texts), places)


def _lines(text: str, masked: Sequence[Span], filler: str) -> Iterator[tuple[str, Sequence[int]]]:
    at = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        inside: list[Span] = []
        while at < len(masked) and masked[at][0] < end:
            inside.append(masked[at])
            at += 1
        if inside or filler in match[0]:
            yield _left(text, start, end, inside, filler)
        else:
            yield match[0], range(start, end)


def _left(text: str, start: int, end: int, masked: Sequence[Span], filler: str) -> tuple[str, Sequence[int]]:
    """Return what is left of a line, without brackets around nothing and commas after it."""
    line = list(text[start:end].replace(_HOLE, " ").replace(filler, _HOLE))
    for first, last in masked:
        line[first - start : last - start] = _HOLE * (min(last, end) - first)
    places: Sequence[int] = range(start, end)
    said = "".join(line)
    head = bullet_of(said)
    said, places = _tidied(said[head:], places[head:])
    return (text[start : start + head] + said, [*range(start, start + head), *places]) if said else ("", ())


def _tidied(said: str, places: Sequence[int]) -> tuple[str, Sequence[int]]:
    for pattern in _UNTIDY:
        gone = {place for match in pattern.finditer(said) for place in range(*match.span())}
        if gone:
            places = [place for number, place in enumerate(places) if number not in gone]
            said = "".join(sign for number, sign in enumerate(said) if number not in gone)
    return said, places
