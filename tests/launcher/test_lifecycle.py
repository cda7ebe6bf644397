"""`trellis up` starts everything, keeps it running, and leaves nothing behind."""

import random
import re
import secrets
import signal
import time
from pathlib import Path

import httpx
import psutil
import pytest

from tests.launcher.support import READY_SECONDS, Up, assert_stops_in_order, run_trellis
from tests.rounds import ROUNDS
from trellis.core.processes import end_processes, is_alive, wait_until

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("launcher")]


def answers_again(up: Up) -> bool:
    return wait_until(lambda: up.get("/healthz") == 200, timeout=20)


def test_it_stops_in_order_when_asked_and_leaves_no_process(ready: Up) -> None:
    # By the other signals where a Trellis is not needed any more: in production, in a hurry.
    assert_stops_in_order(ready, signal.SIGINT)
    # An idle server has nobody to end by force, and nothing to tell.
    assert re.fullmatch(r"\s*Stopping … \d+\.\d s\s*", ready.output), ready.output


def test_a_second_request_to_stop_makes_it_quick(ready: Up) -> None:
    # A worker that cannot react would otherwise hold the stop for its whole grace time.
    ready.child("worker").suspend()
    ready.send(signal.SIGHUP)
    assert wait_until(lambda: "Stopping" in ready.output, timeout=10)
    ready.send(signal.SIGINT)
    # Sooner than the grace time, that is.
    assert wait_until(lambda: ready.has_ended, timeout=10)
    assert ready.wait() == 0
    assert ready.family() == []


@pytest.mark.soak
def test_it_stops_when_asked_in_the_middle_of_starting(up: Up) -> None:
    for seconds in (0.6, 1.5, 0.3, 2.0, 1.0)[:ROUNDS]:
        up.start()
        time.sleep(seconds)
        up.send(signal.SIGTERM)
        # Before its handlers stand, Python itself ends by the signal.
        assert up.wait() in {0, -signal.SIGTERM}, up.output
        assert wait_until(lambda: up.family() == [], timeout=5)
        assert "Traceback" not in up.output


@pytest.mark.soak
def test_it_starts_again_after_its_launcher_was_killed(up: Up) -> None:
    chance = random.Random(11)
    for number in range(ROUNDS):
        up.restart_log()
        up.start()
        if number % 2:
            up.wait_ready()
            assert len(up.postmasters()) == 1
        else:
            time.sleep(chance.uniform(0.2, 2.5))
        up.kill()
    up.restart_log()
    up.start()
    up.wait_ready()
    assert len(up.postmasters()) == 1
    assert len([p for p in up.family() if "worker" in p.cmdline()]) == 1
    up.kill()
    # And when nobody starts it again, nothing stays.
    assert wait_until(lambda: up.family() == [], timeout=30), up.family()


def database_starts(up: Up) -> int:
    # What the web server and the worker say meanwhile may stand between the step and its time, even
    # on the same line.
    return len(re.findall(r"(?m)(?<!in )(?<![\d.])\d+\.\d s$", up.output))


def assert_jobs_are_done(up: Up) -> None:
    """Have a mail sent, which only the worker does."""
    name = f"new{secrets.token_hex(4)}"
    with httpx.Client(base_url=f"http://127.0.0.1:{up.port}", timeout=20) as client:
        person = {
            "email": f"{name}@example.com",
            "password": "SecurePass123!",
            "full_name": "A B",
            "username": name,
        }
        assert client.post("/api/v1/auth/register", json=person).status_code == 201
        outbox = f"/dev/outbox/?to={person['email']}"
        # A worker that lost its database waits half a minute for a connection before it ends.
        assert wait_until(lambda: bool(client.get(outbox).json()), timeout=90), up.output


@pytest.mark.soak
def test_the_database_is_back_after_it_was_killed(ready: Up) -> None:
    web = ready.child("serve")
    for number in range(min(ROUNDS, 6)):
        before = database_starts(ready)
        (postmaster,) = ready.postmasters()
        # The first of them alone, or everyone.
        family = [postmaster, *(postmaster.children(recursive=True) if number % 2 else [])]
        end_processes(family, steps=[(signal.SIGKILL, 5.0)])
        # A slow disk makes the recovery of a killed database long. It answers before its start is
        # over; killed again and again before that, it is given up.
        back = wait_until(lambda done=before: database_starts(ready) > done, timeout=READY_SECONDS)
        assert back, ready.account()
        assert wait_until(lambda: ready.get("/readyz") == 200, timeout=READY_SECONDS), ready.account()
        assert len(ready.postmasters()) == 1
    assert is_alive(web)
    # The worker may have ended for want of a database and been started anew: its jobs are what counts.
    assert_jobs_are_done(ready)
    # It may do so half a minute later, too, and is not to be heard in another test.
    ready.send(signal.SIGTERM)
    ready.wait()


@pytest.mark.parametrize("name", ["serve", "worker", "models"])
def test_a_part_that_dies_is_started_again(ready: Up, name: str) -> None:
    before = ready.child(name)
    below = before.children(recursive=True)
    before.kill()
    assert wait_until(lambda: _new_child(ready, name, before), timeout=20), ready.output
    assert answers_again(ready)
    assert not any(map(is_alive, below))
    assert "ended by signal SIGKILL; starting it again" in ready.output


def test_it_gives_up_on_a_part_that_keeps_dying(ready: Up) -> None:
    killed: set[int] = set()
    deadline = time.monotonic() + 60
    while not ready.has_ended and time.monotonic() < deadline:
        for process in psutil.Process(ready.process.pid).children() if ready.process else []:
            if process.pid not in killed and "worker" in _words(process):
                killed.add(process.pid)
                process.kill()
        time.sleep(0.02)
    assert ready.wait() == 1
    assert "The job worker stopped 5 times in a row" in ready.output
    assert ready.family() == []


def test_commands_that_run_apart_find_the_embedded_database(ready: Up) -> None:
    result = run_trellis("prepare", "--no-demo", "--data-dir", str(ready.data_dir))
    assert result.returncode == 0, result.stderr


def test_its_files_are_private_and_its_key_stays(ready: Up, initialised: Path) -> None:
    assert ready.data_dir.stat().st_mode & 0o066 == 0
    assert (ready.data_dir / "secret-key").stat().st_mode & 0o777 == 0o600
    for name in ("push-key", "badge-key"):
        assert (ready.data_dir / name).stat().st_mode & 0o777 == 0o600
    assert (ready.data_dir / "postgres").stat().st_mode & 0o777 == 0o700
    assert (ready.data_dir / "secret-key").read_text() == (initialised / "secret-key").read_text()


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _new_child(up: Up, name: str, before: psutil.Process) -> bool:
    try:
        return up.child(name).pid != before.pid
    except (AssertionError, psutil.Error):
        return False
