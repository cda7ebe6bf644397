"""Child processes that read strangers' files: what they may have, and how they are started."""

from __future__ import annotations

import errno
import functools
import importlib.util
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import structlog
from django.conf import settings

from trellis.core.files import child
from trellis.core.files.child import Outcome
from trellis.core.files.turns import Busy

log = structlog.get_logger("trellis.files")
# What a child may load, by what it reads: pictures, sound, documents.
_LIBRARIES = ("PIL", "av", "numpy", "pypdfium2")


@dataclass(frozen=True)
class Limits:
    """What a child may have: bytes of memory, seconds of the processor and by the clock, bytes to write."""

    memory: int
    cpu_seconds: int
    seconds: float
    most_bytes: int


def run(kind: str, given: IO[bytes], made: IO[bytes], *, place: int, limits: Limits) -> Outcome | None:
    """Let a child make a file of this kind anew; return how it ended, None for one that a file has ended.

    It holds the `place` of its turn for as long as it lives. Raise Busy for one that had too little of the
    processor to be done in time, OSError where the disk is full, RuntimeError for a fault of ours.
    """
    with scratch() as said:
        status = _status(_command(kind, limits), given, made, said, place=place, seconds=limits.seconds)
        if status == Outcome.FAULT:
            said.seek(0)
            raise RuntimeError(f"A {kind}'s child failed: {said.read(10_000).decode(errors='replace')}")
    if status == Outcome.NO_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if status in set(Outcome):
        return Outcome(status)
    log.warning("a file ended its child", kind=kind, status=status)
    return None


def scratch() -> IO[bytes]:
    """Return a file without a name, which is gone when it is closed."""
    return tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)


def _status(
    command: list[str], given: IO[bytes], made: IO[bytes], said: IO[bytes], *, place: int, seconds: float
) -> int:
    """Return the exit status, which is negative for a signal. Raise Busy."""
    with subprocess.Popen(  # noqa: S603
        command,
        stdin=given,
        stdout=made,
        stderr=said,
        env=_environment(),
        pass_fds=[place],
        process_group=0,
    ) as process:
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        # Popen's own timeout looks every 50 ms, which is as long as a child takes.
        ending = threading.Timer(seconds, end)
        ending.start()
        try:
            status = process.wait()
        finally:
            ending.cancel()
            process.kill()
    if late.is_set():
        # Of processor time it has used less than it may, or it had been ended for that.
        raise Busy
    return status


def _command(kind: str, limits: Limits) -> list[str]:
    numbers = (limits.memory, limits.cpu_seconds, limits.most_bytes, os.getpid(), settings.MAX_IMAGE_PIXELS)
    program = [sys.executable, "-I", "-S", "-B", str(child.__file__), kind]
    return [*program, *map(str, numbers), *_search_path()]


@functools.cache
def _search_path() -> list[str]:
    """Return the folders of the libraries and of Trellis; they are only looked for, not loaded."""
    return [*dict.fromkeys(map(_folder_of, _LIBRARIES)), str(Path(__file__).parents[3])]


def _folder_of(library: str) -> str:
    found = importlib.util.find_spec(library)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{library} is not installed.")
    return str(Path(found.origin).parents[1])


def _environment() -> dict[str, str]:
    """Return what Python may need to start; passwords and keys are none of a child's business."""
    names = {"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"} & os.environ.keys()
    # It may start no thread, and numpy wants one for each core.
    return {"OPENBLAS_NUM_THREADS": "1", **{name: os.environ[name] for name in names}}
