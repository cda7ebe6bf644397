"""All that is masked, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from trellis.intelligence.ranking.masking import lists
from trellis.intelligence.ranking.masking.endings import ending_spans
from trellis.intelligence.ranking.masking.machines import machine_spans
from trellis.intelligence.ranking.masking.marks import marked_spans
from trellis.intelligence.ranking.masking.names import name_spans, names_from
from trellis.intelligence.ranking.masking.phrases import Phrases, Span, Word, words_in
from trellis.intelligence.ranking.masking.years import year_spans

_KEPT, _LABEL, _TITLES = "kept", "label", frozenset({"mr", "mrs", "ms", "miss", "mx", "sr", "sra", "srta"})
_PHRASES = Phrases(
    {
        _KEPT: lists.KEPT,
        **{
            name.lower(): getattr(lists, name)
            for name in ("GENDER", "FAMILY", "AGE", "HEALTH", "LEAVE", "FAITH", "ORIGIN", "PHOTO")
        },
    }
)
_LABELS = Phrases({_LABEL: lists.LABELS})
_AFTER_LABEL = re.compile(r"\s*[:：\t]\s*[^\n\t|•·;]{0,120}")
_LEFT = frozenset(word.said for word in words_in(lists.LEFT))
_LINE = re.compile(r"[^\n]+")


def masked_spans(text: str, *, names: Collection[str] = (), nicknames: Collection[str] = ()) -> list[Span]:
    """Return from where to where a text is masked, each sign once, in order."""
    words = words_in(text)
    lines = list(_lines(text, words))
    found = [
        *machine_spans(text),
        *marked_spans(text),
        *_said(text, words),
        *_labelled(text, words),
        *ending_spans(words),
        *year_spans(text, lines),
        *name_spans(text, words, names_from(names, nicknames)),
    ]
    return list(_within_lines(text, _merged([*found, *_left_over(text, lines, _merged(found))])))


def _lines(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, Sequence[Word]]]:
    at = 0
    for match in _LINE.finditer(text):
        first = at
        while at < len(words) and words[at].end <= match.end():
            at += 1
        yield match.start(), match.end(), words[first:at]


def _said(text: str, words: Sequence[Word]) -> Iterator[Span]:
    for name, first, last in _PHRASES.hits(text, words):
        if name != _KEPT and not (name == "gender" and last == first + 1 and not _is_of_people(words[first])):
            yield words[first].start, words[last - 1].end


def _is_of_people(word: Word) -> bool:
    """Tell whether a short word is one of people: IT systems are called HIS, and milliseconds ms."""
    if word.said in _TITLES:
        return not word.is_lower and not word.is_loud
    return not (word.is_loud and len(word.said) <= 3)


def _labelled(text: str, words: Sequence[Word]) -> Iterator[Span]:
    for _, first, last in _LABELS.hits(text, words):
        if after := _AFTER_LABEL.match(text, words[last - 1].end):
            yield words[first].start, after.end()


def _left_over(
    text: str, lines: Iterable[tuple[int, int, Sequence[Word]]], masked: Sequence[Span]
) -> Iterator[Span]:
    """Yield lines of which nothing is left but words that only carry what is masked: "I am …"."""
    at = 0
    for start, end, words in lines:
        while at < len(masked) and masked[at][1] <= start:
            at += 1
        here = at
        inside = []
        while here < len(masked) and masked[here][0] < end:
            inside.append(masked[here])
            here += 1
        if inside and all(word.said in _LEFT or _covers(inside, word) for word in words):
            yield start, end


def _covers(masked: Sequence[Span], word: Word) -> bool:
    return any(first <= word.start and word.end <= last for first, last in masked)


def _within_lines(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans without the ends of lines: lines stay what they are."""
    for start, end in spans:
        yield from ((start + line.start(), start + line.end()) for line in _LINE.finditer(text[start:end]))


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] < span[1]):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
