"""Uploads: what they are is read from their content, pictures are made anew, names are ours."""

from __future__ import annotations

import struct
import uuid
import warnings
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any, cast

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.deconstruct import deconstructible
from PIL import ExifTags, Image, UnidentifiedImageError
from rest_framework import serializers

_PICTURES = {"JPEG", "PNG", "WEBP", "GIF"}
# A QuickTime film is told to be MP4 as well, so that its own type stands first.
_VIDEO_SUFFIXES = {".mov": ".mov", ".mp4": ".mp4", ".m4v": ".mp4", ".webm": ".webm"}
# What shares a container with videos, or looks like one in passing, and is none.
_NOT_VIDEOS = {".heif", ".avif", ".m4a", ".mkv", ".html"}
_STORED_SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".mov", ".webm"}
VIDEO_HEAD = 4096  # bytes at the beginning of a video that tell its type
_LONGEST_SIDE = 2560  # pixels
# How to turn a picture of which EXIF says this orientation.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow raises over broken pictures.
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    ValueError,
    SyntaxError,
    struct.error,
    IndexError,
    EOFError,
)


@deconstructible
class upload_path:  # noqa: N801  (used as a function in field declarations)
    """Names an upload `<folder>/<random><suffix>`: of the client's name only a known suffix survives."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: Any, filename: str) -> str:
        """Return the name under which the upload is stored."""
        suffix = PurePosixPath(filename).suffix.lower()
        return f"{self.folder}/{uuid.uuid4().hex}{suffix if suffix in _STORED_SUFFIXES else ''}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, upload_path) and other.folder == self.folder

    def __hash__(self) -> int:
        return hash(self.folder)


class PictureField(serializers.FileField):
    """An uploaded picture, re-encoded as JPEG or PNG without its metadata (EXIF holds places)."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the clean picture as a file; raise ValidationError for what is none."""
        upload = cast("UploadedFile[Any]", super().to_internal_value(data))
        _refuse_larger(upload, settings.MAX_IMAGE_BYTES)
        return clean_picture(upload)


class VideoField(serializers.FileField):
    """An uploaded MP4, MOV or WebM video, known by its content."""

    def to_internal_value(self, data: Any) -> UploadedFile[Any]:
        """Return the upload under the suffix of its real type; raise ValidationError."""
        upload = cast("UploadedFile[Any]", super().to_internal_value(data))
        _refuse_larger(upload, settings.MAX_VIDEO_BYTES)
        head = upload.read(VIDEO_HEAD)
        upload.seek(0)
        suffix = video_suffix(head)
        if suffix is None:
            raise serializers.ValidationError("Upload an MP4, MOV or WebM video.", code="invalid_video")
        upload.name = f"video{suffix}"
        return upload


def clean_picture(source: IO[bytes] | UploadedFile[Any]) -> ContentFile[bytes]:
    """Return the picture re-encoded: upright, at most 2560 pixels a side, pixels and nothing else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # The header alone is read here; the pixels only once their number is known to be sane.
            with Image.open(source, formats=sorted(_PICTURES)) as picture:
                _refuse_too_many_pixels(picture)
                return _encoded(picture)
    except _UNREADABLE:
        raise _not_a_picture() from None


def video_suffix(head: bytes) -> str | None:
    """Return the suffix of the MP4, MOV or WebM video that begins with `head`; None for what is none."""
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        found = set()
    for suffix, ours in _VIDEO_SUFFIXES.items():
        if suffix in found and not found & _NOT_VIDEOS:
            return ours
    return None


def _encoded(picture: Image.Image) -> ContentFile[bytes]:
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    upright = _turned(picture).convert("RGBA" if has_alpha else "RGB")
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    # A new image takes the pixels along and leaves every kind of metadata behind.
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    out = BytesIO()
    if has_alpha:
        bare.save(out, "PNG")
        return ContentFile(out.getvalue(), name="picture.png")
    bare.save(out, "JPEG", quality=88, progressive=True)
    return ContentFile(out.getvalue(), name="picture.jpg")


def _turned(picture: Image.Image) -> Image.Image:
    # Pillow's exif_transpose writes the EXIF anew as well, and fails over entries of odd types.
    turn = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    return picture if turn is None else picture.transpose(turn)


def _refuse_larger(upload: UploadedFile[Any], limit: int) -> None:
    if (upload.size or 0) > limit:
        message = f"The file is larger than {limit // (1024 * 1024)} MB."
        raise serializers.ValidationError(message, code="too_large")


def _refuse_too_many_pixels(picture: Image.Image) -> None:
    if picture.width * picture.height > settings.MAX_IMAGE_PIXELS:
        raise serializers.ValidationError("The picture has too many pixels.", code="too_large")


def _not_a_picture() -> serializers.ValidationError:
    message = "Upload a valid image. The file is not a JPEG, PNG, WebP or GIF picture."
    return serializers.ValidationError(message, code="invalid_image")
