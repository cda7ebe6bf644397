"""What cannot work is said in one sentence, with a status that is not zero."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launcher.support import ROOT, Up, clean_environment, free_port, run_trellis
from trellis.core.embedded import Cluster
from trellis.core.embedded.osuser import server_user
from trellis.launcher import cli
from trellis.launcher.layout import DataDirectory

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("launcher")]


def assert_one_sentence(result: subprocess.CompletedProcess[str], *words: str) -> None:
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    lines = [line for line in result.stderr.splitlines() if line.startswith("trellis: ")]
    assert lines, result.stderr
    for word in words:
        assert word in lines[0]


def test_it_refuses_a_second_start_on_the_same_data(ready: Up) -> None:
    assert ready.process is not None
    result = run_trellis("up", "--data-dir", str(ready.data_dir), "--port", str(free_port()))
    assert_one_sentence(result, "already runs", str(ready.data_dir), str(ready.process.pid))
    assert ready.get("/healthz") == 200


def test_it_refuses_a_busy_port(place: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        result = run_trellis("up", "--data-dir", str(place / "data"), "--port", str(port))
    assert_one_sentence(result, f"Port {port}", f"--port {port + 1}")
    assert not (place / "data" / "postgres").exists()


def test_it_refuses_a_host_that_is_not_here(place: Path) -> None:
    result = run_trellis("up", "--data-dir", str(place / "data"), "--host", "192.0.2.1")
    assert_one_sentence(result, "192.0.2.1", "--host")


def test_it_refuses_a_data_directory_that_is_a_file(place: Path) -> None:
    (place / "file").touch()
    assert_one_sentence(run_trellis("up", "--data-dir", str(place / "file")), "not a directory")


@pytest.mark.usefixtures("as_root")
def test_it_refuses_a_data_directory_that_it_may_not_write(place: Path) -> None:
    user = server_user()
    assert user is not None
    # In-process: that user may be unable to execute the interpreter of this run.
    script = (
        "import os, sys; from trellis.launcher import cli, up;"
        f"os.setgroups([]); os.setgid({user.gid}); os.setuid({user.uid});"
        f"sys.exit(cli.main(['up', '--data-dir', {str(place / 'data')!r}]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=clean_environment(),
        cwd=ROOT,
        check=False,
    )
    assert_one_sentence(result, "cannot be used", "Permission denied", "--data-dir")


def test_it_gives_up_on_an_outside_database_that_does_not_answer(place: Path) -> None:
    url = f"postgresql://trellis_app:h%40rdsecret@127.0.0.1:{free_port()}/trellis"
    arguments = ["prepare", "--data-dir", str(place / "data")]
    # Less patient than it is, so that the test need not be.
    script = (
        "import sys; from trellis.launcher import cli, prepare;"
        f"prepare._ANSWER_SECONDS = 2.0; sys.exit(cli.main({arguments!r}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=clean_environment(DATABASE_URL=url),
        cwd=ROOT,
        check=False,
    )
    assert_one_sentence(result, "did not answer within 2 seconds")
    for secret in ("h%40rdsecret", "h@rdsecret"):
        assert secret not in result.stdout + result.stderr
    assert not (place / "data" / "postgres").exists()


def test_it_gives_up_at_once_on_a_database_that_does_not_exist(ready: Up) -> None:
    socket_dir = ready.data_dir / "postgres"
    url = f"postgresql://trellis_app@{str(socket_dir).replace('/', '%2F')}/nowhere"
    result = run_trellis("prepare", "--data-dir", str(ready.data_dir), DATABASE_URL=url)
    assert_one_sentence(result, "refuses us", "nowhere")


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_it_refuses_a_port_that_is_none(port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["up", "--port", port])
    assert ended.value.code == 2


@pytest.mark.usefixtures("as_root")
def test_root_may_start_where_the_database_user_cannot_enter(place: Path) -> None:
    private = place / "private"
    private.mkdir(mode=0o700)
    directory = DataDirectory(private / "data")
    directory.create()
    cluster = Cluster(directory.place_cluster(), durable=False)
    instance = Path("/var/lib/trellis", (directory.root / "instance").read_text())
    try:
        with cluster:
            cluster.create_database("there")
            assert (instance / "PG_VERSION").exists()
        assert DataDirectory(directory.root).place_cluster() == instance
        assert not (directory.root / "postgres").exists()
        assert private.stat().st_mode & 0o777 == 0o700
    finally:
        shutil.rmtree(instance)
        instance.with_name(f"{instance.name}.lock").unlink()
