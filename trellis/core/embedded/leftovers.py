"""Servers that outlived the process which started them, and the lock files that they leave."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil

from trellis.core.processes import end_processes, wait_for_end

_PROGRAM = "postgres"
# For a postmaster these mean: fast shutdown, immediate shutdown, none at all.
_POSTMASTER_STEPS = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
# To the first of these an orphan would answer with work: the checkpointer with a whole checkpoint.
_ORPHAN_STEPS = _POSTMASTER_STEPS[1:]
_ORPHAN_GRACE_SECONDS = 5.0


def end_leftovers(*, data_dir: Path, socket_dir: Path) -> None:
    """Stop every server process that works on this data and drop lock files that name strangers.

    The caller holds the cluster's lock, so whatever still runs here has lost its launcher.
    """
    postmaster = _named_in(data_dir / "postmaster.pid")
    family = server_processes(data_dir)
    end_processes([each for each in family if each.pid == postmaster], steps=_POSTMASTER_STEPS)
    # Backends notice the death of their postmaster by themselves; give them that moment.
    orphans = wait_for_end(server_processes(data_dir), timeout=_ORPHAN_GRACE_SECONDS)
    end_processes(orphans, steps=_ORPHAN_STEPS)
    _drop_if_misleading(data_dir / "postmaster.pid")
    _drop_if_misleading(socket_dir / ".s.PGSQL.5432.lock")


def server_processes(data_dir: Path) -> list[psutil.Process]:
    """List the processes of PostgreSQL, postmaster and backends, that work on this data."""
    # The working directory tells them: pids are recycled and PostgreSQL rewrites its command lines.
    place = str(data_dir.resolve())
    return [
        process
        for process in psutil.process_iter(["name"])
        if process.info["name"] == _PROGRAM and _working_directory(process) == place
    ]


def _working_directory(process: psutil.Process) -> str | None:
    try:
        return str(process.cwd())
    except psutil.Error:
        return None


def _named_in(lock_file: Path) -> int | None:
    try:
        # Negative for a server that serves one session alone, as while the files are created.
        return abs(int(lock_file.read_text().split("\n", 1)[0]))
    except (FileNotFoundError, ValueError):
        return None


def _drop_if_misleading(lock_file: Path) -> None:
    # PostgreSQL clears a lock file whose pid is dead. An empty one, or one whose pid was given to
    # something else since, would block it for ever. No server of ours is alive at this point.
    pid = _named_in(lock_file)
    if pid is None or psutil.pid_exists(pid):
        lock_file.unlink(missing_ok=True)
