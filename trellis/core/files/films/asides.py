"""What cameras say aside among the pictures of H.264 and H.265 (SEI): dash cameras write places there.

Only what is unregistered user data is replaced, by as much filler. Captions, which have a register, stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trellis.core.files.films.plans import Content

_USER_DATA, _FILLER = 5, 3
_END = b"\x80"
_AVC = {b"avc1", b"avc2", b"avc3", b"avc4", b"dva1", b"dvav"}
_ASIDES_OF_HEVC, _UNITS_OF_HEVC = frozenset({39, 40}), 23
_HEVC = {b"hvc1", b"hev1", b"dvh1", b"dvhe"}


@dataclass(frozen=True)
class Coding:
    """How the units of a stream are told apart: bytes of their length and their head, which has the kind."""

    length: int
    head: int
    shift: int
    mask: int
    asides: frozenset[int]

    def is_aside(self, first: int) -> bool:
        """Say whether a unit that begins with this byte is one."""
        return first >> self.shift & self.mask in self.asides


def coding_of(kind: bytes, settings: dict[bytes, bytes]) -> Coding | None:
    """Return how a stream of this kind is coded, by the boxes that describe it; None for others."""
    if kind in _AVC and len(settings.get(b"avcC", b"")) > 4:
        return Coding((settings[b"avcC"][4] & 3) + 1, head=1, shift=0, mask=0x1F, asides=frozenset({6}))
    if kind in _HEVC and len(settings.get(b"hvcC", b"")) > 21:
        return Coding((settings[b"hvcC"][21] & 3) + 1, head=2, shift=1, mask=0x3F, asides=_ASIDES_OF_HEVC)
    return None


def without_asides(content: Content, start: int, end: int, coding: Coding) -> Iterator[tuple[int, bytes]]:
    """Yield what to write over the units between two places, and where."""
    while start + coding.length < end:
        body = start + coding.length
        start = body + int.from_bytes(content[start:body])
        if start > end:
            return
        if start - body > coding.head and coding.is_aside(content[body]):
            said = bytes(content[body + coding.head : start])
            unsaid = _unsaid(said)
            if unsaid != said:
                yield body + coding.head, unsaid


def settings_without_asides(settings: bytes) -> bytes:
    """Return the `hvcC` of a stream without what is said aside already there."""
    kept, at = bytearray(settings), _UNITS_OF_HEVC
    while at + 3 <= len(kept):
        kind, units = kept[at] & 0x3F, int.from_bytes(kept[at + 1 : at + 3])
        at += 3
        for _ in range(units):
            body = at + 2
            at = body + int.from_bytes(kept[at:body])
            if at > len(kept):
                return bytes(kept)
            if kind in _ASIDES_OF_HEVC and at - body > 2:
                kept[body + 2 : at] = _unsaid(bytes(kept[body + 2 : at]))
    return bytes(kept)


def _unsaid(raw: bytes) -> bytes:
    """Return messages without user data, as long as before."""
    plain = raw.replace(b"\0\0\3", b"\0\0")
    kept, at, changed = b"", 0, False
    while at + 2 < len(plain):
        kind, size_at = _count(plain, at)
        size, body = _count(plain, size_at)
        if kind == _USER_DATA:
            changed = True
        else:
            kept += plain[at : body + size]
        at = body + size
    return _filled(kept, len(raw)) if changed else raw


def _count(plain: bytes, at: int) -> tuple[int, int]:
    """Return a number that is written in parts of 255, and where it ends."""
    end = at
    while end < len(plain) and plain[end] == 255:
        end += 1
    last = plain[end] if end < len(plain) else 0
    return 255 * (end - at) + last, end + 1


def _filled(kept: bytes, length: int) -> bytes:
    begun = _escaped(kept + bytes([_FILLER]))
    if (length - len(begun) - 1) % 256 == 0:
        # No size and its parts of 255 take just so many bytes; behind a small filler they do.
        begun = _escaped(kept + bytes([_FILLER, 1, 255, _FILLER]))
    room = length - len(begun) - 1
    parts, last = divmod(room - 1, 256)
    return begun + b"\xff" * parts + bytes([last]) + b"\xff" * (255 * parts + last) + _END


def _escaped(plain: bytes) -> bytes:
    return re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", plain)
