"""A part of Trellis that runs as a child process and is started again when it dies."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Sequence

from trellis.core.processes import signal_group, spawn
from trellis.launcher.errors import LauncherError

QUICK_DEATH_SECONDS = 10.0
QUICK_DEATHS_ALLOWED = 5
FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 8.0


class Patience:
    """Decides how long to wait before the next attempt, and when to give up."""

    def __init__(self, *, name: str) -> None:
        self._name = name
        self._quick_deaths = 0

    def after_death(self, *, lived_seconds: float, how: str) -> float:
        """Return the pause before the next start; raise after too many deaths in a row."""
        if lived_seconds >= QUICK_DEATH_SECONDS:
            self._quick_deaths = 0
        self._quick_deaths += 1
        if self._quick_deaths >= QUICK_DEATHS_ALLOWED:
            raise LauncherError(
                f"{self._name} stopped {self._quick_deaths} times in a row, the last time {how};"
                " the reason is in its messages above."
            )
        pause: float = FIRST_PAUSE_SECONDS * 2 ** (self._quick_deaths - 1)
        return min(pause, _LONGEST_PAUSE_SECONDS)


class Service:
    """One child process under supervision."""

    def __init__(self, *, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        self.name = name
        self.process: subprocess.Popen[bytes] | None = None
        self._command = command
        self._environment = environment
        self._patience = Patience(name=name)
        self._started_at = 0.0
        self._start_at = 0.0

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the process."""
        self._started_at = time.monotonic()
        self.process = spawn(self._command, death_signal=signal.SIGTERM, env=self._environment)

    def notice_death(self) -> str | None:
        """Return one line about a death that nobody has noticed yet, and plan the next start."""
        if self.process is None or self.is_running:
            return None
        how = describe_end(self.process.returncode)
        # What the dead process had started must not keep its port.
        signal_group(self.process, signal.SIGKILL)
        self.process = None
        now = time.monotonic()
        pause = self._patience.after_death(lived_seconds=now - self._started_at, how=how)
        self._start_at = now + pause
        return f"{self.name} ended {how}; starting it again in {pause:.1f} s"

    def ask_to_end(self) -> None:
        """Send the polite signal: finish what you do, then end."""
        if self.process is not None and self.is_running:
            self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process and all that it started, and collect it."""
        if self.process is not None:
            signal_group(self.process, signal.SIGKILL)
            self.process.wait()

    def start_if_due(self) -> bool:
        """Start a process whose pause is over; tell whether it did."""
        if self.process is not None or time.monotonic() < self._start_at:
            return False
        self.start()
        return True


def describe_end(returncode: int) -> str:
    """Say how a process ended."""
    if returncode < 0:
        return f"by signal {signal.Signals(-returncode).name}"
    return f"with status {returncode}"
