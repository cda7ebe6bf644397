"""What every test shares."""

import os
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
import pytest
import pytest_django
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.cluster import ensure_database
from tests.databases import another_database
from tests.migrated import TEMPLATE
from tests.serving import Server
from tests.stored_world import StoredWorld
from trellis.core.processes import wait_until

hypothesis.settings.register_profile("sample", max_examples=25, deadline=None)
hypothesis.settings.register_profile("soak", max_examples=500, deadline=None)
hypothesis.settings.load_profile("sample")
# Django does not count them among its own.
_TABLES_OF_JOBS = [f"procrastinate_{name}" for name in ("jobs", "events", "workers", "periodic_defers")]
# Nor those in schemas of their own, whose keys are not looked at while rows go.
_HIDDEN_TABLES = ["candidates_private.disability"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of examples that are made up can make up more."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("soak")


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database of this process: whoever asks first starts the server."""
    ensure_database()


@pytest.fixture
def database(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """A migrated database of one test's own, asked as the owner of its tables."""
    with another_database(django_db_blocker, template=TEMPLATE) as database:
        yield database


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_by_rows() -> None:
    """Tests that commit have every table emptied after them; most tables are empty already.

    Django's `TRUNCATE` writes new files for each of them and all their indexes, and it would need a
    right that the application has not got.
    """
    DatabaseOperations.sql_flush = _sql_flush  # type: ignore[method-assign]
    DatabaseOperations.execute_sql_flush = _flush  # type: ignore[method-assign]


def _sql_flush(operations: DatabaseOperations, _style: object, tables: list[str], **_: bool) -> list[str]:
    names = [operations.quote_name(table) for table in [*tables, *_TABLES_OF_JOBS]] + _HIDDEN_TABLES
    return [
        # What a server under test is still writing is waited for, and then gone too.
        f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE",
        # Every row goes, so no key and no guard has to look at it.
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {name}" for name in names),
    ]


def _flush(operations: DatabaseOperations, statements: list[str]) -> None:
    """Run the statements as the superuser of the test's database, as soon as nobody is in their way.

    A server under test may still be writing. Who waits for all tables at once easily waits in a ring
    with it, so the wait is broken off long before PostgreSQL would end one of the two, and begun anew.
    """
    database = operations.connection.settings_dict["NAME"]
    address = os.environ["TRELLIS_TEST_SUPERUSER_URL"]
    with psycopg.connect(address, dbname=database, options="-c lock_timeout=200") as superuser:

        def run() -> bool:
            try:
                with superuser.transaction():
                    superuser.execute("; ".join(statements))
            except psycopg.errors.LockNotAvailable:
                return False
            return True

        assert wait_until(run, timeout=30)


@pytest.fixture(scope="session")
def media_roots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Paths below one directory, none of which is there: most tests upload nothing."""
    directory = tmp_path_factory.mktemp("media")
    return (directory / str(number) for number in count())


@pytest.fixture(autouse=True)
def media_root(settings: object, media_roots: Iterator[Path]) -> Path:
    """No test sees what another one uploaded."""
    settings.MEDIA_ROOT = next(media_roots)  # type: ignore[attr-defined]
    return settings.MEDIA_ROOT  # type: ignore[attr-defined, no-any-return]


@pytest.fixture(scope="session")
def stored_world(
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> StoredWorld:
    """The demo world, to be put back into a test's tables."""
    # Compiled pages hold the site's own address: none may be compiled while a test calls the site otherwise.
    import_module("trellis.config.urls")
    with django_db_blocker.unblock():
        return StoredWorld(tmp_path_factory.mktemp("world") / "media")


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[Server]:
    """The one running Trellis of the run, for all that need no other."""
    with Server() as running:
        yield running


@pytest.fixture
def world(stored_world: StoredWorld, db: None, media_root: Path) -> None:
    """The demo world, loaded."""
    stored_world.put_back()
