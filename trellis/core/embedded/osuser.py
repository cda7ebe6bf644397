"""The system user that PostgreSQL runs as: ourselves, or, for root, one that is not root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trellis.core.embedded.errors import EmbeddedError

SYSTEM_USER = "trellis"


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The numbers to switch to before anything of PostgreSQL runs."""

    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        """Return what subprocess needs to run a command as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_use(self, path: Path) -> bool:
        """Tell whether this user can reach, read and execute (enter) the path."""
        return self._succeeds('test -r "$0" && test -x "$0"', path)

    def can_enter(self, directory: Path) -> bool:
        """Tell whether this user can pass through the directory to what lies in it."""
        return self._succeeds('cd "$0"', directory)

    def _succeeds(self, test: str, path: Path) -> bool:
        # Asked as that user, not computed from mode bits: access lists and mounts have a say too.
        command = ["/bin/sh", "-c", test, str(path)]
        quiet = subprocess.DEVNULL
        options = self.popen_options()
        result = subprocess.run(command, cwd="/", stderr=quiet, check=False, **options)  # noqa: S603
        return result.returncode == 0


def server_user(*, owner_of: Path | None = None) -> ServerUser | None:
    """Return the user that PostgreSQL must run as, or None when that is the present one.

    Data that already belong to an ordinary user stay with that user.
    """
    if os.geteuid() != 0:
        return None
    if owner_of is not None and owner_of.exists():
        status = owner_of.stat()
        if status.st_uid != 0:
            return ServerUser(uid=status.st_uid, gid=status.st_gid)
    return _system_user()


def _system_user() -> ServerUser:
    entry = _lookup() or _create()
    if entry.pw_uid == 0:
        raise EmbeddedError(f"The user {SYSTEM_USER!r} has the rights of root, and PostgreSQL refuses those.")
    return ServerUser(uid=entry.pw_uid, gid=entry.pw_gid)


def _lookup() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _create() -> pwd.struct_passwd:
    reason = "there is no useradd here"
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is not None:
        command = [useradd, "--system", "--user-group", "--no-create-home"]
        command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        reason = result.stderr.strip() or f"useradd ended with {result.returncode}"
    # Looked up even after a failure: another start may have created the user a moment earlier.
    entry = _lookup()
    if entry is None:
        raise EmbeddedError(
            f"PostgreSQL refuses to run as root and the system user {SYSTEM_USER!r} could not be"
            f" created ({reason}); start as an ordinary user, create it, or set DATABASE_URL."
        )
    return entry
