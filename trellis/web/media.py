"""Uploads kept in the data directory, sent so that nothing in them can run.

Where the storage is S3 or the like its own addresses are used, and there is nothing here.
"""

from os import stat_result
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from trellis.core.http.ranges import PLAYER_POLICY, part_response

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
_HEADERS = {
    "Accept-Ranges": "bytes",
    # The name of an upload is random and never given to another.
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": PLAYER_POLICY,
    "X-Content-Type-Options": "nosniff",
}


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
    response = part_response(request, opened=lambda: path.open("rb"), size=size, etag=etag)
    return response if response.status_code == 416 else _typed(response, path)


def _typed(response: HttpResponseBase, path: Path) -> HttpResponseBase:
    shown = _SHOWN_TYPES.get(path.suffix.lower())
    response["Content-Type"] = shown or "application/octet-stream"
    if shown is None:
        response["Content-Disposition"] = "attachment"
    return response
