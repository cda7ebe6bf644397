"""Rate limits count right, also when many processes and threads count at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import RequestFactory

from trellis.core import throttling

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_many_threads_on_one_key_are_each_counted_once() -> None:
    def one_hit(_: int) -> int:
        try:
            return throttling.hit(key="crowd", limits=[(100, 60)])[0].hits
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        counts = sorted(pool.map(one_hit, range(160)))
    assert counts == list(range(1, 161))


def test_a_window_that_has_closed_counts_from_one_again() -> None:
    throttling.hit(key="slow", limits=[(5, 60)])
    throttling.hit(key="slow", limits=[(5, 60)])
    throttling.ThrottleCounter.objects.update(
        started_at=throttling.ThrottleCounter.objects.get().started_at.replace(year=2020)
    )
    assert throttling.hit(key="slow", limits=[(5, 60)])[0].hits == 1


def test_each_limit_has_a_window_of_its_own_and_the_first_to_be_over_is_told() -> None:
    for _ in range(3):
        windows = throttling.hit(key="two", limits=[(2, 60), (1000, 3600)])
    assert [w.hits for w in windows] == [3, 3]
    told = throttling.strictest(windows)
    assert (told.limit, told.is_over, told.remaining) == (2, True, 0)
    assert 1 <= told.wait <= 60


def test_a_forgotten_key_starts_over() -> None:
    throttling.hit(key="gone", limits=[(2, 60)])
    throttling.forget(key="gone", limits=[(2, 60)])
    assert throttling.hit(key="gone", limits=[(2, 60)])[0].hits == 1


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
