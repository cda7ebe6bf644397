"""Places on disk that the server's own user can pass through, which pytest's are not for root."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from trellis.core.embedded import Cluster, throwaway_cluster


@pytest.fixture
def place() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="trellis-test-"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="module")
def module_cluster() -> Iterator[Cluster]:
    with throwaway_cluster() as running:
        yield running


@pytest.fixture
def cluster(module_cluster: Cluster) -> Cluster:
    """A running server, whatever the test before did to it."""
    module_cluster.start()
    return module_cluster


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root runs PostgreSQL as another user")
