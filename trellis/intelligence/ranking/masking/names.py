"""Where a text says what somebody is called: by the names of their own profile."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from trellis.intelligence.ranking.masking.phrases import Span, Word, words_in
from trellis.intelligence.ranking.wording.everyday import is_everyday

_BESIDE = re.compile(r"[ \u00a0.,'’-]{1,3}")
_SMALL = """
van von vom zu zum zur de del della di da das dos do du des der den ter ten la las los le el al bin ibn bint
abu abd mac mc san santa y e o und
"""
_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "herr", "herrn", "frau", "dr", "sr", "sra", "senor", "senora"]
)
_PARTICLES = frozenset(_SMALL.split())
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa"})


@dataclass(frozen=True, slots=True)
class Names:
    """The parts of somebody's names: what is one wherever it stands, and what is also another word."""

    sure: frozenset[str]
    unsure: frozenset[str]
    initials: frozenset[str]


def names_from(said: Collection[str], beside: Collection[str] = ()) -> Names:
    """Return the parts of names, also as they are written without an umlaut.

    Those in `beside` are names only beside others.
    """
    parts = set(_parts(said))
    sure = {part for part in parts if len(part) > 1 and part not in _PARTICLES and not is_everyday(part)}
    unsure = (parts | set(_parts(beside))) - sure
    return Names(frozenset(sure), frozenset(unsure), frozenset(part[0] for part in parts))


def _parts(said: Collection[str]) -> Iterator[str]:
    for name in said:
        for spelled in (name, name.casefold().translate(_UMLAUTS)):
            yield from (word.said for word in words_in(spelled) if not word.said.isdigit())


def name_spans(text: str, words: Sequence[Word], names: Names) -> Iterator[Span]:
    """Yield where names stand: one that is another word, too, and an initial, only beside another part."""
    if not (names.sure or names.unsure):
        return
    for first, last in _runs(text, words, names):
        run = words[first:last]
        sure = sum(word.said in names.sure for word in run)
        known = sum(word.said in names.sure or word.said in names.unsure for word in run)
        is_one = sure and not run[0].is_lower
        if known >= 2 or is_one or _is_called(text, words, first) or _is_line(text, run):
            yield run[0].start, run[-1].end


def _runs(text: str, words: Sequence[Word], names: Names) -> Iterator[tuple[int, int]]:
    """Yield from which word to before which one parts of names stand side by side."""
    place = 0
    while place < len(words):
        if words[place].said not in names.sure and words[place].said not in names.unsure:
            place += 1
            continue
        end = place + 1
        while end < len(words) and _goes_on(text, words[end - 1], words[end], names):
            end += 1
        first = place
        while first > 0 and _is_initial(text, words[first - 1], words[first], names):
            first -= 1
        yield first, end
        place = end


def _goes_on(text: str, before: Word, word: Word, names: Names) -> bool:
    if not _BESIDE.fullmatch(text, before.end, word.start):
        return False
    is_initial = len(word.said) == 1 and word.said in names.initials and not word.is_lower
    return word.said in names.sure or word.said in names.unsure or is_initial


def _is_initial(text: str, word: Word, after: Word, names: Names) -> bool:
    is_one = len(word.said) == 1 and word.said in names.initials and not word.is_lower
    return is_one and bool(_BESIDE.fullmatch(text, word.end, after.start))


def _is_called(text: str, words: Sequence[Word], first: int) -> bool:
    """Tell whether a title stands before: Frau Koch is no cook."""
    before = words[first - 1] if first else None
    is_title = before is not None and before.said in _TITLES and not before.is_lower
    return is_title and before is not None and bool(_BESIDE.fullmatch(text, before.end, words[first].start))


def _is_line(text: str, run: Sequence[Word]) -> bool:
    """Tell whether nothing else stands in the line: then it is who this is about, in large letters or not."""
    start, end = text.rfind("\n", 0, run[0].start) + 1, text.find("\n", run[-1].end)
    rest = text[start : run[0].start] + text[run[-1].end : end if end >= 0 else len(text)]
    return start == 0 and not any(map(str.isalnum, rest))
