"""One old database for all: migrating it takes longer than everything that is asked of it."""

from collections.abc import Iterator

import pytest
import pytest_django

from tests.upgrade.oddities import write_oddities
from tests.upgrade.old_database import Upgrade, keys_of, migrate, old_database, rows_of


@pytest.fixture(scope="session")
def upgrade(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Upgrade]:
    with old_database(django_db_blocker) as connection:
        write_oddities(connection)
        rows, keys = rows_of(connection), keys_of(connection)
        migrate()
        yield Upgrade(connection, (rows, rows_of(connection)), (keys, keys_of(connection)))
