"""A real web server on the test's own database."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

import psutil
from django.conf import settings

from tests.launcher.support import ROOT, free_port
from tests.sockets import WebSocket
from trellis.core.embedded.throwaway import throwaway_place
from trellis.core.processes import is_alive, wait_until
from trellis.intelligence.process.place import socket_path
from trellis.launcher.ports import ready_answer

WORKER = [sys.executable, "-m", "django", "procrastinate", "worker"]


def work_until_idle(environment: Mapping[str, str]) -> None:
    """Do all jobs that are waiting, in a worker of its own that ends then."""
    done = subprocess.run(
        [*WORKER, "--one-shot"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


class Server:
    """`trellis serve` as a child process, ready when entered, gone when left.

    The test must commit what the server is to see: `django_db(transaction=True)`.
    """

    def __init__(self, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._places = ExitStack()
        self.data_dir = self._places.enter_context(throwaway_place())
        self._log = self.data_dir / "serve.log"
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "trellis.config.settings",
            "TRELLIS_DATA_DIR": str(self.data_dir),
            "TRELLIS_SECRET_KEY": settings.SECRET_KEY,
            "TRELLIS_PUBLIC_URL": self.url,
            "TRELLIS_RATE_LIMITS": "off",
            # The one of the machine, if there is one, is not for tests.
            "REDIS_URL": "",
            # A second process costs as much as the first; who tests many says so.
            "TRELLIS_WEB_WORKERS": "1",
            **environment,
        }

    def __enter__(self) -> "Server":
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "trellis", "serve", "--port", str(self.port)],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                cwd=ROOT,
                start_new_session=True,
            )
        ready = wait_until(lambda: self._answers() or self._process.poll() is not None, timeout=60)
        assert ready and self._process.poll() is None, self.output
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._places:
            self.stop()

    def stop(self) -> int:
        """Ask it to stop as an operator does; return its exit status."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(timeout=20)
        finally:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def do_jobs(self) -> None:
        """Do what it has left to the worker."""
        work_until_idle(self._environment)

    @contextmanager
    def beside_models(self) -> Iterator[None]:
        """Have `trellis models` serve it for a while."""
        command = [sys.executable, "-m", "trellis", "models", "--data-dir", str(self.data_dir)]
        with (self.data_dir / "models.log").open("wb") as log:
            models = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, env=self._environment, cwd=ROOT
            )
        try:
            path = socket_path(self.data_dir)
            assert wait_until(lambda: _listens(path) or models.poll() is not None, timeout=30)
            yield
        finally:
            models.terminate()
            models.wait(timeout=20)

    @property
    def output(self) -> str:
        return self._log.read_text(errors="replace")

    @property
    def pid(self) -> int:
        return self._process.pid

    def web_processes(self) -> list[psutil.Process]:
        """Return the processes that answer, below the one that watches them."""
        return [child for child in psutil.Process(self.pid).children() if _serves(child)]

    def process_of(self, client: WebSocket) -> psutil.Process:
        """Return the web process that has the other end of this connection."""
        for process in self.web_processes():
            if any(end.raddr and end.raddr.port == client.port for end in process.net_connections("tcp4")):
                return process
        raise AssertionError("no process has it")

    def kill(self, process: psutil.Process) -> None:
        """Kill a web process outright, and wait for the one that takes its place."""
        count = len(self.web_processes())
        process.kill()
        assert wait_until(
            lambda: len(self._alive() - {process.pid}) == count and self._answers(), timeout=30
        ), self.output

    def _alive(self) -> set[int]:
        return {process.pid for process in self.web_processes() if is_alive(process)}

    def _answers(self) -> bool:
        # 503 while there is no job worker, which no test here needs.
        return ready_answer(host="127.0.0.1", port=self.port) is not None


def _serves(process: psutil.Process) -> bool:
    """Tell whether this child of the web server answers requests: what watches over resources does not."""
    try:
        return "resource_tracker" not in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def _listens(path: Path) -> bool:
    # The file is there a moment before somebody listens at it.
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0
