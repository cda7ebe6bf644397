"""The Range header (RFC 9110, section 14) as players of video need it: one range of bytes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

_CHUNK = 64 * 1024
# For what is sent: no script, form or frame. The rest is what browsers need for their own page around a
# video, which as a foreign origin would not even send the cookie that lets somebody see it.
PLAYER_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
    " sandbox allow-same-origin"
)
# Nothing in it runs, nobody keeps it, and pages of others cannot show it.
_PRIVATE = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": PLAYER_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

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


class FileSlice:
    """Reads a part of an open file in chunks; closes the file even if nothing was read."""

    def __init__(self, file: IO[bytes], part: ByteRange) -> None:
        self.file = file
        self.part = part

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.part.first)
        left = self.part.length
        while left and (chunk := self.file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        """Close the file; Django calls this when the response is over, however it ended."""
        self.file.close()


def private_response(
    request: HttpRequest, file: "File[Any]", *, etag: str, content_type: str, disposition: str
) -> HttpResponseBase:
    """Return a file, or a part of it, for who asks alone. Raises FileNotFoundError where it is gone."""
    response = part_response(request, opened=lambda: file.open("rb"), size=file.size, etag=etag)
    response["Content-Type"] = content_type
    response["Content-Disposition"] = disposition
    response["ETag"] = etag
    for header, value in _PRIVATE.items():
        response[header] = value
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response


def part_response(
    request: HttpRequest, *, opened: Callable[[], IO[bytes]], size: int, etag: str
) -> HttpResponseBase:
    """Return the file of `size` bytes, or the part of it that the request asks for: 200, 206 or 416.

    Only a GET opens the file. The caller adds the type and what else the file needs.
    """
    try:
        part = _wanted_part(request, size, etag)
    except RangeBeyondEndError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    sent = part or ByteRange(0, size - 1)
    response: HttpResponseBase = HttpResponse()
    if request.method == "GET":
        response = StreamingHttpResponse(FileSlice(opened(), sent))
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = part.content_range(size)
    response["Content-Length"] = str(sent.length)
    return response


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


def _wanted_part(request: HttpRequest, size: int, etag: str) -> ByteRange | None:
    """Return the range to send, or None for the whole file, as to a client whose copy is older."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    return read_range(request.headers.get("Range", ""), size=size)


def _suffix(length: int, size: int) -> ByteRange:
    if length == 0 or size == 0:
        raise RangeBeyondEndError
    return ByteRange(max(0, size - length), size - 1)
