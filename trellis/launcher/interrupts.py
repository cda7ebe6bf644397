"""Signals of the supervisor, as facts to look at rather than code that runs at any moment."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

from trellis.launcher.errors import StopRequestedError

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """Counts requests to stop, and wakes a waiting supervisor for them and when a child ends."""

    def __init__(self) -> None:
        self.stop_requests = 0
        self._previous: dict[signal.Signals, Callable[..., Any] | int | None] = {}
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        for number in (*_STOP_SIGNALS, signal.SIGCHLD):
            # nohup asks that a closed terminal should not stop us.
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue
            self._previous[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        os.close(self._reader)
        os.close(self._writer)

    def wait(self, seconds: float) -> None:
        """Sleep until a signal arrives, the given seconds at most."""
        select.select([self._reader], [], [], seconds)
        try:
            while os.read(self._reader, 1024):
                pass
        except BlockingIOError:
            pass

    def check(self) -> None:
        """Raise `StopRequestedError` when somebody has asked to stop."""
        if self.stop_requests:
            raise StopRequestedError

    def _note(self, number: int, frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self.stop_requests += 1
