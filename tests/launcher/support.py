"""Runs the command `trellis` as a real process and looks at what it starts."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

from trellis.core.processes import end_processes, is_alive, wait_until

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 180.0
_STATIC = ROOT / "build" / "tests" / "static"
_OURS = ("DATABASE_URL", "REDIS_URL", "DJANGO_", "TRELLIS_", "PYTEST_", "PG")


def clean_environment(**more: str) -> dict[str, str]:
    """Return our environment without what this test run has put into it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    # Collected once for all that the tests start.
    return {**kept, "PYTHONPATH": str(ROOT), "TRELLIS_STATIC_DIR": str(_STATIC), **more}


def free_port() -> int:
    """Return a port that nobody has, below those that the system gives to clients: one of these could
    be taken by any connection before it is listened on."""
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def run_trellis(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "trellis", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env=clean_environment(**more),
        cwd=ROOT,
        check=False,
    )


def copy(data_dir: Path, target: Path) -> None:
    """Copy the data directory of a Trellis that does not run."""
    # Unlike Python's own copies this one keeps the owner, who for root is another user.
    subprocess.run(["cp", "-a", "--reflink=auto", data_dir, target], check=True)


def assert_stops_in_order(up: "Up", number: signal.Signals) -> None:
    """Ask it to stop as a terminal or an operator does, and look for what should be gone."""
    assert len(up.postmasters()) == 1
    up.send(number)
    assert up.wait() == 0
    assert up.family() == []
    assert up.get("/healthz") is None
    assert not (up.data_dir / "processes.json").exists()
    assert "Traceback" not in up.output


def web_processes(up: "Up") -> list[psutil.Process]:
    """Return the processes that answer requests, below the one that watches them."""
    return [p for p in up.child("serve").children() if p.name().startswith("python")]


class Up:
    """One `trellis up` on a data directory and a port; nothing of it is left behind."""

    def __init__(self, data_dir: Path, *, port: int) -> None:
        self.data_dir = data_dir
        self.port = port
        self.log_path = data_dir.with_name("up.log")
        self.process: subprocess.Popen[bytes] | None = None
        self._told = 0  # how much of its output is no news

    def __enter__(self) -> "Up":
        return self

    def __exit__(self, *_: object) -> None:
        if not self.has_ended:
            self.send(signal.SIGTERM)
            self.wait()
        end_processes(self.family(), steps=[(signal.SIGKILL, 5.0)])

    def start_on_copy(self, data_dir: Path, **environment: str) -> None:
        """Start on a copy of a data directory."""
        copy(data_dir, self.data_dir)
        self.start(**environment)

    def start(self, *options: str, **environment: str) -> None:
        command = [sys.executable, "-m", "trellis", "up", *(options or ["--no-demo"])]
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port), "--data-dir", str(self.data_dir)],
                stdout=log,
                stderr=subprocess.STDOUT,
                # A second web process costs as much as the first; who tests many says so.
                env=clean_environment(
                    **{"TRELLIS_RATE_LIMITS": "off", "TRELLIS_WEB_WORKERS": "1", **environment}
                ),
                cwd=ROOT,
                # A session of its own, so that signals of a test reach nobody else.
                start_new_session=True,
                # Under nohup it would be ignored from the start, and rightly left so.
                preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
            )

    def wait_ready(self) -> None:
        done = wait_until(lambda: self._said_ready() or self.has_ended, timeout=READY_SECONDS)
        assert done, f"not ready in time:\n{self.output}"
        assert not self.has_ended, f"ended before it was ready:\n{self.output}"
        assert self.get("/readyz") == 200, self.output

    def restart_log(self) -> None:
        self.log_path.unlink(missing_ok=True)
        self._told = 0

    def begin_anew(self) -> None:
        """Let what it has said until now be no part of its output."""
        self._told = len(self._whole_output())

    @property
    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    @property
    def output(self) -> str:
        return self._whole_output()[self._told :]

    def get(self, path: str) -> int | None:
        """Return the status of a GET, or None when nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as reply:
                return int(reply.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def wait(self) -> int:
        assert self.process is not None
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        """Kill the launcher alone, as the system's memory killer would."""
        self.send(signal.SIGKILL)
        self.wait()

    def account(self) -> str:
        """Tell all that may explain a failure: what it said, what its database said, what lives."""
        postgres_log = self.data_dir / "postgres" / "postgres.log"
        said = postgres_log.read_text(errors="replace")[-4000:] if postgres_log.exists() else "nothing"
        alive = [f"{p.pid} {p.status()} {' '.join(p.cmdline())[:100]}" for p in self.family()]
        return "\n".join([self.output[-4000:], "PostgreSQL said:", said, "These live:", *alive])

    def family(self) -> list[psutil.Process]:
        """List every living process of this instance, whoever its parent is by now."""
        marks = (str(self.data_dir), f"--port {self.port}")
        return [process for process in psutil.process_iter() if _bears(process, marks)]

    def postmasters(self) -> list[psutil.Process]:
        family = [process for process in self.family() if process.name() == "postgres"]
        pids = {process.pid for process in family}
        return [process for process in family if process.ppid() not in pids]

    def child(self, name: str) -> psutil.Process:
        """Return the launcher's child that runs this command."""
        assert self.process is not None
        for process in psutil.Process(self.process.pid).children():
            if name in process.cmdline():
                return process
        raise AssertionError(f"there is no {name}:\n{self.output}")

    def _said_ready(self) -> bool:
        return "Trellis is ready at" in self._whole_output()

    def _whole_output(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""


def _bears(process: psutil.Process, marks: tuple[str, ...]) -> bool:
    try:
        words = f"{process.cwd()} {' '.join(process.cmdline())} "
        words += process.environ().get("TRELLIS_DATA_DIR", "")
        return is_alive(process) and any(mark in words for mark in marks)
    except psutil.Error:
        return False
