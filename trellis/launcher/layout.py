"""The data directory: what lies where, who may enter, and who works in it at the moment."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from trellis.core.embedded.binaries import SYSTEM_DIR
from trellis.core.embedded.osuser import server_user
from trellis.launcher.errors import LauncherError

DEFAULT_DATA_DIR = ".trellis"


class InUseError(LauncherError):
    """Another process works in the data directory."""


class DataDirectory:
    """Everything that one instance of Trellis keeps on disk."""

    def __init__(self, root: Path | str | None = None) -> None:
        chosen = root or os.environ.get("TRELLIS_DATA_DIR") or DEFAULT_DATA_DIR
        self.root = Path(chosen).expanduser().absolute()
        self.lock_path = self.root / "lock"
        self.processes_path = self.root / "processes.json"
        self._instance_path = self.root / "instance"
        self.secret_key_path = self.root / "secret-key"
        self.push_key_path = self.root / "push-key"
        self.badge_key_path = self.root / "badge-key"
        self.backup_dir = self.root / "backup"
        self.backup_lock_path = self.root / "backup.lock"

    def create(self) -> None:
        """Create the directory, or say in one sentence why it cannot be used."""
        # Root's server runs as another user, who must be able to pass through to its files.
        mode = 0o711 if os.geteuid() == 0 else 0o700
        try:
            self.root.mkdir(mode=mode, parents=True)
            self.root.chmod(mode)
        except FileExistsError:
            pass
        except OSError as error:
            raise self._unusable(error.strerror or str(error)) from None
        if not self.root.is_dir():
            raise self._unusable("it is not a directory")
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise self._unusable("it is not writable for this user")

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the directory for this process alone; the kernel lets go when the process ends."""
        try:
            descriptor = os.open(self.lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise self._unusable(error.strerror or str(error)) from None
        try:
            self._take(descriptor)
            yield
        finally:
            os.close(descriptor)

    def cluster_dir(self) -> Path:
        """Return where the embedded PostgreSQL keeps its files, without creating anything there."""
        instance = _read(self._instance_path)
        return SYSTEM_DIR / instance if instance else self.root / "postgres"

    def place_cluster(self) -> Path:
        """Return `cluster_dir()`, moved elsewhere first if the server's user cannot enter it."""
        place = self.cluster_dir()
        if not place.exists():
            user = server_user()
            if user is not None and not user.can_enter(place.parent):
                _write_private(self._instance_path, secrets.token_hex(8))
                place = self.cluster_dir()
            place.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        return place

    def secret_key(self) -> str:
        """Return the key of this instance, created once."""
        if not self.kept_secret_key():
            _write_private(self.secret_key_path, secrets.token_urlsafe(50))
        return self.kept_secret_key()

    def kept_secret_key(self) -> str:
        """Return the key of this instance, or an empty string where there is none yet."""
        return _read(self.secret_key_path)

    def push_key(self) -> str:
        """Return the key by which push services know this instance, created once."""
        if not self.kept_push_key():
            _write_private(self.push_key_path, secrets.token_urlsafe(32))
        return self.kept_push_key()

    def kept_push_key(self) -> str:
        """Return that key, or an empty string where there is none yet."""
        return _read(self.push_key_path)

    def badge_key(self) -> str:
        """Return the key that signs badges of this instance, created once."""
        if not _read(self.badge_key_path):
            _write_private(self.badge_key_path, secrets.token_urlsafe(32))
        return _read(self.badge_key_path)

    def write_processes(self, record: dict[str, dict[str, float]]) -> None:
        """Remember which processes run, for the next start after a crash."""
        _write_private(self.processes_path, json.dumps(record))

    def read_processes(self) -> dict[str, dict[str, float]] | None:
        """Return what the last start noted, or None when it ended in order."""
        try:
            record = json.loads(self.processes_path.read_text())
        except FileNotFoundError:
            return None
        except ValueError:
            return {}
        return record if isinstance(record, dict) else {}

    def forget_processes(self) -> None:
        """Note that everything ended in order."""
        self.processes_path.unlink(missing_ok=True)

    def _take(self, descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode(errors="replace").strip() or "unknown"
            raise InUseError(
                f"Trellis already runs on the data directory {self.root} (process {holder});"
                " stop that one first or choose another with --data-dir."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())

    def _unusable(self, reason: str) -> LauncherError:
        return LauncherError(
            f"The data directory {self.root} cannot be used: {reason}; choose another with --data-dir."
        )


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""


def _write_private(path: Path, text: str) -> None:
    """Write a file for this user's eyes only, whole or not at all."""
    unfinished = path.with_name(f".{path.name}.new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
