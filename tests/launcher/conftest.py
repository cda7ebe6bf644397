"""A data directory and a port for each test, and no process left after it."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher.support import Up, free_port
from trellis.core.processes import end_processes


@pytest.fixture
def place() -> Iterator[Path]:
    # Not pytest's own directory: for root that one is closed to the server's user.
    directory = Path(tempfile.mkdtemp(prefix="trellis-test-"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def up(place: Path) -> Iterator[Up]:
    instance = Up(place / "data", port=free_port())
    yield instance
    if not instance.has_ended:
        instance.send(signal.SIGTERM)
        instance.wait()
    end_processes(instance.family(), steps=[(signal.SIGKILL, 5.0)])


@pytest.fixture
def ready(up: Up) -> Up:
    up.start()
    up.wait_ready()
    return up


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root, who may become another user")
