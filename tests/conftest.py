"""What every test shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from trellis.core.database import retried_once


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The plugin tests.cluster has made this process's database already."""


@pytest.fixture(scope="session", autouse=True)
def emptied_again_after_a_deadlock() -> None:
    """A server under test may still be noting that its clients have gone while the tables are emptied.

    PostgreSQL then ends one of the two; where it is the emptying, that is done once more.
    """
    empty = BaseDatabaseOperations.execute_sql_flush
    BaseDatabaseOperations.execute_sql_flush = retried_once(empty)  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def media_root(settings: object, tmp_path: Path) -> Iterator[Path]:
    """Uploads of one test are gone with it."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    yield tmp_path / "media"
