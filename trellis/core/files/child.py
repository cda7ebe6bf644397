"""The program of a child process that makes one stranger's file anew, from its stdin to its stdout.

`children.py` runs it as a script: `child.py KIND MEMORY SECONDS MOST_BYTES PARENT MOST_PIXELS PATH…`. It
loads what reads that kind and nothing of Django, and takes away from itself what the file could abuse. Of a
recording it makes samples (core/files/sounds/decoding.py), of a document its lines (core/files/papers).
"""

import ctypes
import enum
import errno
import mmap
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
_MOST_OPEN_FILES = 32
_PAPERS = {"pdf", "docx", "txt"}


class Outcome(enum.IntEnum):
    """With what status it ends. 1 is Python's own, for a fault of ours."""

    DONE = 0
    FAULT = 1
    TOO_MANY_PIXELS = 10
    NOT_A_PICTURE = 11
    NOT_A_FILM = 12
    UNCLEAN = 13
    NO_ROOM = 14
    NOT_A_SOUND = 15
    TOO_LONG = 16
    SILENT = 17
    EMPTY = 20
    LOCKED = 21
    ONLY_PICTURES = 22
    TOO_MANY_PAGES = 23
    TOO_LARGE_INSIDE = 24
    NO_LETTERS = 25
    BROKEN = 26


def main(kind: str, memory: int, seconds: int, most_bytes: int, parent_pid: int, most_pixels: int) -> Outcome:
    """Read a file of this kind from stdin and write it anew to stdout, within the limits."""
    _die_with(parent_pid)
    _limit(memory=memory, seconds=seconds, most_bytes=most_bytes)
    try:
        if kind == "picture":
            return _picture(most_pixels=most_pixels, memory=memory)
        if kind in _PAPERS:
            return _paper(kind)
        return _film() if kind == "film" else _sound()
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return Outcome.NO_ROOM
        raise


def _picture(*, most_pixels: int, memory: int) -> Outcome:
    # Loaded here, so that who wants to know the outcomes does not load Pillow.
    from PIL import Image

    from trellis.core.files.redrawing import NotAPicture, TooManyPixels, redrawn

    # Pillow refuses twice as many, for some kinds before it takes the memory for them.
    Image.MAX_IMAGE_PIXELS = most_pixels // 2
    try:
        with open(0, "rb") as source:
            content = redrawn(source, most_pixels=most_pixels, memory=memory)
    except (TooManyPixels, MemoryError):
        return Outcome.TOO_MANY_PIXELS
    except NotAPicture:
        return Outcome.NOT_A_PICTURE
    with open(1, "wb") as sink:
        sink.write(content)
    return Outcome.DONE


def _film() -> Outcome:
    from trellis.core.files.films.cleaning import clean
    from trellis.core.files.films.plans import NotAFilm, Unclean

    try:
        with mmap.mmap(0, 0, access=mmap.ACCESS_READ) as content, open(1, "wb") as sink:
            clean(content, sink)
    except NotAFilm:
        return Outcome.NOT_A_FILM
    except (Unclean, MemoryError):
        return Outcome.UNCLEAN
    return Outcome.DONE


def _sound() -> Outcome:
    from trellis.core.files.sounds.decoding import NotASound, Silent, TooLong, decoded

    try:
        with open(0, "rb") as source:
            samples = decoded(source)
    except (NotASound, MemoryError):
        return Outcome.NOT_A_SOUND
    except TooLong:
        return Outcome.TOO_LONG
    except Silent:
        return Outcome.SILENT
    with open(1, "wb") as sink:
        sink.write(samples)
    return Outcome.DONE


def _paper(kind: str) -> Outcome:
    from trellis.core.files.papers import faults
    from trellis.core.files.papers.kinds import read_as
    from trellis.core.files.papers.layout import dumped

    outcomes: dict[type[Exception], Outcome] = {
        faults.Empty: Outcome.EMPTY,
        faults.Locked: Outcome.LOCKED,
        faults.OnlyPictures: Outcome.ONLY_PICTURES,
        faults.TooManyPages: Outcome.TOO_MANY_PAGES,
        faults.TooLargeInside: Outcome.TOO_LARGE_INSIDE,
        faults.NoLetters: Outcome.NO_LETTERS,
    }
    try:
        with open(0, "rb") as source:
            content = dumped(read_as(kind, source.read()))
    except MemoryError:
        return Outcome.TOO_LARGE_INSIDE
    except (faults.Fault, RecursionError) as fault:
        return outcomes.get(type(fault), Outcome.BROKEN)
    with open(1, "wb") as sink:
        sink.write(content)
    return Outcome.DONE


def _die_with(parent_pid: int) -> None:
    # What core/processes.py does between fork and exec, which is no place for a process with threads.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    # The parent may have died before the request: then no signal will ever come.
    if os.getppid() != parent_pid:
        sys.exit(Outcome.FAULT)


def _limit(*, memory: int, seconds: int, most_bytes: int) -> None:
    most = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: most_bytes,
        resource.RLIMIT_NOFILE: _MOST_OPEN_FILES,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        most[resource.RLIMIT_AS] = memory
    for kind, value in most.items():
        hard = resource.getrlimit(kind)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (bound, bound))


if __name__ == "__main__":
    # At the end: the standard library comes first, whatever lies beside Pillow.
    sys.path += sys.argv[7:]
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:7])))
