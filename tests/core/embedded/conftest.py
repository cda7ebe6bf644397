"""Places on disk that the server's own user can pass through, which pytest's are not for root."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from trellis.core.embedded import Cluster, throwaway_cluster
from trellis.core.embedded.throwaway import throwaway_place


@pytest.fixture
def place() -> Iterator[Path]:
    with throwaway_place() as directory:
        yield directory


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
