"""What every test shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.stored_world import StoredWorld
from trellis.core.database import retried_once


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The plugin tests.cluster has made this process's database already."""


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> None:
    """Tests that commit empty every table after themselves; most tables are empty already.

    `TRUNCATE` writes new files for each of them and all their indexes. The tables are locked as by
    `TRUNCATE`, so that what a server under test is still writing is gone too; where the two stand in
    each other's way, PostgreSQL ends one, and where that is the emptying, it is done once more.
    """
    DatabaseOperations.sql_flush = _sql_flush  # type: ignore[method-assign]
    flush = DatabaseOperations.execute_sql_flush
    DatabaseOperations.execute_sql_flush = retried_once(flush)  # type: ignore[method-assign]


def _sql_flush(operations: DatabaseOperations, _style: object, tables: list[str], **_: bool) -> list[str]:
    names = [operations.quote_name(table) for table in tables]
    return [
        f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE",
        # Every row goes, so no key has to be followed.
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {name}" for name in names),
        "SET LOCAL session_replication_role = DEFAULT",
    ]


@pytest.fixture(autouse=True)
def media_root(settings: object, tmp_path: Path) -> Iterator[Path]:
    """Uploads of one test are gone with it."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    yield tmp_path / "media"


@pytest.fixture(scope="session")
def stored_world(
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> StoredWorld:
    """The demo world, to be put back into a test's tables."""
    with django_db_blocker.unblock():
        return StoredWorld(tmp_path_factory.mktemp("world") / "media")


@pytest.fixture
def world(stored_world: StoredWorld, db: None, media_root: Path) -> None:
    """The demo world, loaded."""
    stored_world.put_back()
