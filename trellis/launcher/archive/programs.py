"""`pg_dump` and `pg_restore`: those of the wheel, or of the machine for an older server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg.conninfo import conninfo_to_dict

from trellis.core.embedded.binaries import binaries
from trellis.core.embedded.errors import EmbeddedError
from trellis.launcher.environment import without_libpq
from trellis.launcher.errors import LauncherError

# From here on a server understands what the programs of the wheel say to it.
_WHEEL_FROM = 17
_DEBIAN = Path("/usr/lib/postgresql")


def program(name: str, *, server: int) -> str:
    """Return the path of the program for a server of this major version."""
    if server >= _WHEEL_FROM:
        try:
            return str(binaries(user=None) / name)
        except EmbeddedError:
            pass  # no wheel for this platform: the machine's will do
    for found in (_DEBIAN / str(server) / "bin" / name, shutil.which(name)):
        if found and Path(found).exists() and _version(str(found)) >= server:
            return str(found)
    raise LauncherError(
        f"There is no {name} for PostgreSQL {server} here; install its client programs"
        f" (on Debian: postgresql-client-{server})."
    )


@contextmanager
def service(url: str) -> Iterator[dict[str, str]]:
    """Give an environment in which `service=trellis` is this database; no password is in a command line."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "service"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("[trellis]\n")
            file.writelines(f"{name}={value}\n" for name, value in conninfo_to_dict(url).items())
        yield {**without_libpq(), "PGSERVICEFILE": str(path)}


def _version(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found[1]) if found else 0
