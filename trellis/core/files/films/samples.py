"""Where the samples of a track lie in the file: its tables say it (stsz, stsc, stco)."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from trellis.core.files.films.boxes import Box, boxes_in, child, number
from trellis.core.files.films.plans import Content, Unclean

Span = tuple[int, int, int]  # from where to where, of which track

_MOST_OFFSET = 2**32 - 1


@dataclass(frozen=True)
class Chunks:
    """The chunks of a track: where each begins, and how long it is, None where the tables do not tell."""

    starts: list[int]
    lengths: list[int | None]


def chunks_of(content: Content, table: Box, *, is_sound: bool) -> Chunks:
    """Return what the boxes in a `stbl` say. Raise Unclean for what contradicts itself."""
    offsets = _offsets(content, table)
    if offsets is None:
        return Chunks([], [])
    starts = list(_numbers(content, offsets, 8, number(content, 4, offsets), _width(offsets)))
    sizes = child(
        content, table, next((one for one in (b"stsz", b"stz2") if _has(content, table, one)), b"stsz")
    )
    counts = list(_counts(content, child(content, table, b"stsc"), len(starts)))
    each, samples = number(content, 4, sizes), number(content, 8, sizes)
    if sizes.kind == b"stsz" and each:
        # Sound of old films has a size of 1, whatever a sample takes.
        unknown = is_sound and each <= 2
        return Chunks(starts, [None if unknown else each * count for count in counts])
    ends = [0, *accumulate(_sizes(content, sizes, each, samples))]
    places = [min(place, samples) for place in accumulate(counts, initial=0)]
    return Chunks(starts, [ends[last] - ends[first] for first, last in pairwise(places)])


def spans_of(track: int, chunks: Chunks, starts: list[int], end: int) -> Iterator[Span]:
    """Yield where the chunks lie. Those of unknown length reach to the next of all `starts`, or the end."""
    for start, length in zip(chunks.starts, chunks.lengths, strict=True):
        if length is None:
            following = bisect_right(starts, start)
            yield start, starts[following] if following < len(starts) else end, track
        else:
            yield start, start + length, track


def move(content: bytearray, table: Box, moved: Callable[[int], int]) -> None:
    """Write down where the chunks are when everything has moved. Raise Unclean where that cannot be told."""
    offsets = _offsets(content, table)
    if offsets is None:
        return
    width, count = _width(offsets), number(content, 4, offsets)
    places = [moved(place) for place in _numbers(content, offsets, 8, count, width)]
    if width == 4 and places and max(places) > _MOST_OFFSET:
        raise Unclean
    words = array("I" if width == 4 else "Q", places)
    if sys.byteorder == "little":
        words.byteswap()
    start = offsets.body + 8
    content[start : start + width * count] = words.tobytes()


def _offsets(content: Content, table: Box) -> Box | None:
    found = [one for one in boxes_in(content, table.body, table.end) if one.kind in {b"stco", b"co64"}]
    if len(found) > 1:
        raise Unclean
    return found[0] if found else None


def _has(content: Content, table: Box, kind: bytes) -> bool:
    return any(one.kind == kind for one in boxes_in(content, table.body, table.end))


def _width(offsets: Box) -> int:
    return 8 if offsets.kind == b"co64" else 4


def _numbers(content: Content, box: Box, place: int, count: int, width: int) -> array[int]:
    """Return so many numbers of a box's body. Raise Unclean where it has fewer."""
    start = box.body + place
    if start + count * width > box.end:
        raise Unclean
    words = array({1: "B", 2: "H", 4: "I", 8: "Q"}[width], bytes(content[start : start + count * width]))
    if sys.byteorder == "little":
        words.byteswap()
    return words


def _sizes(content: Content, sizes: Box, each: int, samples: int) -> array[int]:
    if sizes.kind == b"stsz":
        return _numbers(content, sizes, 12, samples, 4)
    if each in (8, 16):
        return _numbers(content, sizes, 12, samples, each // 8)
    raise Unclean


def _counts(content: Content, runs: Box, chunks: int) -> Iterator[int]:
    """Yield how many samples each chunk has."""
    words = _numbers(content, runs, 8, 3 * number(content, 4, runs), 4)
    firsts = [min(first, chunks + 1) for first in words[::3]]
    if firsts != sorted(firsts) or (chunks and firsts[:1] != [1]):
        raise Unclean
    for (first, last), count in zip(pairwise([*firsts, chunks + 1]), words[1::3], strict=True):
        for _ in range(last - first):
            yield count
