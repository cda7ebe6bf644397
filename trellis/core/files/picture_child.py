"""The program of a child process that makes one picture anew, from its stdin to its stdout.

`pictures.py` runs it as a script: `picture_child.py MOST_PIXELS MEMORY SECONDS MOST_BYTES PARENT PATH…`.
It loads Pillow and nothing of Django, and takes away from itself what a stranger's file could abuse.
"""

import ctypes
import enum
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
_MOST_OPEN_FILES = 32


class Outcome(enum.IntEnum):
    """With what status it ends. 1 is Python's own, for a fault of ours."""

    DONE = 0
    FAULT = 1
    TOO_MANY_PIXELS = 10
    NOT_A_PICTURE = 11


def main(most_pixels: int, memory: int, seconds: int, most_bytes: int, parent_pid: int) -> Outcome:
    """Read a picture from stdin and write it anew to stdout, within the limits."""
    _die_with(parent_pid)
    _limit(memory=memory, seconds=seconds, most_bytes=most_bytes)
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
    sys.path += sys.argv[6:]
    sys.exit(main(*map(int, sys.argv[1:6])))
