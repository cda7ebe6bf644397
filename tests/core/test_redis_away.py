"""While Redis is away PostgreSQL counts, what is committed stays committed, and nobody waits for long."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings

from tests.redis_server import RedisServer
from trellis.core import throttling
from trellis.core.models import ThrottleCounter
from trellis.core.realtime import publish
from trellis.core.redis.outages import Outage, outage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in vars(Outage()).items():
        monkeypatch.setattr(outage, name, value)


@pytest.fixture
def nobody_listens(settings: Settings) -> Iterator[None]:
    """An address whose connections are refused at once."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.REDIS_URL = f"redis://127.0.0.1:{taken.getsockname()[1]}/0"
        yield


@pytest.fixture
def nobody_answers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One that takes connections and says nothing."""
    monkeypatch.setattr("trellis.core.redis.connecting._OPTIONS", {"protocol": 2, "socket_timeout": 0.2})
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        settings.REDIS_URL = f"redis://127.0.0.1:{deaf.getsockname()[1]}/0"
        yield


def test_hits_are_counted_in_postgresql_and_it_is_said_once(
    nobody_listens: None, caplog: pytest.LogCaptureFixture
) -> None:
    windows = [throttling.hit({"away": [(5, 60)]})[0] for _ in range(3)]
    throttling.give_back(windows[:1])
    assert ThrottleCounter.objects.get().hits == 2
    throttling.forget(windows)
    assert not ThrottleCounter.objects.exists()
    assert caplog.text.count("redis unavailable") == 1


def test_what_is_committed_stays_although_nobody_hears_of_it(nobody_listens: None) -> None:
    with transaction.atomic():
        throttling.hit({"kept": [(5, 60)]})
        publish(room="a", message={"n": 1})
    assert ThrottleCounter.objects.get().hits == 1


def test_of_many_only_the_first_waits_for_an_answer(nobody_answers: None) -> None:
    started = time.monotonic()
    for _ in range(20):
        throttling.hit({"slow": [(50, 60)]})
        publish(room="a", message={"n": 1})
    assert 0.2 <= time.monotonic() - started < 2
    assert ThrottleCounter.objects.get().hits == 20


def test_when_it_is_back_it_counts_again(redis_server: RedisServer, settings: Settings) -> None:
    settings.REDIS_URL = redis_server.url
    for server_is_there in (True, False, True):
        (redis_server.start if server_is_there else redis_server.stop)()
        throttling.hit({"back": [(5, 60)]})
    assert ThrottleCounter.objects.get().hits == 1
    assert throttling.hit({"back": [(5, 60)]})[0].hits == 2


@pytest.mark.parametrize("is_there", [True, False])
def test_readiness_tells_of_it_and_takes_nobody_out_of_service(
    redis_server: RedisServer, settings: Settings, client: Client, is_there: bool
) -> None:
    settings.REDIS_URL = redis_server.url
    (redis_server.start if is_there else redis_server.stop)()
    for address, checks in (("/readyz", {"redis": "ok" if is_there else "unreachable"}), ("/healthz", {})):
        answer = client.get(address)
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")
        assert {name: value for name, value in answer.json()["checks"].items() if name == "redis"} == checks


def test_without_an_address_there_is_no_word_of_it(client: Client) -> None:
    assert "redis" not in client.get("/readyz").json()["checks"]
