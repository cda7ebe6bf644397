"""Whose turn it is: few files are worked on at once, on the machine and in each web process."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from trellis.core.processes import wait_until
from trellis.core.refusals import Unavailable

PLACES = 2  # on the machine, for all its web processes and workers
WAIT_SECONDS = 5


class Busy(Unavailable):
    """No place became free in time, or too many requests of this process are at it already."""

    sentence = "Many files are being worked on. Please try again in a few seconds."
    wait = 5


@contextmanager
def turn() -> Iterator[int]:
    """Wait for a place, and keep it: yield the descriptor of its lock. Raise Busy.

    A child that gets the descriptor keeps the place for as long as it lives, even if this process dies.
    """
    with share_of_threads(), ExitStack() as opened:
        places = [opened.enter_context(path.open("ab")) for path in _paths()]
        taken: list[IO[bytes]] = []

        def take() -> bool:
            taken.extend(place for place in places if not taken and _lock(place))
            return bool(taken)

        if not wait_until(take, timeout=WAIT_SECONDS):
            raise Busy
        yield taken[0].fileno()


_inside = 0
_guard = threading.Lock()


@contextmanager
def share_of_threads() -> Iterator[None]:
    """Let at most half of the process's request threads in: the others answer what is no picture.

    Raise Busy.
    """
    global _inside
    with _guard:
        if _inside >= max(1, settings.WEB_THREADS // 2):
            raise Busy
        _inside += 1
    try:
        yield
    finally:
        with _guard:
            _inside -= 1


def _paths() -> list[Path]:
    folder = Path(settings.DATA_DIR) / "turns"
    folder.mkdir(parents=True, exist_ok=True)
    return [folder / f"picture-{number}" for number in range(PLACES)]


def _lock(place: IO[bytes]) -> bool:
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
