"""Pictures that strangers send, made anew in child processes (docs/decisions/pictures.md)."""

from __future__ import annotations

import shutil
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from rest_framework.serializers import ValidationError

from trellis.core.files import children
from trellis.core.files.child import Outcome
from trellis.core.files.turns import turn

LIMITS = children.Limits(memory=512 * 1024 * 1024, cpu_seconds=8, seconds=15, most_bytes=32 * 1024 * 1024)
_SUFFIXES = {b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}


def clean_picture(source: IO[bytes] | UploadedFile[Any]) -> ContentFile[bytes]:
    """Return the picture re-encoded: upright, at most 2560 pixels a side, pixels and nothing else.

    Raise ValidationError for what is no picture or has too many pixels, Busy where it cannot have its turn.
    """
    with turn() as place, children.scratch() as given, children.scratch() as made:
        source.seek(0)
        shutil.copyfileobj(source, given)
        given.seek(0)
        _refuse(children.run("picture", given, made, place=place, limits=LIMITS))
        made.seek(0)
        content = made.read(LIMITS.most_bytes)
    return ContentFile(content, name=f"picture{_suffix(content)}")


def _refuse(outcome: Outcome | None) -> None:
    """Raise what it stands for, unless the picture is done."""
    if outcome == Outcome.TOO_MANY_PIXELS:
        raise ValidationError("The picture has too many pixels.", code="too_large")
    if outcome == Outcome.NOT_A_PICTURE:
        raise _invalid("The file is not a JPEG, PNG, WebP or GIF picture.")
    if outcome != Outcome.DONE:
        raise _invalid("The file is not a picture that can be read.")


def _suffix(content: bytes) -> str:
    """Return what the content is; the child, which has read a stranger's file, is not believed."""
    for beginning, suffix in _SUFFIXES.items():
        if content.startswith(beginning):
            return suffix
    raise _invalid("The file is not a picture that can be read.")


def _invalid(sentence: str) -> ValidationError:
    return ValidationError(f"Upload a valid image. {sentence}", code="invalid_image")
