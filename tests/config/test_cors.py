"""A front end on another origin can use the doors; who may send cookies along is named, never everybody."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.reading_yaml import read_yaml
from trellis.config.front_ends import READ, SENT
from trellis.core.http.idempotency import HEADER, REPLAYED

ROOT = "/api/v1/mentorship/mentors/"
APP = "https://app.example"
OTHERS = (
    "https://evil.example",
    "https://app.example.evil.example",
    "http://app.example",
    f"{APP}:444",
    "null",
)
LOCAL = ("http://localhost:3000", "http://127.0.0.1:5173", "https://app.localhost", "http://[::1]:8080")
NOT_LOCAL = (
    "http://localhost.evil.example",
    "http://evil.example/localhost",
    "http://127.0.0.1.evil.example:80",
)
DESCRIPTION = Path(__file__).parents[2] / "docs" / "openapi.yaml"


@pytest.fixture
def production(settings: Any) -> None:
    settings.CORS_ALLOW_ALL_ORIGINS = False
    settings.CORS_ALLOWED_ORIGINS = [APP]
    settings.CORS_ALLOWED_ORIGIN_REGEXES = []


def asked(client: Client, origin: str, **headers: str) -> dict[str, str]:
    """Return what a browser learns before it sends a request from a page of this origin."""
    wanted = {"origin": origin, "access-control-request-method": "POST", **headers}
    return _of_browsers(client.options(ROOT, headers=wanted))


def answered(client: Client, origin: str, path: str = "/api/v1/nothing") -> dict[str, str]:
    """Return what a browser learns from an answer."""
    return _of_browsers(client.get(path, headers={"origin": origin}))


def _of_browsers(response: Any) -> dict[str, str]:
    return {
        name.lower().removeprefix("access-control-"): value
        for name, value in response.items()
        if name.lower().startswith(("access-control-", "vary"))
    }


def is_let_in(headers: dict[str, str], origin: str) -> bool:
    """Tell whether a browser would give a page the answer to what it sent with cookies."""
    return headers.get("allow-origin") == origin and headers.get("allow-credentials") == "true"


@pytest.mark.usefixtures("production")
class TestInProduction:
    def test_an_origin_that_is_named_sends_cookies_and_keys_and_reads_the_headers(
        self, client: Client
    ) -> None:
        before, after = asked(client, APP), answered(client, APP)
        assert is_let_in(before, APP) and is_let_in(after, APP)
        sent = {each.strip() for each in before["allow-headers"].split(",")}
        assert {"authorization", "content-type", "idempotency-key", "if-match", "x-service-key"} <= sent
        read = {each.strip() for each in after["expose-headers"].split(",")}
        assert {"X-Total-Count", "Link", "RateLimit", "Retry-After", "ETag", "Location"} <= read
        assert {"Idempotency-Replayed", "Content-Disposition", "X-Request-ID"} <= read
        assert "origin" in after["vary"].lower()
        assert "*" not in "".join([*before.values(), *after.values()])

    @pytest.mark.parametrize("origin", [*OTHERS, *LOCAL])
    def test_no_other_origin_is_let_in(self, client: Client, origin: str) -> None:
        for headers in (asked(client, origin), answered(client, origin)):
            assert set(headers) <= {"vary"}


class TestInDevelopment:
    @pytest.mark.parametrize("origin", LOCAL)
    def test_a_front_end_of_this_machine_is_let_in(self, client: Client, origin: str) -> None:
        assert is_let_in(asked(client, origin), origin) and is_let_in(answered(client, origin), origin)

    def test_one_that_is_named_is_let_in(self, client: Client, settings: Any) -> None:
        settings.CORS_ALLOWED_ORIGINS = [APP]
        assert is_let_in(answered(client, APP), APP)

    @pytest.mark.parametrize("origin", [*OTHERS, *NOT_LOCAL])
    def test_any_other_may_call_and_sends_no_cookies(self, client: Client, origin: str) -> None:
        for headers in (asked(client, origin), answered(client, origin)):
            assert headers["allow-origin"] == "*"
            assert "allow-credentials" not in headers


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/admin/login/"])
def test_no_page_is_for_scripts_of_others(client: Client, path: str) -> None:
    assert set(_of_browsers(client.options(path, headers={"origin": LOCAL[0]}))) <= {"vary"}


# What no browser sends.
OF_SERVERS = {"stripe-signature"}


def test_whatever_header_is_described_may_be_sent_and_read() -> None:
    operations = [
        operation
        for operations in read_yaml(DESCRIPTION.read_text())["paths"].values()
        for operation in operations.values()
    ]
    sent = {
        parameter["name"].lower()
        for operation in operations
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "header"
    }
    read = {
        name
        for operation in operations
        for answer in operation["responses"].values()
        for name in answer.get("headers", ())
    }
    assert {HEADER.lower(), "if-match"} <= sent and {REPLAYED, "ETag"} <= read
    assert sent - set(SENT) == OF_SERVERS
    assert read - set(READ) == set()
