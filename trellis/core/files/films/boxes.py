"""Boxes: what MP4 and MOV are made of (ISO/IEC 14496-12). Each has a size, a kind, and a body."""

from collections.abc import Iterator
from dataclasses import dataclass

from trellis.core.files.films.plans import Content, Unclean

_SMALL, _LARGE = 8, 16  # bytes of a head


@dataclass(frozen=True)
class Box:
    """A box: its kind, where it begins, its body begins, it ends. A `broken` one tells more than there is."""

    kind: bytes
    start: int
    body: int
    end: int
    broken: bool = False


def box_at(content: Content, start: int, limit: int) -> Box:
    """Return the box that begins there; one of size zero goes on to the `limit`."""
    size, kind = int.from_bytes(content[start : start + 4]), bytes(content[start + 4 : start + _SMALL])
    body = start + _SMALL
    if size == 1:
        size, body = int.from_bytes(content[body : start + _LARGE]), start + _LARGE
    end = start + size if size else limit
    return Box(kind, start, body, min(end, limit), broken=not body <= end <= limit)


def boxes_in(content: Content, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two places, of which the last may leave a few bytes. Raise Unclean."""
    while end - start >= _SMALL:
        box = box_at(content, start, end)
        if box.broken:
            raise Unclean
        yield box
        start = box.end


def free(content: bytearray, box: Box) -> None:
    """Make it a box that says nothing, of the same size, so that nothing else has to move."""
    content[box.start + 4 : box.start + 8] = b"free"
    content[box.body : box.end] = bytes(box.end - box.body)


def child(content: Content, box: Box, *kinds: bytes) -> Box:
    """Return the first box of the first kind in it, of the next kind in that, and so on. Raise Unclean."""
    for kind in kinds:
        found = next((one for one in boxes_in(content, box.body, box.end) if one.kind == kind), None)
        if found is None:
            raise Unclean
        box = found
    return box


def number(content: Content, place: int, box: Box, length: int = 4) -> int:
    """Return the number at a place of the box's body. Raise Unclean beyond its end."""
    start = box.body + place
    if start + length > box.end:
        raise Unclean
    return int.from_bytes(content[start : start + length])
