"""How a clean film is made of the one that was given: what is copied, and what is written over it."""

from bisect import bisect_left
from dataclasses import dataclass, field
from mmap import mmap
from typing import IO

Content = bytes | bytearray | mmap

_PIECE = 1024 * 1024


class NotAFilm(Exception):
    """No MP4, MOV or WebM, or one without moving pictures."""


class Unclean(Exception):
    """A film that cannot be read to its end, so that nobody knows what is in it."""


@dataclass
class Plan:
    """The parts of a film in the order in which they are kept, and what is written over them, by place.

    All places are those in the film given. A number is so many zeros.
    """

    order: list[range] = field(default_factory=list)
    edits: list[tuple[int, bytes | int]] = field(default_factory=list)

    def wipe(self, start: int, end: int) -> None:
        """Have zeros where something was."""
        if end > start:
            self.edits.append((start, end - start))

    def replace(self, start: int, by: bytes) -> None:
        """Have other bytes there, as many."""
        self.edits.append((start, by))

    def write(self, content: Content, sink: IO[bytes]) -> None:
        """Write the clean film. No two edits may overlap, none may lie across two parts."""
        self.edits.sort(key=_place)
        for part in self.order:
            at = part.start
            for start, edit in self.edits[bisect_left(self.edits, part.start, key=_place) :]:
                if start >= part.stop:
                    break
                _copy(content, at, start, sink)
                at = start + _put(edit, sink)
            _copy(content, at, part.stop, sink)


def _place(edit: tuple[int, bytes | int]) -> int:
    return edit[0]


def _put(edit: bytes | int, sink: IO[bytes]) -> int:
    """Write an edit and return its length."""
    if isinstance(edit, bytes):
        return sink.write(edit)
    for start in range(0, edit, _PIECE):
        sink.write(bytes(min(_PIECE, edit - start)))
    return edit


def _copy(content: Content, start: int, end: int, sink: IO[bytes]) -> None:
    for at in range(start, end, _PIECE):
        sink.write(bytes(content[at : min(at + _PIECE, end)]))
