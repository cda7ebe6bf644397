"""What every test shares."""

from collections.abc import Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import pytest_django
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django.fixtures import Settings

from tests.cluster import ensure_database
from tests.databases import another_database
from tests.emptying import tables_emptied_by_rows
from tests.issuers import Issuer, issuer_running
from tests.migrated import EMPTY, TEMPLATE
from tests.push_service import PushService, push_service_running
from tests.redis_server import RedisServer, redis_running
from tests.serving import Server
from tests.stored_world import StoredWorld, connected_to

hypothesis.settings.register_profile("sample", max_examples=25, deadline=None)
hypothesis.settings.register_profile("soak", max_examples=500, deadline=None)
hypothesis.settings.load_profile("sample")
# A push service knows the site by it; the example of RFC 8291.
_VAPID_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"


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


@pytest.fixture
def empty_database(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """A database of one test's own that no migration has seen, asked as the owner of what is made there."""
    with another_database(django_db_blocker, template=EMPTY) as database:
        yield database


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_by_rows() -> Iterator[None]:
    """Tests that commit have every table emptied after them."""
    with tables_emptied_by_rows():
        yield


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


@pytest.fixture
def push(settings: Any) -> Iterator[PushService]:
    """A push service that Trellis knows, and is known to."""
    settings.VAPID_KEY = _VAPID_KEY
    with push_service_running() as service:
        settings.PUSH_HOSTS = [service.host]
        yield service


@pytest.fixture(scope="session")
def provider() -> Iterator[Issuer]:
    """Who signs id tokens that `server` takes as Google's."""
    with issuer_running() as issuer:
        yield issuer


def _of_providers(provider: Issuer) -> dict[str, str]:
    return {"TRELLIS_GOOGLE_CLIENT_IDS": "web-id", "TRELLIS_TEST_PROVIDER_KEYS": provider.url}


@pytest.fixture(scope="session")
def server(django_db_setup: None, provider: Issuer) -> Iterator[Server]:
    """The one running Trellis of the run, for all that need no other."""
    with Server(TRELLIS_VAPID_KEY=_VAPID_KEY, **_of_providers(provider)) as running:
        yield running


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """The one Redis of the run, which a test may stop: the next one starts it."""
    with redis_running() as running:
        yield running


@pytest.fixture(scope="session", params=["postgresql", "redis"])
def two_processes(
    request: pytest.FixtureRequest, django_db_setup: None, provider: Issuer
) -> Iterator[tuple[Server, str]]:
    """A running Trellis of two web processes, and the address of its Redis."""
    redis_url = request.getfixturevalue("redis_server").url if request.param == "redis" else ""
    keys = _of_providers(provider)
    with Server(TRELLIS_WEB_WORKERS="2", REDIS_URL=redis_url, **keys) as running:
        yield running, redis_url


@pytest.fixture
def pair(two_processes: tuple[Server, str], settings: Settings) -> Server:
    """Two web processes with PostgreSQL alone, and then with Redis, to which the test belongs as a third."""
    server, settings.REDIS_URL = two_processes
    return server


@pytest.fixture
def models(server: Server) -> Iterator[None]:
    """The models, beside `server`: they are loaded when they are asked for the first time."""
    with server.beside_models():
        yield


@pytest.fixture(scope="session")
def database_of_world(
    stored_world: StoredWorld, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """Where the demo world always is."""
    with django_db_blocker.unblock():
        database = stored_world.in_a_database()
    yield database
    database.close()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    """Before the transaction of a test begins that stands in the world, go where the world is."""
    if (
        fixturedef.argname == "_django_db_helper"
        and "world" in request.fixturenames
        and not _commits(request)
    ):
        connected = connected_to(request.getfixturevalue("database_of_world"))
        connected.__enter__()
        request.addfinalizer(lambda: connected.__exit__(None, None, None))


def _commits(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture
def world(stored_world: StoredWorld, db: None, media_root: Path) -> None:
    """The demo world, loaded."""
    stored_world.put_back()
