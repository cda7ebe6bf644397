"""Processes that an earlier `trellis up` left behind when it was killed."""

from __future__ import annotations

import signal

import psutil

from trellis.core.processes import end_processes, is_alive, wait_until
from trellis.launcher.layout import DataDirectory
from trellis.launcher.ports import port_is_free

_STEPS = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))
_PORT_SECONDS = 10.0
# Start times are computed from the boot time, which is corrected now and then.
_CLOCK_TOLERANCE_SECONDS = 3.0


def end_former_processes(*, directory: DataDirectory, host: str, port: int) -> None:
    """End what the last start noted, with everything below it, and wait for the port."""
    record = directory.read_processes()
    if record is None:
        return
    parents = [process for entry in record.values() if (process := _same_process(entry))]
    children = [child for parent in parents for child in _descendants(parent)]
    end_processes(parents, steps=_STEPS)
    end_processes(filter(is_alive, children), steps=_STEPS)
    # A process started in the very last moment was not noted; it ends by itself, a little later.
    wait_until(lambda: port_is_free(host=host, port=port), timeout=_PORT_SECONDS)


def identity(pid: int) -> dict[str, float]:
    """Return what tells this process from a later one with the same number."""
    return {"pid": pid, "created": psutil.Process(pid).create_time()}


def _same_process(entry: dict[str, float]) -> psutil.Process | None:
    try:
        process = psutil.Process(int(entry["pid"]))
        same = abs(process.create_time() - entry["created"]) < _CLOCK_TOLERANCE_SECONDS
        return process if same and "trellis" in " ".join(process.cmdline()) else None
    except (psutil.Error, KeyError, TypeError, ValueError):
        return None


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []
