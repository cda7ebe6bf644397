"""Child processes that end with the process that started them, and when they are told to."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import psutil

_PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 0.02
_PARENT_POLL_SECONDS = 0.5

# Loaded here and not in the child: between fork and exec hardly anything may be done.
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def die_with_parent(*, parent_pid: int, death_signal: signal.Signals) -> None:
    """Ask the kernel for a signal to this process when its parent dies (nothing outside Linux)."""
    if _prctl is None:
        return
    _prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    # The parent may have died before the request: then no signal will ever come.
    if os.getppid() != parent_pid:
        os._exit(1)


def follow_parent(*, grace_seconds: float) -> None:
    """End this process, by force if need be, once the process that started it is dead.

    For programs that, asked to end, may wait long for something which died at the same moment.
    """
    arguments = (os.getppid(), grace_seconds)
    threading.Thread(target=_end_after_parent, args=arguments, daemon=True).start()


def _end_after_parent(parent_pid: int, grace_seconds: float) -> None:
    while os.getppid() == parent_pid:
        time.sleep(_PARENT_POLL_SECONDS)
    if _prctl is None:
        os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_seconds)
    os._exit(1)


def spawn(command: Sequence[str], *, death_signal: signal.Signals, **options: Any) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own that gets `death_signal` when this process dies.

    Call it from the main thread: the kernel takes the end of the calling thread for the parent's.
    """
    parent_pid = os.getpid()
    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        process_group=0,
        # subprocess runs this after the change of user, which would have cleared the request.
        preexec_fn=lambda: die_with_parent(parent_pid=parent_pid, death_signal=death_signal),
        **options,
    )


def wait_until(
    condition: Callable[[], bool], *, timeout: float, on_wait: Callable[[], None] | None = None
) -> bool:
    """Poll until the condition holds; False at the deadline; `on_wait` may raise to give up."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() >= deadline:
            return False
        if on_wait is not None:
            on_wait()
        time.sleep(_POLL_SECONDS)
    return True


def end_processes(
    processes: Iterable[psutil.Process], *, steps: Sequence[tuple[signal.Signals, float]]
) -> None:
    """Send each signal in turn to those still alive, waiting the given seconds for them to go."""
    remaining = list(processes)
    for number, seconds in steps:
        for process in remaining:
            _send(process, number)
        remaining = wait_for_end(remaining, timeout=seconds)
        if not remaining:
            return


def wait_for_end(processes: Iterable[psutil.Process], *, timeout: float) -> list[psutil.Process]:
    """Wait until the processes are gone and return those that are not."""
    remaining = list(processes)
    wait_until(lambda: not any(map(is_alive, remaining)), timeout=timeout)
    return [process for process in remaining if is_alive(process)]


def is_alive(process: psutil.Process) -> bool:
    """Tell whether the process still runs; one that waits to be collected does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to a child of `spawn` and to everything it started in its group."""
    # PermissionError is what macOS says for a group of which only zombies are left.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _send(process: psutil.Process, number: signal.Signals) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(number)
