"""Whose pages may open a WebSocket."""

from typing import Any

import pytest

from trellis.core.realtime.origins import origin_is_ours


def _is_ours(origin: str | None, host: str = "trellis.example") -> bool:
    headers = [(b"Host", host.encode())] + ([(b"Origin", origin.encode())] if origin is not None else [])
    return origin_is_ours({"headers": headers})


@pytest.fixture(autouse=True)
def production(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["trellis.example", "trellis.example.org"]
    settings.IS_HTTPS = True
    settings.CSRF_TRUSTED_ORIGINS = [
        "https://trellis.example",
        "https://*.friends.example",
        "http://lan:8080",
    ]


@pytest.mark.parametrize(
    "origin",
    [
        "https://trellis.example", "https://TRELLIS.example", "https://a.friends.example", "http://lan:8080",
        None, "",
    ],
)  # fmt: skip
def test_these_may(origin: str | None) -> None:
    assert _is_ours(origin)


@pytest.mark.parametrize(
    "origin",
    [
        "http://trellis.example", "https://trellis.example:444", "https://trellis.example.evil.example",
        "https://eviltrellis.example", "https://friends.example.evil", "http://a.friends.example", "null",
        "https://lan:8080", "http://lan", "trellis.example", "https://[", "https://", "://trellis.example",
    ],
)  # fmt: skip
def test_these_may_not(origin: str) -> None:
    assert not _is_ours(origin)


def test_a_host_that_is_not_ours_proves_nothing() -> None:
    assert not _is_ours("https://rebound.example", host="rebound.example")
    assert _is_ours("https://trellis.example.org", host="trellis.example.org")


def test_a_port_belongs_to_the_host(settings: Any) -> None:
    settings.IS_HTTPS = False
    settings.ALLOWED_HOSTS = ["*"]
    assert _is_ours("http://localhost:8000", host="localhost:8000")
    assert not _is_ours("http://localhost:8001", host="localhost:8000")
