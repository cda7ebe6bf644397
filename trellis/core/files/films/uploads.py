"""Films that strangers send, cleaned in child processes (docs/decisions/films.md)."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from io import UnsupportedOperation
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from rest_framework.serializers import ValidationError

from trellis.core.files import children
from trellis.core.files.child import Outcome
from trellis.core.files.films.cleaning import suffix_of
from trellis.core.files.turns import turn

HEAD = 4096  # bytes at the beginning of a film that tell its type
_NONE = "Upload an MP4, MOV or WebM video."
_UNCLEAN = f"{_NONE} This one cannot be read to its end, so that places and names in it cannot be removed."


class NoFilm(ValidationError):
    """It has no moving pictures, whatever it is."""

    def __init__(self) -> None:
        super().__init__(_NONE, code="invalid_video")


class CleanFilm(TemporaryUploadedFile):
    """A film in a file of its own, which a storage may take away as it is; what is left is removed."""

    def __del__(self) -> None:
        # A request closes the uploads that came with it, and nobody this one.
        self.close()


def clean_film(source: File[Any]) -> CleanFilm:
    """Return the film without anything that is neither picture nor sound, under the suffix of its real type.

    Raise NoFilm, ValidationError for one that cannot be cleaned, Busy where it cannot have its turn.
    """
    source.seek(0)
    if suffix_of(source.read(HEAD)) is None:
        raise NoFilm
    made = CleanFilm("video", "", 0, None)
    try:
        _make(source, made)
        made.seek(0)
        suffix = suffix_of(made.read(HEAD))
        if suffix is None:
            raise ValidationError(_UNCLEAN, code="invalid_video")
    except BaseException:
        made.close()
        raise
    made.seek(0, 2)
    made.size = made.tell()
    made.seek(0)
    made.name = f"video{suffix}"
    return made


def _make(source: File[Any], made: CleanFilm) -> None:
    limits = children.Limits(
        memory=512 * 1024 * 1024,
        cpu_seconds=10,
        seconds=20,
        most_bytes=settings.MAX_VIDEO_BYTES,
    )
    with turn() as place, ExitStack() as opened:
        given = _given(source, opened)
        outcome = children.run("film", given, made, place=place, limits=limits)
    if outcome == Outcome.NOT_A_FILM:
        raise NoFilm
    if outcome != Outcome.DONE:
        raise ValidationError(_UNCLEAN, code="invalid_video")


def _given(source: File[Any], opened: ExitStack) -> IO[bytes]:
    """Return a file that a child can read: the upload itself where it lies on the disk, else a copy."""
    source.seek(0)
    try:
        source.fileno()
    except (UnsupportedOperation, AttributeError):  # it is kept in memory
        given = opened.enter_context(children.scratch())
        shutil.copyfileobj(source, given)
        given.flush()
        return given
    return source
