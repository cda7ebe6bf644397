"""Any file that somebody sends along: known by its content, pictures and films made anew, the rest inert.

What type a file has is told by its bytes, never by its name or by who sends it. Whatever we have not made
anew is only ever given back as a download (docs/decisions/moderation.md).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, cast

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.core.files import documents
from trellis.core.files.films.cleaning import suffix_of
from trellis.core.files.films.uploads import HEAD, NoFilm, clean_film
from trellis.core.files.pictures import clean_picture

LARGEST_ATTACHMENT = 10 * 1024 * 1024  # bytes
LONGEST_NAME = 255  # letters
OPAQUE = "application/octet-stream"
# Such a file has nothing of a stranger's in it but what is seen.
REDRAWN = {".jpg": "image/jpeg", ".png": "image/png"}
_FILMS = {".mp4": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm"}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
# How a browser names what begins so; nobody here reads it.
_BEGINNINGS = (
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1a\x45\xdf\xa3", "audio/webm"),
    (b"PK\x03\x04", "application/zip"),
)
_NAMELESS = "file"
_LONGEST_SUFFIX = 20


@dataclass(frozen=True)
class Attached:
    """A file that may be kept: its name for people, and the type that its content has."""

    file: File[Any]
    name: str
    media_type: str


@extend_schema_field(OpenApiTypes.BINARY)
class AttachmentField(serializers.FileField):
    """An uploaded file of 10 MB at most."""

    def to_internal_value(self, data: Any) -> Attached:  # type: ignore[override]  # with its name and type
        """Return what may be kept of it; raise ValidationError for what is too large or broken, or Busy."""
        upload = cast("UploadedFile[Any]", super().to_internal_value(data))
        if (upload.size or 0) > LARGEST_ATTACHMENT:
            message = f"The file is larger than {LARGEST_ATTACHMENT // (1024 * 1024)} MB."
            raise serializers.ValidationError(message, code="too_large")
        return attached(upload)


def attached(upload: UploadedFile[Any]) -> Attached:
    """Return the file as it may be kept; raise ValidationError for a broken picture or film, or Busy."""
    head = _read(upload, HEAD)
    name = name_for_people(upload.name or "")
    if _is_picture(head):
        return _made_anew(clean_picture(upload), name, REDRAWN)
    if suffix_of(head) is not None:
        try:
            return _made_anew(clean_film(upload), name, _FILMS)
        except NoFilm:  # sound alone, or a picture of a kind that we do not read
            return _as_it_is(upload, name, _type_of(head))
    known = documents.TYPES.get(documents.suffix_of(_read(upload, LARGEST_ATTACHMENT)))
    return _as_it_is(upload, name, known or _type_of(head))


def name_for_people(given: str) -> str:
    """Return a file's name as it can be shown: one line, without signs that turn letters around."""
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in given
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    name = " ".join(seen.replace("/", " ").replace("\\", " ").split()).strip(". ") or _NAMELESS
    suffix = _suffix(name)
    return name[: len(name) - len(suffix)][: LONGEST_NAME - len(suffix)] + suffix


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return suffix if len(suffix) <= _LONGEST_SUFFIX else ""


def _is_picture(head: bytes) -> bool:
    return head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _made_anew(file: File[Any], name: str, types: dict[str, str]) -> Attached:
    """Return it under the name that its sender gave it, with the suffix of what it is now."""
    suffix = PurePosixPath(file.name or "").suffix
    stem = name.removesuffix(_suffix(name)) or _NAMELESS
    return Attached(file, stem[: LONGEST_NAME - len(suffix)] + suffix, types[suffix])


def _as_it_is(upload: UploadedFile[Any], name: str, media_type: str) -> Attached:
    upload.seek(0)
    return Attached(upload, name, media_type)


def _type_of(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[4:11] == b"ftypM4A":
        return "audio/mp4"
    return next((kind for beginning, kind in _BEGINNINGS if head.startswith(beginning)), OPAQUE)


def _read(upload: UploadedFile[Any], length: int) -> bytes:
    upload.seek(0)
    content: bytes = upload.read(length)
    return content
