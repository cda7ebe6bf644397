"""The Range header (RFC 9110, section 14) as players of video need it: one range of bytes."""

import re
from dataclasses import dataclass

# More digits than any file's size has are no position, only work for int().
_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class RangeBeyondEndError(Exception):
    """The range lies behind the end of the file."""


@dataclass(frozen=True)
class ByteRange:
    """A part of a file, both ends included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.last - self.first + 1

    def content_range(self, size: int) -> str:
        """Return the Content-Range header of this part of `size` bytes."""
        return f"bytes {self.first}-{self.last}/{size}"


def read_range(header: str, *, size: int) -> ByteRange | None:
    """Return the range that `header` asks for, or None where the whole file is to be sent.

    What is malformed or asks for several ranges is ignored, as the RFC allows. Raises
    RangeBeyondEndError.
    """
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return _suffix(int(last), size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise RangeBeyondEndError
    return ByteRange(int(first), min(int(last), size - 1) if last else size - 1)


def _suffix(length: int, size: int) -> ByteRange:
    if length == 0 or size == 0:
        raise RangeBeyondEndError
    return ByteRange(max(0, size - length), size - 1)
