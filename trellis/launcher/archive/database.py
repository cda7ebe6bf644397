"""The database of an instance: reached whether it runs or not, dumped from one moment, filled again."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO, Any, cast

import psycopg

from trellis.core.embedded import Cluster
from trellis.launcher.archive.container import PIECE_BYTES
from trellis.launcher.archive.programs import program, service
from trellis.launcher.django_commands import one_line
from trellis.launcher.environment import owner_url, reach_database, uses_embedded_database
from trellis.launcher.errors import LauncherError
from trellis.launcher.layout import DataDirectory, InUseError
from trellis.launcher.progress import Progress

# What the owner of the tables can drop: everything of ours, and of an extension nothing. A sequence that
# belongs to a column goes with its table, and cannot go before it. Beside `public` one schema is ours.
_DROPS = """
SELECT format('DROP %s IF EXISTS %s CASCADE', kind, name) FROM (
    SELECT 0, oid, 'SCHEMA', quote_ident(nspname) FROM pg_namespace WHERE nspname = 'candidates_private'
    UNION ALL SELECT CASE relkind WHEN 'S' THEN 2 ELSE 1 END, oid,
           CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                        WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, oid::regclass::text
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL SELECT 3, oid, 'ROUTINE', oid::regprocedure::text
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 4, pg_type.oid, 'TYPE', pg_type.oid::regtype::text
    FROM pg_type LEFT JOIN pg_class AS its ON its.oid = typrelid
    WHERE typnamespace = 'public'::regnamespace AND (typtype IN ('e', 'd', 'r') OR its.relkind = 'c')
) AS ours (step, id, kind, name)
WHERE NOT EXISTS (SELECT FROM pg_depend WHERE objid = ours.id AND deptype = 'e') ORDER BY step
"""
# Rights are not restored: but for the application, by default rights, nobody calls what acts for its owner.
_SHIELDS = """
SELECT format('REVOKE ALL ON ROUTINE %s FROM PUBLIC', oid::regprocedure)
FROM pg_proc
WHERE prosecdef AND pronamespace = 'public'::regnamespace AND proowner = current_user::regrole
"""
_WITHOUT_LIMITS = "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
_TABLES = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"


@contextmanager
def held_instance(directory: DataDirectory, progress: Progress) -> Iterator[None]:
    """Hold the data directory, and have its own database run if it is that one; raise InUseError."""
    with ExitStack() as stack:
        stack.enter_context(directory.locked())
        if uses_embedded_database():
            with progress.step("Starting PostgreSQL"):
                stack.enter_context(Cluster(directory.place_cluster()))
        reach_database(directory=directory)
        yield


@contextmanager
def reached_instance(directory: DataDirectory, progress: Progress) -> Iterator[None]:
    """Have the database of the instance run, whether `trellis up` runs or not."""
    with ExitStack() as stack:
        if uses_embedded_database():
            if not directory.cluster_dir().exists():
                raise LauncherError(
                    f"There is no database in {directory.root}; name its place with --data-dir."
                )
            with suppress(InUseError):  # it runs then
                stack.enter_context(held_instance(directory, progress))
        reach_database(directory=directory)
        yield


@contextmanager
def connected(*, autocommit: bool = False) -> Iterator[psycopg.Connection[Any]]:
    """Give a connection of the owner; raise LauncherError where there is none to be had."""
    try:
        connection = psycopg.connect(
            owner_url(), autocommit=autocommit, connect_timeout=15, options=_WITHOUT_LIMITS
        )
    except psycopg.OperationalError as error:
        raise LauncherError(f"The database cannot be used: {one_line(error)}") from None
    with connection:
        yield connection


def major_version(connection: psycopg.Connection[Any]) -> int:
    """Return the server's version."""
    return connection.info.server_version // 10_000


def dump(*, snapshot: str, server: int) -> Iterator[bytes]:
    """Yield what `pg_dump` writes of the moment of this snapshot, in pieces of one size."""
    options = ["--format=custom", f"--snapshot={snapshot}", "--dbname=service=trellis"]
    with service(owner_url()) as environment:
        process = subprocess.Popen(
            [program("pg_dump", server=server), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        with process:
            try:
                yield from iter(lambda: cast("IO[bytes]", process.stdout).read(PIECE_BYTES), b"")
            except BaseException:
                process.kill()
                raise
            _require_success(process, "pg_dump")


def require_dump(pieces: Iterable[bytes], *, server: int) -> None:
    """Raise LauncherError unless `pg_restore` can read what these pieces begin with."""
    _restore(pieces, ["--list"], server=server)


def fill(pieces: Iterable[bytes], *, server: int) -> None:
    """Restore a dump into an empty database, all of it or nothing."""
    options = ["--single-transaction", "--no-owner", "--no-acl", "--no-comments", "--dbname=service=trellis"]
    _restore(pieces, options, server=server)


def shield(connection: psycopg.Connection[Any]) -> None:
    """Let nobody but whom the default rights name call what acts for the owner of the tables."""
    with connection.transaction():
        for (revocation,) in connection.execute(_SHIELDS).fetchall():
            connection.execute(revocation)


def is_filled(connection: psycopg.Connection[Any]) -> bool:
    """Tell whether there are tables."""
    row = connection.execute(_TABLES).fetchone()
    return bool(row and row[0])


def empty(connection: psycopg.Connection[Any]) -> None:
    """Drop everything in the database that is no extension's, in one transaction."""
    with connection.transaction():
        for (drop,) in connection.execute(_DROPS).fetchall():
            connection.execute(drop)


def _restore(pieces: Iterable[bytes], options: list[str], *, server: int) -> None:
    with service(owner_url()) as environment:
        process = subprocess.Popen(
            [program("pg_restore", server=server), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
        )
        with process:
            _feed(cast("IO[bytes]", process.stdin), pieces)
            _require_success(process, "pg_restore")


def _feed(stdin: IO[bytes], pieces: Iterable[bytes]) -> None:
    try:
        for piece in pieces:
            stdin.write(piece)
        stdin.close()
    except BrokenPipeError:
        pass  # it has ended, and says why


def _require_success(process: subprocess.Popen[bytes], name: str) -> None:
    said = cast("IO[bytes]", process.stderr).read().decode(errors="replace").strip().splitlines()
    if process.wait() != 0:
        raise LauncherError(f"{name} failed: {said[0] if said else f'status {process.returncode}'}")
