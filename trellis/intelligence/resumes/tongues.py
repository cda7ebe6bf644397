"""Which languages somebody knows, and how well; sign languages are languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from trellis.core.files.papers.headings import Section, folded
from trellis.intelligence.resumes.found import Found, Tongue
from trellis.intelligence.resumes.sections import Part, heading_of
from trellis.intelligence.resumes.text import Flow, Text, bullet_of
from trellis.intelligence.resumes.words.tongues import LEVELS, TONGUES

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_MOST_WORDS = 4
_MOST = 50
_Hit = tuple[str, int, int]


def tongues_in(text: Text, parts: Iterable[Part]) -> list[Tongue]:
    """Return the languages of the sections of that name, and of lines that are called so elsewhere."""
    found: dict[str, Tongue] = {}
    for flow in _stretches(text, parts):
        for tongue in _in(flow):
            before = found.get(tongue.found.value)
            if before is None or (tongue.level and not before.level):
                found[tongue.found.value] = tongue
    return list(found.values())[:_MOST]


def _stretches(text: Text, parts: Iterable[Part]) -> Iterator[Flow]:
    for part in parts:
        if part.section is Section.LANGUAGES:
            yield text.flow_of(part.numbers, skip=part.skip)
            continue
        for number in part.numbers:
            line = text.lines[number].text
            skip = bullet_of(line)
            label = line[skip:].partition(":")
            if label[1] and heading_of(label[0]) is Section.LANGUAGES:
                yield text.flow_of([number], skip=skip + len(label[0]) + 1)


def _in(flow: Flow) -> Iterator[Tongue]:
    hits = list(_hits(flow.text, TONGUES))
    levels = list(_hits(flow.text, LEVELS))
    ends = [start for _, start, _ in hits[1:]] + [len(flow.text)]
    # "Native: German" says the level first; so does a line that begins with one.
    first = bool(
        levels and hits and levels[0][1] < hits[0][1] and "\n" not in flow.text[levels[0][1] : hits[0][1]]
    )
    begins = [0] + [end for _, _, end in hits]
    for place, (name, start, end) in enumerate(hits):
        after = next((level for level, at, _ in levels if end <= at < ends[place]), "")
        before = next((level for level, at, _ in levels if begins[place] <= at < start), "")
        level = (before or after) if first else (after or (before if place == 0 else ""))
        yield Tongue(Found(name, (flow.span(start, end),), 0.95 if level else 0.85), level)


def _hits(text: str, table: dict[str, str]) -> Iterator[_Hit]:
    """Yield the longest names of a table in a text, each with its place."""
    words = list(_WORD.finditer(text))
    start = 0
    while start < len(words):
        for end in range(min(start + _MOST_WORDS, len(words)), start, -1):
            span = (words[start].start(), words[end - 1].end())
            if end - start > 1 and any(
                "\n" in text[a.end() : b.start()] for a, b in pairwise(words[start:end])
            ):
                continue
            if value := table.get(folded(text[slice(*span)])):
                yield value, *span
                start = end - 1
                break
        start += 1
