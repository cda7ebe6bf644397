"""What the operator sees: one plain line for each thing that is done."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from typing import TextIO

_REMINDER_SECONDS = 5.0


class Progress:
    """Prints to a terminal or a log file; a terminal that has gone away is no error."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._styled = self._stream.isatty() and "NO_COLOR" not in os.environ

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Announce something silent and add, on the same line, how long it took."""
        self._write(f"{title} … ")
        started = time.monotonic()
        try:
            yield
        except BaseException:
            self._write("\n")
            raise
        self._write(f"{time.monotonic() - started:.1f} s\n")

    @contextlib.contextmanager
    def talkative_step(self, title: str) -> Iterator[None]:
        """Announce something that prints lines of its own, and say at its end how long it took."""
        self.say(f"{title} …")
        started = time.monotonic()
        yield
        self.say(f"{title}: done in {time.monotonic() - started:.1f} s")

    def say(self, line: str) -> None:
        """Print one line."""
        self._write(f"{line}\n")

    def headline(self, line: str) -> None:
        """Print a line that should be seen, with space around it."""
        self._write(f"\n\033[1m{line}\033[0m\n\n" if self._styled else f"\n{line}\n\n")

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()


class Meter:
    """Tells now and then how many megabytes something long has come to."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bytes = 0
        self._told_at = time.monotonic()

    def add(self, size: int) -> None:
        """Count so many bytes more."""
        self._bytes += size
        now = time.monotonic()
        if now - self._told_at > _REMINDER_SECONDS:
            self._told_at = now
            self._progress.say(f"  {self._bytes / 1e6:,.0f} MB so far")
