"""Fragments (`moof`): how recorders write films, piece by piece, each with its own tables."""

from collections.abc import Iterator

from trellis.core.files.films.boxes import Box, box_at, boxes_in, child, free, number
from trellis.core.files.films.plans import Unclean
from trellis.core.files.films.samples import Span

_KEPT = {b"tfhd", b"trun", b"tfdt", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"senc", b"sdtp"}
# Flags, each with the bytes of the field that it announces.
_BASE_IS_GIVEN, _BASE_IS_HERE = 0x1, 0x020000
_BEFORE_THE_SIZE = {0x2: 4, 0x8: 4}
_SIZE_IS_GIVEN = 0x10
_PLACE_IS_GIVEN, _FIRST_FLAGS = 0x1, 0x4
_OF_A_SAMPLE = (0x100, 0x200, 0x400, 0x800)
_SAMPLE_SIZE = 0x200


def cleaned_fragment(content: bytearray, *, at: int, sizes: dict[int, int], tracks: set[int]) -> list[Span]:
    """Wipe a `moof` in its place, and return where the samples of the `tracks` are. Raise Unclean.

    It lies `at` this place of the file; `sizes` are those of samples of which it says none.
    """
    spans: list[Span] = []
    base = at
    moof = box_at(content, 0, len(content))
    for box in boxes_in(content, moof.body, moof.end):
        if box.kind == b"traf":
            head = child(content, box, b"tfhd")
            track, flags = number(content, 4, head), number(content, 1, head, 3)
            first, size = _base(content, head, flags, at, base), _size(content, head, flags)
            found = list(_spans(content, box, track, first, sizes.get(track, 0) if size is None else size))
            base = found[-1][1] if found else base
            if track in tracks:
                spans += found
                _clean(content, box)
                continue
        if box.kind != b"mfhd":
            free(content, box)
    return spans


def _base(content: bytearray, head: Box, flags: int, at: int, following: int) -> int:
    """Return from where the places of samples are counted."""
    if flags & _BASE_IS_GIVEN:
        return number(content, 8, head, 8)
    return at if flags & _BASE_IS_HERE else following


def _size(content: bytearray, head: Box, flags: int) -> int | None:
    if not flags & _SIZE_IS_GIVEN:
        return None
    before = sum(length for flag, length in _BEFORE_THE_SIZE.items() if flags & flag)
    return number(content, 8 + before + (8 if flags & _BASE_IS_GIVEN else 0), head)


def _spans(content: bytearray, traf: Box, track: int, base: int, size: int) -> Iterator[Span]:
    following = base
    for run in boxes_in(content, traf.body, traf.end):
        if run.kind != b"trun":
            continue
        flags, place = number(content, 1, run, 3), 8
        start = following
        if flags & _PLACE_IS_GIVEN:
            offset = number(content, place, run).to_bytes(4)
            start, place = base + int.from_bytes(offset, signed=True), place + 4
        place += 4 if flags & _FIRST_FLAGS else 0
        following = start + _length(content, run, flags, place, size)
        yield start, following, track


def _length(content: bytearray, run: Box, flags: int, place: int, size: int) -> int:
    """Return how long the samples of a run are together."""
    samples = number(content, 4, run)
    if not flags & _SAMPLE_SIZE:
        return samples * size
    width = 4 * sum(bool(flags & flag) for flag in _OF_A_SAMPLE)
    if run.body + place + samples * width > run.end:
        raise Unclean
    place += 4 if flags & _OF_A_SAMPLE[0] else 0
    return sum(number(content, place + width * one, run) for one in range(samples))


def _clean(content: bytearray, traf: Box) -> None:
    for box in boxes_in(content, traf.body, traf.end):
        if box.kind not in _KEPT:
            free(content, box)
