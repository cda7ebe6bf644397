"""Creates the files of a new cluster, whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from trellis.core.embedded.errors import EmbeddedError
from trellis.core.embedded.leftovers import end_leftovers
from trellis.core.embedded.osuser import ServerUser
from trellis.core.embedded.server import server_environment
from trellis.core.processes import spawn


def create_files(*, data_dir: Path, bin_dir: Path, user: ServerUser | None, durable: bool) -> None:
    """Initialise a cluster beside its place and rename it; what a killed start left is removed."""
    prefix = f".{data_dir.name}-init-"
    for unfinished in data_dir.parent.glob(f"{prefix}*"):
        end_leftovers(data_dir=unfinished, socket_dir=unfinished)
        shutil.rmtree(unfinished, ignore_errors=True)
    workplace = Path(tempfile.mkdtemp(prefix=prefix, dir=data_dir.parent))
    try:
        if user:
            os.chown(workplace, user.uid, user.gid)
        _run_initdb(workplace, bin_dir=bin_dir, user=user, durable=durable)
        workplace.rename(data_dir)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _run_initdb(workplace: Path, *, bin_dir: Path, user: ServerUser | None, durable: bool) -> None:
    command = [str(bin_dir / "initdb"), "-D", str(workplace), "--username=postgres"]
    # Trust is right here: the socket lies in a directory that one user alone can enter.
    command += ["--auth=trust", "--encoding=UTF8", "--no-instructions"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    if not durable:
        command.append("--no-sync")
    process = spawn(
        command,
        death_signal=signal.SIGTERM,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=workplace,
        env=server_environment(),
        **(user.popen_options() if user else {}),
    )
    output, _ = process.communicate()
    if process.returncode != 0:
        raise EmbeddedError(f"PostgreSQL could not create its files: {_complaint(output)}")


def _complaint(output: bytes) -> str:
    lines = [line.strip() for line in output.decode(errors="replace").splitlines()]
    complaints = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return " ".join((complaints or lines[-1:])[:1]) or "initdb said nothing"
