"""A data directory and a port for each test, and no process left after it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher.support import READY_SECONDS, Up, copy, free_port
from tests.migrated import TEMPLATE, put_migrated_files
from trellis.core.embedded import Cluster
from trellis.core.embedded.bootstrap import DATABASE
from trellis.core.embedded.throwaway import throwaway_place
from trellis.core.processes import wait_until
from trellis.launcher.layout import DataDirectory


@pytest.fixture
def place() -> Iterator[Path]:
    # Not pytest's own directory: for root that one is closed to the server's user.
    with throwaway_place() as directory:
        yield directory


@pytest.fixture
def up(place: Path) -> Iterator[Up]:
    with Up(place / "data", port=free_port()) as instance:
        yield instance


@pytest.fixture(scope="session")
def initialised(django_db_setup: None) -> Iterator[Path]:
    """A data directory as a start leaves it that was stopped in order: its files are those of the test run.

    A start with nothing at all, which takes many times as long, is that of the test whose launcher is killed.
    """
    with throwaway_place() as place:
        directory = DataDirectory(place / "data")
        directory.create()
        directory.secret_key()
        cluster = Cluster(directory.place_cluster(), durable=False)
        put_migrated_files(cluster)
        with cluster:
            cluster.drop_database(DATABASE)
            cluster.create_database(DATABASE, template=TEMPLATE)
            cluster.drop_database(TEMPLATE)
        yield directory.root


@pytest.fixture(scope="session")
def shared(initialised: Path) -> Iterator[Up]:
    """A Trellis on a copy of a data directory, for all tests that can begin with one as it is."""
    with throwaway_place() as directory, Up(directory / "data", port=free_port()) as instance:
        copy(initialised, instance.data_dir)
        yield instance


@pytest.fixture
def ready(shared: Up) -> Up:
    """A running Trellis, started anew where the test before has ended it."""
    if shared.has_ended:
        shared.restart_log()
        shared.start()
        shared.wait_ready()
    # The test before may have left a part of it dying.
    assert wait_until(lambda: shared.get("/readyz") == 200, timeout=READY_SECONDS), shared.account()
    shared.begin_anew()
    return shared


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root, who may become another user")
