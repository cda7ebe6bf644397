"""A cluster for tests and benchmarks that is gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from trellis.core.embedded.cluster import Cluster

_PREFIX = "trellis-throwaway-"
_OLD_SECONDS = 24 * 3600


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
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _remove_forgotten() -> None:
    """Remove what runs that were killed could not; nothing of ours runs for a day."""
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            status = place.lstat()
            if status.st_uid == os.geteuid() and time.time() - status.st_mtime > _OLD_SECONDS:
                shutil.rmtree(place, ignore_errors=True)
