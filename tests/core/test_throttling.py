"""Rate limits count right, also when many processes and threads count at once, in PostgreSQL and in Redis."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from tests.crowd import at_once
from tests.redis_server import RedisServer
from trellis.core import throttling
from trellis.core.models import ThrottleCounter
from trellis.core.redis.connecting import named

pytestmark = pytest.mark.django_db
# Has the window of a key be so many seconds older.
Age = Callable[[str, int], None]


@pytest.fixture(autouse=True, params=["postgresql", pytest.param("redis", marks=pytest.mark.whole)])
def age(request: pytest.FixtureRequest, settings: Settings) -> Age:
    if request.param == "postgresql":
        return _age_row
    server: RedisServer = request.getfixturevalue("redis_server")
    server.start()
    server.ask("FLUSHALL")
    settings.REDIS_URL = server.url
    return lambda key, seconds: _age_key(server, key, seconds)


def _age_row(key: str, seconds: int) -> None:
    earlier = F("started_at") - timedelta(seconds=seconds)
    assert ThrottleCounter.objects.filter(key=key).update(started_at=earlier) == 1


def _age_key(server: RedisServer, key: str, seconds: int) -> None:
    name = named(f"throttle:{key}")
    left = server.ask("PTTL", name)
    assert isinstance(left, int) and left > 0
    server.ask("PEXPIRE", name, left - seconds * 1000)
    assert not ThrottleCounter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_threads_on_one_key_are_each_counted_once() -> None:
    def one_hit(_: int) -> int:
        try:
            return throttling.hit({"crowd": [(100, 60)]})[0].hits
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        counts = sorted(pool.map(one_hit, range(160)))
    assert counts == list(range(1, 161))


def test_a_window_that_has_closed_counts_from_one_again(age: Age) -> None:
    opened = [throttling.hit({"slow": [(5, 60)]})[0] for _ in range(2)]
    assert opened[0].started_at == opened[1].started_at
    age("slow/60", 50)
    assert throttling.hit({"slow": [(5, 60)]})[0].hits == 3
    age("slow/60", 10)
    again = throttling.hit({"slow": [(5, 60)]})[0]
    assert (again.hits, again.wait) == (1, 60)
    assert again.started_at > opened[0].started_at


def test_a_key_may_hold_any_sign(settings: Settings) -> None:
    key = "a/b c:{d}\\é\U0001f600@example.com"
    assert [throttling.hit({key: [(1, 60)]})[0].hits for _ in range(3)] == [1, 2, 3]
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {"any": [(1, 60), (5, 3600)]}
    assert not throttling.is_spent("any", key)
    throttling.take({"any": key})
    assert throttling.is_spent("any", key)


def test_a_limit_is_not_spent_any_more_when_its_window_has_closed(settings: Settings, age: Age) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {"code": [(2, 60)]}
    for spent in (False, False, True):
        assert throttling.is_spent("code", "a") is spent
        if not spent:
            throttling.take({"code": "a"})
    age("code:a/60", 61)
    assert not throttling.is_spent("code", "a")


def test_each_limit_has_a_window_of_its_own_and_the_first_to_be_over_is_told() -> None:
    for _ in range(3):
        windows = throttling.hit({"two": [(2, 60), (1000, 3600)]})
    assert [w.hits for w in windows] == [3, 3]
    told = throttling.strictest(windows)
    assert (told.limit, told.is_over, told.remaining) == (2, True, 0)
    assert 1 <= told.wait <= 60


def test_a_forgotten_key_starts_over() -> None:
    throttling.forget(throttling.hit({"gone": [(2, 60), (5, 3600)]}))
    assert [window.hits for window in throttling.hit({"gone": [(2, 60), (5, 3600)]})] == [1, 1]


def test_a_hit_that_is_given_back_was_never_counted() -> None:
    throttling.hit({"mine": [(5, 60)], "ours": [(5, 60)]})
    counted = throttling.hit({"mine": [(5, 60)], "ours": [(5, 60)]})
    throttling.give_back(window for window in counted if window.key.startswith("ours"))
    assert [w.hits for w in throttling.hit({"mine": [(5, 60)], "ours": [(5, 60)]})] == [3, 2]


def test_a_hit_is_not_given_back_from_the_window_after_its_own() -> None:
    counted = throttling.hit({"slow": [(5, 60)]})
    throttling.forget(counted)
    throttling.give_back(counted)
    throttling.hit({"slow": [(5, 60)]})
    throttling.give_back(counted)
    assert throttling.hit({"slow": [(5, 60)]})[0].hits == 2


def test_no_more_is_given_back_than_was_counted_and_the_window_stays_open() -> None:
    counted = throttling.hit({"mine": [(5, 60)]})
    for _ in range(3):
        throttling.give_back(counted)
    again = throttling.hit({"mine": [(5, 60)]})[0]
    assert (again.hits, again.started_at) == (1, counted[0].started_at)


def test_what_one_limit_refuses_does_not_count_for_the_others(settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {"narrow": [(2, 60)], "wide": [(100, 60), (200, 3600)]}
    for _ in range(2):
        throttling.take({"narrow": "a", "wide": "b"})
    for _ in range(5):
        with pytest.raises(throttling.TooMany) as refused:
            throttling.take({"narrow": "a", "wide": "b"})
        assert refused.value.window.key == "narrow:a/60"
    assert {window.hits for window in throttling.take({"wide": "b"})} == {3}


def test_of_two_limits_that_refuse_the_one_to_wait_longest_for_is_told(settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {"both": [(0, 60), (0, 3600), (9, 86400)]}
    with pytest.raises(throttling.TooMany) as refused:
        throttling.take({"both": "a"})
    assert (refused.value.window.seconds, refused.value.wait) == (3600, 3600)


@pytest.mark.django_db(transaction=True)
def test_16_threads_that_take_give_back_and_forget_the_same_keys_never_wait_in_a_ring() -> None:
    limits = {f"key{number}": [(1000, 60), (1000, 3600)] for number in range(6)}

    def go(number: int) -> None:
        for _ in range(10):
            counted = throttling.hit(limits)
            (throttling.forget if number % 8 == 0 else throttling.give_back)(reversed(counted))

    at_once(16, go)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.2.3.4", "127.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_a_forwarded_address_counts_only_as_far_as_our_proxies_wrote_it(
    settings: object, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRELLIS_TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    assert throttling.client_address(request) == address
