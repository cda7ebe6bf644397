"""A data directory and a port for each test, and no process left after it."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.launcher.support import Up, free_port
from trellis.core.processes import end_processes


@contextmanager
def new_place() -> Iterator[Path]:
    """Yield a directory for data."""
    # Not pytest's own directory: for root that one is closed to the server's user.
    directory = Path(tempfile.mkdtemp(prefix="trellis-test-"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def place() -> Iterator[Path]:
    with new_place() as directory:
        yield directory


@pytest.fixture
def up(place: Path) -> Iterator[Up]:
    instance = Up(place / "data", port=free_port())
    yield instance
    if not instance.has_ended:
        instance.send(signal.SIGTERM)
        instance.wait()
    end_processes(instance.family(), steps=[(signal.SIGKILL, 5.0)])


@pytest.fixture(scope="session")
def initialised() -> Iterator[Path]:
    """A data directory as a first start, stopped in order, leaves it."""
    with new_place() as directory:
        first = Up(directory / "data", port=free_port())
        first.start()
        first.wait_ready()
        first.send(signal.SIGTERM)
        assert first.wait() == 0, first.output
        yield first.data_dir


@pytest.fixture
def ready(up: Up, initialised: Path) -> Up:
    """A running Trellis, started on a copy of a data directory."""
    up.start_on_copy(initialised)
    up.wait_ready()
    return up


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root, who may become another user")
