"""A cluster for tests and benchmarks that is gone afterwards."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from trellis.core.embedded.cluster import Cluster

_PREFIX = "trellis-place-"
# A place is held as soon as it is there, but not in the same moment.
_NEW_SECONDS = 60


@contextlib.contextmanager
def throwaway_cluster() -> Iterator[Cluster]:
    """Run a fast cluster, unsafe against crashes, in a directory that is removed at the end."""
    with throwaway_place() as place, Cluster(place / "postgres", durable=False) as cluster:
        yield cluster


@contextlib.contextmanager
def throwaway_place() -> Iterator[Path]:
    """Make a directory in which a cluster can be, and remove it at the end."""
    _remove_forgotten()
    place = Path(tempfile.mkdtemp(prefix=_PREFIX))
    if os.geteuid() == 0:
        # The server runs as another user, who must be able to pass through, not to look around.
        place.chmod(0o711)
    try:
        with _held(place):
            yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _remove_forgotten() -> None:
    """Remove what runs that were killed could not."""
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            status = place.lstat()
            if status.st_uid == os.geteuid() and time.time() - status.st_mtime > _NEW_SECONDS:
                with _held(place):  # or somebody is still in it
                    shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def _held(place: Path) -> Iterator[None]:
    """Hold a place, as nobody else then can; raise OSError where somebody does. It ends with the process."""
    handle = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
