"""`trellis models`: the models, in a process of their own."""

from __future__ import annotations

import os
from pathlib import Path

from trellis.core.processes import follow_parent
from trellis.intelligence.process.server import AlreadyServed, serve_models
from trellis.launcher.environment import SUPERVISED
from trellis.launcher.errors import LauncherError
from trellis.launcher.layout import DataDirectory

_GRACE_SECONDS = 1


def models(*, directory: DataDirectory, data: Path) -> None:
    """Serve the models of a data directory until SIGTERM or SIGINT."""
    directory.create()
    supervised = bool(os.environ.get(SUPERVISED))
    if supervised:
        follow_parent(grace_seconds=_GRACE_SECONDS)
    # The other cores are the web server's and the worker's; numpy reads it when it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        serve_models(data_dir=directory.root, data=data, patient=supervised)
    except AlreadyServed:
        raise LauncherError(f"Another process serves the models of {directory.root} already.") from None
