"""The small parts of the launcher, each for itself."""

import io
import os
import signal
import sys
from pathlib import Path

import pytest

from trellis.config.environment import read
from trellis.core.processes import spawn, wait_until
from trellis.launcher import cli
from trellis.launcher.django_commands import one_line
from trellis.launcher.errors import LauncherError
from trellis.launcher.former import end_former_processes, identity
from trellis.launcher.interrupts import Interrupts
from trellis.launcher.layout import DataDirectory
from trellis.launcher.ports import address
from trellis.launcher.progress import Progress
from trellis.launcher.services import Patience, Service, describe_end


def test_pauses_grow_and_patience_ends() -> None:
    patience = Patience(name="The worker")
    pauses = [patience.after_death(lived_seconds=1, how="so") for _ in range(4)]
    assert pauses == [0.5, 1.0, 2.0, 4.0]
    with pytest.raises(LauncherError, match="The worker stopped 5 times in a row, the last time so"):
        patience.after_death(lived_seconds=1, how="so")


def test_a_long_life_is_forgiven() -> None:
    patience = Patience(name="The worker")
    for _ in range(20):
        assert patience.after_death(lived_seconds=11, how="so") == 0.5


@pytest.mark.whole
def test_a_service_is_noticed_dead_once_and_started_when_due() -> None:
    service = Service(name="It", command=[sys.executable, "-c", "exit(3)"], environment={})
    service.start()
    assert wait_until(lambda: not service.is_running, timeout=10)
    assert service.notice_death() == "It ended with status 3; starting it again in 0.5 s"
    assert service.notice_death() is None
    assert not service.start_if_due()
    assert wait_until(service.start_if_due, timeout=2)
    service.kill()


def test_ends_are_told_in_words() -> None:
    assert describe_end(-9) == "by signal SIGKILL"
    assert describe_end(2) == "with status 2"


def test_progress_is_plain_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    with progress.step("Starting PostgreSQL"):
        pass
    progress.headline("Ready")
    assert stream.getvalue() == "Starting PostgreSQL … 0.0 s\n\nReady\n\n"


def test_a_terminal_that_went_away_is_no_error() -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    stream.close()
    progress.say("nobody hears this")


def test_a_stop_is_counted_and_wakes_the_waiter() -> None:
    with Interrupts() as interrupts:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
        interrupts.wait(60)
        assert interrupts.stop_requests == 2


def test_the_key_is_made_once_and_the_record_survives_damage(tmp_path: Path) -> None:
    directory = DataDirectory(tmp_path / "data")
    directory.create()
    assert directory.secret_key() == directory.secret_key()
    assert directory.kept_push_key() == ""
    assert directory.push_key() == directory.push_key() == directory.kept_push_key()
    badge_key = directory.badge_key()
    assert badge_key == directory.badge_key() == read({"TRELLIS_BADGE_KEY": badge_key})["TRELLIS_BADGE_KEY"]
    assert read({"TRELLIS_VAPID_KEY": directory.push_key()})["TRELLIS_VAPID_KEY"] == directory.push_key()
    assert directory.read_processes() is None
    directory.processes_path.write_text("{half")
    assert directory.read_processes() == {}


def test_the_directory_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRELLIS_DATA_DIR", "/srv/trellis")
    assert DataDirectory().root == Path("/srv/trellis")
    assert DataDirectory("/elsewhere").root == Path("/elsewhere")
    monkeypatch.delenv("TRELLIS_DATA_DIR")
    assert DataDirectory().root == Path.cwd() / ".trellis"


@pytest.mark.whole
def test_only_the_very_process_that_was_noted_is_ended(tmp_path: Path) -> None:
    directory = DataDirectory(tmp_path / "data")
    directory.create()
    command = [sys.executable, "-c", "import time; time.sleep(600)", "trellis"]
    noted, stranger = (spawn(command, death_signal=signal.SIGKILL) for _ in range(2))
    record = {"noted": identity(noted.pid), "recycled": identity(stranger.pid)}
    record["recycled"]["created"] -= 100
    directory.write_processes(record)
    try:
        end_former_processes(directory=directory, host="127.0.0.1", port=0)
        assert noted.wait(timeout=10) == -signal.SIGTERM
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_passwords_are_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:s%40fe@db/trellis")
    monkeypatch.delenv("TRELLIS_OWNER_DATABASE_URL", raising=False)
    assert one_line(ValueError("bad s%40fe\nand s@fe")) == "bad … and …"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://localhost:80"),
        ("0.0.0.0", "http://localhost:80"),
        ("10.1.2.3", "http://10.1.2.3:80"),
        ("fd00::1", "http://[fd00::1]:80"),
    ],
)
def test_the_address_can_be_typed_into_a_browser(host: str, expected: str) -> None:
    assert address(host=host, port=80) == expected


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "_OLDEST_PYTHON", (99,))
    assert cli.main(["up"]) == 1
    assert capsys.readouterr().err.startswith("trellis: Trellis needs Python 3.11 or newer")
