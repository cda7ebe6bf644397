"""Pictures that strangers send, made anew in child processes (docs/decisions/pictures.md)."""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from rest_framework.serializers import ValidationError

from trellis.core.files import picture_child
from trellis.core.files.picture_child import Outcome
from trellis.core.files.turns import Busy, turn

log = structlog.get_logger("trellis.files")

MEMORY = 512 * 1024 * 1024  # bytes that a child can have
_CPU_SECONDS = 8
_SECONDS = 15
_MOST_BYTES = 32 * 1024 * 1024  # of what a child writes
_SUFFIXES = {b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}


def clean_picture(source: IO[bytes] | UploadedFile[Any]) -> ContentFile[bytes]:
    """Return the picture re-encoded: upright, at most 2560 pixels a side, pixels and nothing else.

    Raise ValidationError for what is no picture or has too many pixels, Busy where it cannot have its turn.
    """
    with turn() as place, _scratch() as given, _scratch() as made, _scratch() as said:
        source.seek(0)
        shutil.copyfileobj(source, given)
        given.seek(0)
        status = _run(given, made, said, place=place)
        _refuse(status, said)
        made.seek(0)
        content = made.read(_MOST_BYTES)
    return ContentFile(content, name=f"picture{_suffix(content)}")


def _run(given: IO[bytes], made: IO[bytes], said: IO[bytes], *, place: int) -> int:
    """Let a child make the picture anew and return its exit status, which is negative for a signal.

    Raise Busy for one that had too little of the processor to be done in time.
    """
    with subprocess.Popen(  # noqa: S603
        _command(),
        stdin=given,
        stdout=made,
        stderr=said,
        env=_environment(),
        pass_fds=[place],
        process_group=0,
    ) as child:
        late = threading.Event()

        def end() -> None:
            late.set()
            child.kill()

        # Popen's own timeout looks every 50 ms, which is as long as a child takes.
        ending = threading.Timer(_SECONDS, end)
        ending.start()
        try:
            status = child.wait()
        finally:
            ending.cancel()
            child.kill()
    if late.is_set():
        # Of processor time it has used less than it may, or it had been ended for that.
        raise Busy
    return status


def _command() -> list[str]:
    limits = (settings.MAX_IMAGE_PIXELS, MEMORY, _CPU_SECONDS, _MOST_BYTES, os.getpid())
    program = [sys.executable, "-I", "-S", str(picture_child.__file__)]
    return [*program, *map(str, limits), *_search_path()]


@functools.cache
def _search_path() -> list[str]:
    """Return the folders of Pillow and of Trellis; Pillow is only looked for, not loaded."""
    pillow = importlib.util.find_spec("PIL")
    if pillow is None or pillow.origin is None:
        raise ModuleNotFoundError("Pillow is not installed.")
    return [str(Path(pillow.origin).parents[1]), str(Path(__file__).parents[3])]


def _environment() -> dict[str, str]:
    """Return what Python may need to start; passwords and keys are none of a child's business."""
    names = {"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"} & os.environ.keys()
    return {name: os.environ[name] for name in names}


def _scratch() -> IO[bytes]:
    return tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)


def _refuse(status: int, said: IO[bytes]) -> None:
    """Raise what the exit status stands for, unless the picture is done."""
    if status == Outcome.DONE:
        return
    if status == Outcome.TOO_MANY_PIXELS:
        raise ValidationError("The picture has too many pixels.", code="too_large")
    if status == Outcome.NOT_A_PICTURE:
        raise _invalid("The file is not a JPEG, PNG, WebP or GIF picture.")
    if status == Outcome.FAULT:
        said.seek(0)
        raise RuntimeError(f"A picture's child failed: {said.read(10_000).decode(errors='replace')}")
    log.warning("a picture ended its child", status=status)
    raise _invalid("The file is not a picture that can be read.")


def _suffix(content: bytes) -> str:
    """Return what the content is; the child, which has read a stranger's file, is not believed."""
    for beginning, suffix in _SUFFIXES.items():
        if content.startswith(beginning):
            return suffix
    raise _invalid("The file is not a picture that can be read.")


def _invalid(sentence: str) -> ValidationError:
    return ValidationError(f"Upload a valid image. {sentence}", code="invalid_image")
