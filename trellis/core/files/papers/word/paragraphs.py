"""A paragraph of a Word file as it is read: its words, their look, its links and boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from trellis.core.files.papers.layout import Line
from trellis.core.files.papers.plain import tidied
from trellis.core.files.papers.word.looks import Look

Linked = tuple[Line, list[tuple[str, int, int]]]


@dataclass
class Paragraph:
    """A paragraph as it is read: its words, and what lies in boxes that hang on it."""

    pieces: list[tuple[str, Look]] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    opened: tuple[str, int] | None = None
    length: int = 0

    def add(self, text: str, look: Look) -> None:
        """Add words."""
        if text:
            self.pieces.append((text, look))
            self.length += len(text)


def joined(
    texts: Sequence[tuple[str, Look]], links: Sequence[tuple[str, int, int]], read: Paragraph
) -> Linked:
    """Return a line of a paragraph, and its links, each with where its words stand in it."""
    line = tidied("".join(text for text, _ in texts))
    letters = [(sum(map(str.isalnum, text)), look) for text, look in texts if text.strip()]
    total = sum(count for count, _ in letters)
    said = "".join(text for text, _ in read.pieces)
    placed = []
    for url, first, last in links:
        words = tidied(said[first:last])
        start = line.find(words) if words else -1
        if start >= 0:
            placed.append((url, start, start + len(words)))
    return (
        Line(
            text=line,
            size=max((look.size for _, look in letters), default=11.0),
            is_bold=sum(count for count, look in letters if look.is_bold) * 2 > total,
        ),
        placed,
    )
