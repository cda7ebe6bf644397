"""Starting again after everything was killed, however badly it was left."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.rounds import ROUNDS
from trellis.core.embedded import Cluster, EmbeddedError
from trellis.core.embedded.leftovers import server_processes
from trellis.core.embedded.osuser import server_user
from trellis.core.processes import end_processes, is_alive, wait_for_end, wait_until

ROOT = Path(__file__).resolve().parents[3]
KEEPER = """
import sys, time
from trellis.core import processes
if sys.argv[2] == "forget":
    processes._prctl = None
from trellis.core.embedded import Cluster
cluster = Cluster(sys.argv[1], durable=False)
cluster.start()
print(cluster.pid, flush=True)
time.sleep(600)
"""

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("embedded")]


def start_keeper(data_dir: Path, *, mode: str = "normal") -> subprocess.Popen[str]:
    """Run a process that starts a server and then sleeps."""
    return subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(data_dir), mode],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def assert_it_works(data_dir: Path) -> None:
    """Start a server here, see that it is the only one, and stop it."""
    with Cluster(data_dir, durable=False) as cluster:
        with psycopg.connect(cluster.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        pids = {process.pid for process in server_processes(data_dir)}
        roots = [p for p in server_processes(data_dir) if p.ppid() not in pids]
        assert [process.pid for process in roots] == [cluster.pid]
    assert server_processes(data_dir) == []


def test_the_server_ends_with_the_process_that_started_it(place: Path) -> None:
    keeper = start_keeper(place / "postgres")
    assert keeper.stdout is not None
    postmaster = psutil.Process(int(keeper.stdout.readline()))
    kill(keeper)
    assert wait_for_end([postmaster], timeout=10) == []


@pytest.mark.soak
def test_it_starts_again_after_its_launcher_was_killed_at_any_moment(place: Path) -> None:
    chance = random.Random(7)
    for _ in range(ROUNDS):
        keeper = start_keeper(place / "postgres")
        time.sleep(chance.uniform(0.1, 1.0))
        kill(keeper)
    assert_it_works(place / "postgres")


def test_a_start_killed_while_the_files_are_created_leaves_nothing_in_the_way(place: Path) -> None:

    def unfinished() -> list[Path]:
        return list(place.glob(".postgres-init-*"))

    for number in range(5):
        keeper = start_keeper(place / "postgres")
        assert wait_until(lambda: bool(unfinished()), timeout=20)
        time.sleep(0.02 + number * 0.08)
        kill(keeper)
        if (place / "postgres").exists():
            break
    assert_it_works(place / "postgres")
    assert unfinished() == []


def test_a_server_that_survived_its_launcher_is_ended_first(place: Path) -> None:
    keeper = start_keeper(place / "postgres", mode="forget")
    assert keeper.stdout is not None
    survivor = psutil.Process(int(keeper.stdout.readline()))
    kill(keeper)
    assert is_alive(survivor)
    assert_it_works(place / "postgres")
    assert not is_alive(survivor)


@pytest.mark.soak
def test_what_was_committed_outlives_the_death_of_every_server_process(place: Path) -> None:
    cluster = Cluster(place / "postgres")
    cluster.start()
    owner = cluster.url(role="trellis_owner")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    for number in range(ROUNDS):
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute("INSERT INTO kept VALUES (%s)", [number])
        end_processes(server_processes(cluster.data_dir), steps=[(signal.SIGKILL, 5.0)])
        cluster.start()
    with psycopg.connect(owner) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (ROUNDS,)
    cluster.stop()


@pytest.mark.soak
def test_it_starts_again_at_once_after_its_postmaster_was_killed(cluster: Cluster) -> None:
    for _ in range(ROUNDS):
        assert cluster.pid is not None
        os.kill(cluster.pid, signal.SIGKILL)
        assert wait_until(lambda: not cluster.is_running, timeout=5)
        cluster.start()
        with psycopg.connect(cluster.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("name", ["postmaster.pid", ".s.PGSQL.5432.lock"])
def test_a_lock_file_that_names_a_stranger_is_no_obstacle(cluster: Cluster, name: str) -> None:
    lock_file = cluster.data_dir / name
    lines = lock_file.read_text().split("\n")
    cluster.stop()
    user = server_user()
    stranger = subprocess.Popen(["sleep", "600"], **(user.popen_options() if user else {}))
    try:
        lock_file.write_text("\n".join([str(stranger.pid), *lines[1:]]))
        assert_it_works(cluster.data_dir)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_empty_lock_file_is_no_obstacle(cluster: Cluster) -> None:
    cluster.stop()
    (cluster.data_dir / "postmaster.pid").touch()
    assert_it_works(cluster.data_dir)


def test_a_server_that_cannot_start_says_why(place: Path) -> None:
    cluster = Cluster(place / "postgres", durable=False)
    cluster.start()
    cluster.stop()
    (cluster.data_dir / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedError, match="could not start: database files are incompatible"):
        cluster.start()
