"""The committed OpenAPI description is what is served, and every route is in it or known to be none."""

import contextlib
import functools
import io
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from tests.reading_yaml import read_yaml
from trellis.config.errors import api_not_found
from trellis.config.management.commands.write_docs import render_schema
from trellis.core.http.views import NothingHere

# The description is made once.
pytestmark = pytest.mark.xdist_group("contract")
SNAPSHOT = Path(__file__).parents[2] / "docs" / "openapi.yaml"
# Pages, and what is for machines that run us rather than for API clients.
NOT_IN_A_CONTRACT = ("admin/", "api/docs/", "api/schema/", "healthz", "readyz", "dev/outbox/")
PAGES_UNDER = (
    *("community/", "meet/", "calendar/", "guardians/", "jobs/", "my-data/", "notifications/", "p/", "pay/"),
    *("verify/", ".well-known/"),
)
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
PAGES = (
    *("", "verify-email/", "reset-password/", "keep-account/", "join/", "tenants/"),
    *("sign-in/", "sign-out/"),
)
FILES = ("llms.txt", "media/<path:name>", "favicon.ico", "push-worker.js", "robots.txt")


def _routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            found += _routes(pattern.url_patterns, route)
        elif not _is_net(pattern):
            found.append(route)
    return found


def _is_net(pattern: URLPattern) -> bool:
    """Return whether this answers 404 to whatever no route knows."""
    view = pattern.callback
    return view is api_not_found or issubclass(getattr(view, "cls", object), NothingHere)


def test_the_snapshot_is_what_the_code_describes() -> None:
    assert SNAPSHOT.read_bytes() == _described()[0], "make docs, and tell it in docs/contract-changes.md"


def test_every_route_stands_in_the_description() -> None:
    described = {path.lstrip("/") for path in _paths()}
    for route in _routes(get_resolver().url_patterns):
        if route.startswith((*NOT_IN_A_CONTRACT, *PAGES_UNDER)) or route in (*PAGES, *FILES):
            continue
        assert _CONVERTER.sub(r"{\1}", route) in described, f"{route} is in no contract"


def test_every_operation_says_what_it_answers() -> None:
    for path, operations in _paths().items():
        for method, operation in operations.items():
            assert any(status.startswith("2") for status in operation["responses"]), (path, method)


def test_describing_raises_no_doubts() -> None:
    """drf-spectacular says on stderr what it could only guess: names that collide, types it does not see."""
    assert _described()[1] == ""


@pytest.mark.django_db
def test_schema_and_swagger_are_served_from_here() -> None:
    api = APIClient()
    assert api.get("/api/schema/").status_code == 200
    page = api.get("/api/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "cdn" not in text
    assert "/static/drf_spectacular_sidecar/" in text


@functools.cache
def _described() -> tuple[bytes, str]:
    """Return the description, and what was said on stderr meanwhile."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        return render_schema(), said.getvalue()


@functools.cache
def _paths() -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    paths: dict[str, dict[str, dict[str, dict[str, object]]]] = read_yaml(_described()[0])["paths"]
    return paths
