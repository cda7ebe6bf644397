"""One embedded PostgreSQL server: its files, its process, its addresses."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from trellis.core.embedded import bootstrap
from trellis.core.embedded.binaries import binaries
from trellis.core.embedded.creation import create_files
from trellis.core.embedded.errors import ClusterInUseError, EmbeddedError
from trellis.core.embedded.leftovers import end_leftovers
from trellis.core.embedded.osuser import ServerUser, server_user
from trellis.core.embedded.server import (
    choose_socket_dir,
    last_complaint,
    open_log,
    prepare_socket_dir,
    server_command,
    server_environment,
    trim_log,
)
from trellis.core.processes import signal_group, spawn, wait_until

_READY_SECONDS = 60.0
_RETRY_SECONDS = 20.0
_STOP_SECONDS = 15.0
# What a server says while the last processes of its predecessor are on their way out.
_PASSING_COMPLAINTS = ("pre-existing shared memory block", "lock file", "shared memory segment")


class Cluster:
    """A server on the files in `data_dir`, created at the first start.

    `durable=False` is for tests and benchmarks: a crash of the machine may lose the data.
    """

    def __init__(self, data_dir: Path | str, *, durable: bool = True) -> None:
        self.data_dir = Path(data_dir).absolute()
        self.socket_dir = choose_socket_dir(self.data_dir)
        self.log_path = self.data_dir / "postgres.log"
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        """Whether the server that this object started is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it is alive."""
        return self._process.pid if self._process is not None and self.is_running else None

    def url(self, *, role: str = bootstrap.APPLICATION, database: str = bootstrap.DATABASE) -> str:
        """Return the address under which a client reaches the database as that role."""
        return f"postgresql://{role}@{quote(str(self.socket_dir), safe='')}/{quote(database)}"

    def start(self, *, on_wait: Callable[[], None] | None = None) -> None:
        """Start the server and return when it answers; `on_wait` may raise to give up earlier."""
        if self.is_running:
            return
        self._take_lock()
        try:
            self._start_server(on_wait)
            self._bootstrap()
        except psycopg.OperationalError as error:
            self.stop(hurry=True)
            raise EmbeddedError(f"PostgreSQL ended while it started: {error}") from None
        except BaseException:
            self.stop(hurry=True)
            raise

    def stop(self, *, hurry: bool = False) -> None:
        """Stop the server, sessions ended and work saved; after a hurried one the next recovers."""
        if self._process is not None and self.is_running:
            self._process.send_signal(signal.SIGQUIT if hurry else signal.SIGINT)
            self._await_end(self._process)
        self._process = None
        self._release_lock()

    def trim_log(self) -> None:
        """Keep the server's log from growing for ever; call it now and then."""
        trim_log(self.log_path)

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Create a database with the usual roles and rights, or a copy of another database."""
        with self._connect("postgres") as connection:
            bootstrap.create_database(connection, name=name, template=template or "template0")
        if template is None:
            with self._connect(name) as connection:
                bootstrap.grant_rights(connection)

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        with self._connect("postgres") as connection:
            bootstrap.drop_database(connection, name=name)

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        path = self.data_dir.with_name(f"{self.data_dir.name}.lock")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise ClusterInUseError(
                f"Another process runs PostgreSQL on {self.data_dir}; stop it first."
            ) from None
        self._lock = descriptor

    def _release_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _start_server(self, on_wait: Callable[[], None] | None) -> None:
        user = server_user(owner_of=self.data_dir)
        self._check_reachable(user)
        bin_dir = binaries(user=user)
        if not (self.data_dir / "PG_VERSION").exists():
            create_files(data_dir=self.data_dir, bin_dir=bin_dir, user=user, durable=self._durable)
        if self.socket_dir != self.data_dir:
            prepare_socket_dir(self.socket_dir, user=user)
        end_leftovers(data_dir=self.data_dir, socket_dir=self.socket_dir)
        trim_log(self.log_path)
        self._launch_until_ready(bin_dir, user, on_wait)

    def _check_reachable(self, user: ServerUser | None) -> None:
        if user is not None and not user.can_enter(self.data_dir.parent):
            raise EmbeddedError(
                f"The user that runs PostgreSQL cannot enter {self.data_dir.parent};"
                " choose another data directory."
            )

    def _launch_until_ready(
        self, bin_dir: Path, user: ServerUser | None, on_wait: Callable[[], None] | None
    ) -> None:
        deadline = time.monotonic() + _RETRY_SECONDS
        while True:
            log_size = self._launch(bin_dir, user)
            if wait_until(self._answers_or_ended, timeout=_READY_SECONDS, on_wait=on_wait):
                if self.is_running:
                    return
                complaint = last_complaint(self.log_path, since=log_size)
            else:
                complaint = f"it did not answer within {_READY_SECONDS:.0f} seconds"
            passing = any(text in complaint for text in _PASSING_COMPLAINTS)
            if not passing or time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL could not start: {complaint} (see {self.log_path}).")
            wait_until(lambda: False, timeout=0.2, on_wait=on_wait)

    def _launch(self, bin_dir: Path, user: ServerUser | None) -> int:
        log = open_log(self.log_path)
        try:
            if user is not None:
                os.fchown(log, user.uid, user.gid)
            size = os.fstat(log).st_size
            self._process = spawn(
                server_command(
                    bin_dir=bin_dir,
                    data_dir=self.data_dir,
                    socket_dir=self.socket_dir,
                    durable=self._durable,
                ),
                death_signal=signal.SIGINT,
                stdout=log,
                stderr=log,
                cwd=self.data_dir,
                env=server_environment(),
                **(user.popen_options() if user else {}),
            )
        finally:
            os.close(log)
        return size

    def _answers_or_ended(self) -> bool:
        if not self.is_running:
            return True
        try:
            with self._connect("postgres") as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _bootstrap(self) -> None:
        with self._connect("postgres") as connection:
            bootstrap.create_roles(connection)
            bootstrap.ensure_database(connection, name=bootstrap.DATABASE)
        with self._connect(bootstrap.DATABASE) as connection:
            bootstrap.grant_rights(connection)

    def _connect(self, database: str) -> psycopg.Connection:
        address = self.url(role=bootstrap.SUPERUSER, database=database)
        return psycopg.connect(address, autocommit=True, connect_timeout=5)

    def _await_end(self, process: subprocess.Popen[bytes]) -> None:
        for number in (signal.SIGQUIT, signal.SIGKILL):
            try:
                process.wait(timeout=_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.send_signal(number)
            else:
                return
        # The group holds the backends only until they make sessions of their own; the next start
        # finds by their working directory what this might miss.
        signal_group(process, signal.SIGKILL)
        process.wait()
