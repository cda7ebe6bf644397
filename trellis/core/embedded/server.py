"""How the server is called: its settings, its socket directory, its log."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from trellis.core.embedded.errors import EmbeddedError
from trellis.core.embedded.osuser import ServerUser

# A socket path holds 107 bytes on Linux and 103 on macOS, the file's name included.
_LONGEST_SOCKET_DIR = 80
_LOG_LIMIT_BYTES = 5_000_000

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    # /dev/shm is tiny in many containers.
    "dynamic_shared_memory_type": "mmap",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
}
_THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Several processes of a test run share it, each with a crowd of threads at times.
    "max_connections": "250",
}


def server_command(*, bin_dir: Path, data_dir: Path, socket_dir: Path, durable: bool) -> list[str]:
    """Return the command line of the postmaster."""
    settings = {**_SETTINGS, "unix_socket_directories": _quoted(socket_dir)}
    if not durable:
        settings |= _THROWAWAY_SETTINGS
    command = [str(bin_dir / "postgres"), "-D", str(data_dir)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return command


def server_environment() -> dict[str, str]:
    """Return an environment in which no PG* variable and no foreign locale changes the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def choose_socket_dir(data_dir: Path) -> Path:
    """Return the data directory itself (private already), or a short path when it is unfit."""
    # A comma separates hosts for every client, so no escaping would help there.
    if len(os.fsencode(data_dir)) <= _LONGEST_SOCKET_DIR and "," not in str(data_dir):
        return data_dir
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"trellis-{os.geteuid()}-{name}"


def prepare_socket_dir(socket_dir: Path, *, user: ServerUser | None) -> None:
    """Create the socket directory for one user alone; refuse one that somebody else put there."""
    uid = user.uid if user else os.geteuid()
    try:
        socket_dir.mkdir(mode=0o700)
        if user:
            os.chown(socket_dir, user.uid, user.gid)
    except FileExistsError:
        pass
    status = socket_dir.lstat()
    private = stat.S_ISDIR(status.st_mode) and not stat.S_IMODE(status.st_mode) & 0o077
    if status.st_uid != uid or not private:
        raise EmbeddedError(
            f"The directory {socket_dir} of PostgreSQL's socket is not private to its user; remove it."
        )


def open_log(log_path: Path) -> int:
    """Open the log for appending, never through a link that somebody planted."""
    return os.open(log_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def trim_log(log_path: Path) -> None:
    """Keep the log small: above its limit it moves to one older file and begins anew."""
    # Copied and truncated, not renamed: the server keeps its descriptor, opened for appending.
    try:
        if log_path.stat().st_size > _LOG_LIMIT_BYTES:
            shutil.copyfile(log_path, log_path.with_suffix(".log.1"))
            os.truncate(log_path, 0)
    except FileNotFoundError:
        pass


def last_complaint(log_path: Path, *, since: int) -> str:
    """Return the line of the log, beyond that size, in which the server says what ails it."""
    with log_path.open("rb") as log:
        log.seek(since)
        lines = log.read()[-20_000:].decode(errors="replace").splitlines()
    for mark in ("FATAL", "PANIC", "ERROR", "could not"):
        for line in reversed(lines):
            if mark in line:
                return line.split(mark, 1)[1].lstrip(": ") if mark.isupper() else line
    return lines[-1] if lines else "it said nothing"


def _quoted(path: Path) -> str:
    doubled = str(path).replace('"', '""')
    return f'"{doubled}"'
