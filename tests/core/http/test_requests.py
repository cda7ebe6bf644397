"""Every request has an id, and a line in the log that tells nobody's secrets."""

import json
import re
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import include, path
from structlog.contextvars import get_contextvars

from tests.core.conftest import Logged
from trellis.core.http.requests import new_error_id

SECRET = "jane@example.com"


def echo(request: HttpRequest) -> HttpResponse:
    return JsonResponse(get_contextvars(), status=int(request.GET.get("status", "200")))


urlpatterns = [
    path("echo/<path:rest>", lambda request, rest: echo(request)),
    path("", include("trellis.config.urls")),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def lines_of_requests(logged: Logged) -> list[dict[str, Any]]:
    return [line for line in logged() if line["event"] == "request"]


@pytest.mark.parametrize(
    "given", ["abcdefgh", "0" * 64, "7f9c-1.2_A", "550e8400-e29b-41d4-a716-446655440000"]
)
def test_a_well_formed_id_is_kept_from_the_first_hop_to_the_log(
    client: Client, logged: Logged, given: str
) -> None:
    response = client.get("/echo/x", headers={"X-Request-ID": given})
    assert response.headers["X-Request-ID"] == given
    assert response.json() == {"request_id": given}
    assert [line["request_id"] for line in lines_of_requests(logged)] == [given]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "short12",
        "0" * 65,
        "0" * 100_000,
        "has space in",
        "abcdefgh\r\nSet-Cookie: a=b",
        "abcdefgh\n",
        "abcdefgh\x00",
        "<script>alert</script>",
        "äöüäöüäöü",
        "abc/../../def",
    ],
)
def test_an_id_that_is_none_is_replaced(client: Client, logged: Logged, given: str) -> None:
    response = client.get("/echo/x", headers={"X-Request-ID": given})
    ours = response.headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", ours)
    assert [line["request_id"] for line in lines_of_requests(logged)] == [ours]


def test_each_request_gets_an_id_of_its_own_and_leaves_nothing_bound(client: Client) -> None:
    ids = {client.get("/echo/x").headers["X-Request-ID"] for _ in range(5)}
    assert len(ids) == 5
    assert get_contextvars() == {}


@pytest.mark.parametrize(
    ("method", "status"), [("get", 200), ("post", 201), ("delete", 404), ("put", 409), ("get", 503)]
)
def test_the_line_tells_method_path_and_status(
    client: Client, logged: Logged, method: str, status: int
) -> None:
    getattr(client, method)(f"/echo/ä b?status={status}")
    (line,) = lines_of_requests(logged)
    assert (line["method"], line["path"], line["status"]) == (method.upper(), "/echo/ä b", status)
    assert line["ms"] >= 0
    assert set(line) == {
        "event",
        "level",
        "logger",
        "method",
        "ms",
        "path",
        "request_id",
        "status",
        "timestamp",
        "user",
    }


def test_the_line_tells_nothing_that_opens_an_account_or_names_anybody(
    client: Client, logged: Logged
) -> None:
    client.cookies["sessionid"] = "cookie-secret"
    client.post(
        f"/echo/x?token=query-secret&email={SECRET}",
        {"email": SECRET, "password": "body-secret"},
        content_type="application/json",
        headers={
            "Authorization": "Bearer header-secret",
            "X-Service-Key": "service-secret",
            "Referer": f"http://testserver/?{SECRET}",
            "User-Agent": SECRET,
        },
    )
    (line,) = lines_of_requests(logged)
    assert not re.search(r"secret|jane|Bearer|\?", json.dumps(line))


def test_a_failed_sign_in_tells_nobody_in_the_log(client: Client, logged: Logged) -> None:
    client.post(
        "/api/v1/auth/login",
        {"email": SECRET, "password": "body-secret"},
        content_type="application/json",
    )
    assert lines_of_requests(logged)
    assert not re.search(r"body-secret|jane", json.dumps(logged()))


def test_probes_and_static_files_are_not_logged(client: Client, logged: Logged) -> None:
    for address in ("/healthz", "/readyz", "/static/web/page.css"):
        response = client.get(address)
        assert response.headers["X-Request-ID"]
        response.close()
    assert lines_of_requests(logged) == []


def test_ids_of_errors_are_twelve_hexadecimal_digits_and_differ() -> None:
    ids = {new_error_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch("[0-9a-f]{12}", each) for each in ids)
