"""Uploads kept in the data directory, sent so that nothing in them can run.

Where the storage is S3 or the like its own addresses are used, and there is nothing here.
"""

from collections.abc import Iterator
from os import stat_result
from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from trellis.web.ranges import ByteRange, RangeBeyondEndError, read_range

_CHUNK = 64 * 1024
# Only these are shown by browsers; everything else is for download, whatever it claims to be.
_SHOWN_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".webm": "video/webm",
    ".webp": "image/webp",
}
# No script, form or frame. The rest is what browsers need for their own page around a video.
_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
    " sandbox allow-same-origin"
)
_HEADERS = {
    "Accept-Ranges": "bytes",
    # The name of an upload is random and never given to another.
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
}


class FileSlice:
    """Reads a part of an open file in chunks; closes the file even if nothing was read."""

    def __init__(self, file: BinaryIO, part: ByteRange) -> None:
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


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send one upload, or the part of it that a Range header asks for."""
    try:
        path = _path_of(name)
        return _answer(request, path, path.stat())
    except (OSError, ValueError):  # A name with NUL or too long, or a file that is gone.
        raise Http404 from None


def _path_of(name: str) -> Path:
    """Return the file of this name; what is not a file inside the media folder is a 404."""
    if not isinstance(default_storage, FileSystemStorage):
        raise Http404
    root = Path(default_storage.location).resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise Http404
    return path


def _answer(request: HttpRequest, path: Path, stat: stat_result) -> HttpResponseBase:
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    unneeded = get_conditional_response(request, etag, int(stat.st_mtime))
    response = unneeded or _content(request, path, stat.st_size, etag)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(stat.st_mtime)
    for header, value in _HEADERS.items():
        response[header] = value
    return response


def _content(request: HttpRequest, path: Path, size: int, etag: str) -> HttpResponseBase:
    try:
        part = _wanted_part(request, size, etag)
    except RangeBeyondEndError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    sent = part or ByteRange(0, size - 1)
    response: HttpResponseBase = HttpResponse()
    if request.method == "GET":
        response = StreamingHttpResponse(FileSlice(path.open("rb"), sent))
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = part.content_range(size)
    response["Content-Length"] = str(sent.length)
    return _typed(response, path)


def _wanted_part(request: HttpRequest, size: int, etag: str) -> ByteRange | None:
    """Return the range to send, or None for the whole file, as to a client whose copy is older."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    return read_range(request.headers.get("Range", ""), size=size)


def _typed(response: HttpResponseBase, path: Path) -> HttpResponseBase:
    shown = _SHOWN_TYPES.get(path.suffix.lower())
    response["Content-Type"] = shown or "application/octet-stream"
    if shown is None:
        response["Content-Disposition"] = "attachment"
    return response
