"""Keeps PostgreSQL, the web server, the job worker and the models running until somebody asks to stop."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Sequence

import psutil

from trellis.core.embedded import Cluster, EmbeddedError
from trellis.core.processes import spawn
from trellis.launcher.errors import LauncherError
from trellis.launcher.former import identity
from trellis.launcher.interrupts import Interrupts
from trellis.launcher.layout import DataDirectory
from trellis.launcher.progress import Progress
from trellis.launcher.services import Patience, Service, describe_end

_GRACE_SECONDS = 12.0
_CALM_SECONDS = 5.0
_BUSY_SECONDS = 0.05
_TRIM_SECONDS = 60.0


class Supervisor:
    """Owns the child processes; every wait in it ends at once when a stop is asked for."""

    def __init__(
        self,
        *,
        directory: DataDirectory,
        interrupts: Interrupts,
        progress: Progress,
        cluster: Cluster | None,
    ) -> None:
        self._directory = directory
        self._interrupts = interrupts
        self._progress = progress
        self._cluster = cluster
        self._services: list[Service] = []
        self._database_patience = Patience(name="PostgreSQL")
        self._database_start_at = 0.0
        self._trimmed_at = time.monotonic()

    def start_database(self) -> None:
        """Start the embedded PostgreSQL, if it is the one in use."""
        if self._cluster is None:
            return
        with self._progress.step("Starting PostgreSQL"):
            self._cluster.start(on_wait=self._interrupts.check)

    def run_once(self, command: Sequence[str], *, environment: dict[str, str]) -> int:
        """Run a command to its end and return its status."""
        process = spawn(command, death_signal=signal.SIGTERM, env=environment)
        try:
            while process.poll() is None:
                self._interrupts.check()
                self._interrupts.wait(_CALM_SECONDS)
        except BaseException:
            _end(process)
            raise
        return process.returncode

    def start_services(self, services: Sequence[Service]) -> None:
        """Start the services and keep them from now on."""
        self._services = list(services)
        for service in self._services:
            service.start()
        self._note_processes()

    def watch(self, *, until: Callable[[], bool] | None = None) -> None:
        """Start again whatever dies, until the condition holds; for ever without one."""
        while until is None or not until():
            self._interrupts.check()
            self._tend_database()
            settled = self._tend_services()
            self._interrupts.wait(_CALM_SECONDS if settled and until is None else _BUSY_SECONDS)

    def stop(self) -> None:
        """End the services, then PostgreSQL; a second request to stop makes it quick."""
        with contextlib.ExitStack() as steps:
            if self._services or (self._cluster is not None and self._cluster.is_running):
                steps.enter_context(self._progress.step("Stopping"))
            self._stop_services()
            if self._cluster is not None:
                self._cluster.stop(hurry=self._is_hurried)
        self._directory.forget_processes()

    @property
    def _is_hurried(self) -> bool:
        return self._interrupts.stop_requests > 1

    def _stop_services(self) -> None:
        for service in self._services:
            service.ask_to_end()
        deadline = time.monotonic() + _GRACE_SECONDS
        while any(service.is_running for service in self._services):
            if self._is_hurried or time.monotonic() > deadline:
                break
            self._interrupts.wait(_BUSY_SECONDS)
        for service in self._services:
            service.kill()

    def _tend_database(self) -> None:
        if self._cluster is None:
            return
        now = time.monotonic()
        if not self._cluster.is_running:
            self._restart_database(now)
        elif now - self._trimmed_at > _TRIM_SECONDS:
            self._trimmed_at = now
            self._cluster.trim_log()

    def _restart_database(self, now: float) -> None:
        if now < self._database_start_at:
            return
        self._progress.say("PostgreSQL has stopped; starting it again")
        try:
            self.start_database()
        except EmbeddedError as error:
            self._progress.say(str(error))
            pause = self._database_patience.after_death(lived_seconds=0.0, how="while starting")
            self._database_start_at = now + pause
        else:
            self._database_patience = Patience(name="PostgreSQL")

    def _tend_services(self) -> bool:
        for service in self._services:
            if news := service.notice_death():
                self._progress.say(news)
            if service.start_if_due():
                self._note_processes()
        database_runs = self._cluster is None or self._cluster.is_running
        return database_runs and all(service.is_running for service in self._services)

    def _note_processes(self) -> None:
        record = {}
        for service in self._services:
            with contextlib.suppress(psutil.Error):
                if service.process is not None:
                    record[service.name] = identity(service.process.pid)
        self._directory.write_processes(record)


def require_success(status: int, *, what: str) -> None:
    """Raise unless a command ended well; its own message has already been printed."""
    if status != 0:
        raise LauncherError(f"{what} failed {describe_end(status)}; Trellis does not start.")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
