"""A server of our own for the measurements: a throw-away PostgreSQL, one web process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import psycopg

from trellis.core.embedded.cluster import Cluster


def prepare_environment(cluster: Cluster, data_dir: str) -> None:
    """Point Django at the cluster; must run before Django is set up."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="benchmarks.settings",
        DATABASE_URL=cluster.url(),
        TRELLIS_DATA_DIR=data_dir,
        REDIS_URL="",
        TRELLIS_RATE_LIMITS="off",
        TRELLIS_LOG_FORMAT="json",  # as in production
        TRELLIS_LOG_LEVEL="INFO",
        TRELLIS_WEB_WORKERS="1",
        TRELLIS_SECRET_KEY="for-the-benchmarks-" + "x" * 50,
    )


def migrate(cluster: Cluster) -> None:
    """Create the tables as their owner."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
        check=True,
        env={**os.environ, "DATABASE_URL": cluster.url(role="trellis_owner")},
    )


def analyze(cluster: Cluster) -> None:
    """Take the statistics that autovacuum would have taken a minute later."""
    with psycopg.connect(cluster.url(role="trellis_owner"), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


@contextmanager
def web_process(workers: int = 1) -> Iterator[tuple[int, psutil.Process]]:
    """Run `trellis serve`, by default with one process that answers, and give its port and process."""
    port = free_port()
    command = [sys.executable, "-m", "trellis", "serve", "--port", str(port)]
    environment = {**os.environ, "TRELLIS_WEB_WORKERS": str(workers)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        wait_for(port, process)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def memory_mb(process: psutil.Process) -> float:
    """Return the resident memory of the largest process that serves requests."""
    family = [process, *process.children(recursive=True)]
    return max(member.memory_info().rss for member in family) / 1024 / 1024


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the process listens."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the web server did not start")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the web server did not answer within a minute")
