"""`trellis prepare`: waits for the database, brings its tables up to date, loads the demo data."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from trellis.config.environment.variables import PRODUCTION
from trellis.launcher.django_commands import in_django, one_line
from trellis.launcher.errors import LauncherError
from trellis.launcher.progress import Progress
from trellis.launcher.walls import hold_wall

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

OLDEST_SERVER = 150000
_ANSWER_SECONDS = 15.0
_LOCK_SECONDS = 600.0
_REMINDER_SECONDS = 5.0
_PAUSE_SECONDS = 0.25
# Any constant does, as long as no other program on the same database takes it: "trellis" in hex.
_MIGRATION_LOCK = 0x7472656C6C6973


def prepare(*, demo: bool) -> None:
    """Bring the database up to date as the owner of its tables, and see that the application is another."""
    owner, application = os.environ.get("TRELLIS_OWNER_DATABASE_URL"), os.environ.get("DATABASE_URL")
    if owner:
        os.environ["DATABASE_URL"] = owner
    # A host that swallows packets would otherwise hold a single attempt for minutes.
    os.environ.setdefault("PGCONNECT_TIMEOUT", "5")
    is_production = os.environ.get("TRELLIS_ENV") == PRODUCTION
    wanted = demo and not is_production
    in_django(lambda: _prepare(demo=wanted))
    if application:
        hold_wall(application, is_production=is_production)


def _prepare(*, demo: bool) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    progress = Progress()
    _await_answer(connection, progress)
    _check_version(connection)
    _check_vector(connection)
    with _migration_lock(connection, progress):
        _migrate(connection, progress)
        _plant_catalog()
        _plant_learning()
        if demo:
            call_command("load_demo")
        _explain_opportunities()
        _explain_profiles()


def _plant_catalog() -> None:
    from trellis.domain.catalog.services.planting import explain, plant

    plant()
    explain()


def _plant_learning() -> None:
    from django.utils import timezone

    from trellis.domain.learning.services.planting import plant

    plant(now=timezone.now())


def _explain_opportunities() -> None:
    from trellis.domain.learning.services.meanings import explain

    explain()


def _explain_profiles() -> None:
    from trellis.domain.candidates.services.meanings import explain

    explain()


def _await_answer(connection: BaseDatabaseWrapper, progress: Progress) -> None:
    from django.db import OperationalError

    reason = ""

    def answers() -> bool:
        nonlocal reason
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = one_line(error)
            if _is_final(reason):
                raise LauncherError(f"The database refuses us: {reason}") from None
            return False
        return True

    place = _place(connection)
    if not _poll(answers, seconds=_ANSWER_SECONDS, progress=progress, reminder=f"Waiting for {place} …"):
        raise LauncherError(
            f"{place[0].upper()}{place[1:]} did not answer within {_ANSWER_SECONDS:.0f} seconds: {reason}"
            " (check DATABASE_URL, or unset it to use the embedded database)."
        )


def _is_final(reason: str) -> bool:
    passing = ("starting up", "shutting down", "not yet accepting", "recovery", "too many")
    return "FATAL" in reason and not any(words in reason for words in passing)


def _place(connection: BaseDatabaseWrapper) -> str:
    settings = connection.settings_dict
    host = settings["HOST"] or "localhost"
    if host.startswith("/"):
        return "the database"
    return f"the database at {host} port {settings['PORT'] or 5432}"


def _check_version(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, name = cursor.fetchone()
    if number < OLDEST_SERVER:
        raise LauncherError(
            f"The database is PostgreSQL {name}; Trellis needs {OLDEST_SERVER // 10000} or newer."
        )


def _check_vector(connection: BaseDatabaseWrapper) -> None:
    from django.db import DatabaseError

    with connection.cursor() as cursor:
        cursor.execute("SELECT installed_version FROM pg_available_extensions WHERE name = 'vector'")
        row = cursor.fetchone()
        if row is None:
            raise LauncherError(
                "The database server lacks pgvector; install its package there"
                " (on Debian: postgresql-<version>-pgvector) and start again."
            )
        if row[0] is None:
            try:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
            except DatabaseError:
                raise LauncherError(
                    "The extension pgvector is not installed in this database and our role may not"
                    " do it; run CREATE EXTENSION vector there as a superuser."
                ) from None


@contextmanager
def _migration_lock(connection: BaseDatabaseWrapper, progress: Progress) -> Iterator[None]:
    """Let one machine at a time migrate; the lock ends with the connection, however that ends."""

    def taken() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_MIGRATION_LOCK])
            return bool(cursor.fetchone()[0])

    reminder = "Another process prepares the same database; waiting for it …"
    if not _poll(taken, seconds=_LOCK_SECONDS, progress=progress, reminder=reminder):
        raise LauncherError(
            f"Another process has been preparing the database for {_LOCK_SECONDS / 60:.0f} minutes;"
            " look at what it does, then start again."
        )
    try:
        yield
    finally:
        connection.close()


def _migrate(connection: BaseDatabaseWrapper, progress: Progress) -> None:
    from django.core.management import call_command
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        progress.say(f"  applying {len(plan)} migrations")
    with connection.cursor() as cursor:
        # The application's limit for a statement is meant for requests; lock_timeout stays.
        cursor.execute("SET statement_timeout = 0")
    # Also with nothing to apply: a start killed after the last migration owes the permissions.
    call_command("migrate", interactive=False, verbosity=0)


def _poll(condition: Callable[[], bool], *, seconds: float, progress: Progress, reminder: str) -> bool:
    started = time.monotonic()
    reminded = started - _REMINDER_SECONDS + 1.0
    while not condition():
        now = time.monotonic()
        if now - started > seconds:
            return False
        if now - reminded > _REMINDER_SECONDS:
            reminded = now
            progress.say(f"  {reminder}")
        time.sleep(_PAUSE_SECONDS)
    return True
