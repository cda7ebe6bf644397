"""A cluster for tests and benchmarks that is gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from trellis.core.embedded.cluster import Cluster


@contextlib.contextmanager
def throwaway_cluster() -> Iterator[Cluster]:
    """Run a fast cluster without safety against crashes in a directory that is removed at the end."""
    place = Path(tempfile.mkdtemp(prefix="trellis-throwaway-"))
    if os.geteuid() == 0:
        # The server runs as another user, who must be able to pass through, not to look around.
        place.chmod(0o711)
    try:
        with Cluster(place / "postgres", durable=False) as cluster:
            yield cluster
    finally:
        shutil.rmtree(place, ignore_errors=True)
