"""A client learns what it may know of a failure, and the log has the rest under the same id."""

import errno
import json
import os
import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from tests.core.conftest import Logged
from tests.core.rendering.toy.models import Book, Publisher
from trellis.apis.soosh.base import SooshView
from trellis.core.http.errors import as_api_exception
from trellis.core.http.views import ApiView
from trellis.core.models import ThrottleCounter

SECRET = "jane@example.com"


def divide() -> None:
    secret_variable = SECRET
    raise ZeroDivisionError(f"no {len(secret_variable)}")


def repeat_a_key() -> None:
    for _ in range(2):
        ThrottleCounter.objects.create(key=SECRET, hits=1, started_at=timezone.now())


def take_a_held_lock() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        Publisher.objects.select_for_update().get()


def take_too_long() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '100ms'")
        cursor.execute("SELECT pg_sleep(60)")


def lose_the_connection() -> None:
    pid = connection.connection.info.backend_pid
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    Publisher.objects.count()


def refer_to_what_is_gone() -> None:
    with transaction.atomic():
        book = {"title": "x", "price": 1, "written_at": timezone.now()}
        Book.objects.create(author_id=2**40, **book)


def fail_with(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION '{SECRET}' USING ERRCODE = '{code}'; END $$")


def fill_the_disk_of_the_database() -> None:
    fail_with("53100")


def take_its_last_connection() -> None:
    fail_with("53300")


def write_where_one_may_only_read() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        ThrottleCounter.objects.create(key=SECRET, hits=1, started_at=timezone.now())


def fill_the_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device", f"/srv/{SECRET}")


def read_a_file_that_is_gone() -> None:
    raise FileNotFoundError(errno.ENOENT, "No such file or directory", f"/srv/{SECRET}")


def deny() -> None:
    raise PermissionDenied(SECRET)


def miss() -> None:
    raise Http404(SECRET)


def suspect() -> None:
    raise SuspiciousOperation(SECRET)


_DEEDS = {
    deed.__name__: deed
    for deed in (
        divide,
        repeat_a_key,
        take_a_held_lock,
        take_too_long,
        lose_the_connection,
        refer_to_what_is_gone,
        fill_the_disk_of_the_database,
        take_its_last_connection,
        write_where_one_may_only_read,
        fill_the_disk,
        read_a_file_that_is_gone,
        deny,
        miss,
        suspect,
    )
}


def plain(request: HttpRequest, deed: str) -> HttpResponse:
    _DEEDS[deed]()
    return HttpResponse("done")


class InDrf(ApiView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request, deed: str) -> Response:
        _DEEDS[deed]()
        return Response("done")


class InSoosh(SooshView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request, deed: str) -> Response:
        _DEEDS[deed]()
        return Response("done")


urlpatterns = [
    path("mentor/in-drf/<deed>", InDrf.as_view()),
    path("mentor/plain/<deed>", plain),
    path("api/v1/in-soosh/<deed>", InSoosh.as_view()),
    path("page/<deed>", plain),
    path("", include("trellis.config.urls")),
]
handler400 = "trellis.config.errors.bad_request"
handler403 = "trellis.config.errors.forbidden"
handler404 = "trellis.config.errors.not_found"
handler500 = "trellis.config.errors.server_error"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]
IN_DRF, IN_SOOSH = "/mentor/in-drf/", "/api/v1/in-soosh/"


@pytest.fixture
def client() -> Client:
    """What a server does: it answers where the test client would raise."""
    return Client(raise_request_exception=False)


@pytest.fixture
def held_lock() -> Iterator[None]:
    """The row of the one publisher is held by somebody else."""
    house = Publisher.objects.create(name="House")
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute("SELECT 1 FROM toy_publisher WHERE id = %s FOR UPDATE", [house.pk])
        yield
        other.rollback()


def unexpected(logged: Logged) -> list[dict[str, Any]]:
    return [line for line in logged() if line["event"] == "unexpected error"]


def error_id_in(response: Any) -> str:
    body = response.json()
    found = body["error_id"] if "error_id" in body else body["details"]["error_id"]
    assert re.fullmatch("[0-9a-f]{12}", found)
    return str(found)


@pytest.mark.parametrize("prefix", [IN_DRF, "/mentor/plain/", IN_SOOSH])
@pytest.mark.parametrize("deed", ["divide", "repeat_a_key"])
def test_an_unforeseen_failure_is_a_json_500_whose_id_leads_to_one_traceback_in_the_log(
    client: Client, logged: Logged, prefix: str, deed: str
) -> None:
    response = client.get(prefix + deed)
    assert (response.status_code, response["Content-Type"]) == (500, "application/json")
    assert SECRET not in response.content.decode()
    assert "Traceback" not in response.content.decode()
    (line,) = unexpected(logged)
    assert line["error_id"] == error_id_in(response)
    assert line["request_id"] == response["X-Request-ID"]
    assert line["level"] == "error"
    assert f"in {deed}" in line["exception"]
    assert ("ZeroDivisionError" if deed == "divide" else "duplicate key value") in line["exception"]
    assert SECRET not in json.dumps(logged())
    assert [each["status"] for each in logged() if each["event"] == "request"] == [500]


def test_its_body_says_no_more_than_that(client: Client) -> None:
    in_drf, in_plain = client.get(f"{IN_DRF}divide"), client.get("/mentor/plain/divide")
    assert in_drf.json() == {"detail": "Internal server error.", "error_id": error_id_in(in_drf)}
    assert in_plain.json() == {"detail": "Internal server error.", "error_id": error_id_in(in_plain)}
    in_soosh = client.get(f"{IN_SOOSH}divide")
    assert in_soosh.json() == {
        "error": "INTERNAL_SERVER_ERROR",
        "message": "Internal server error.",
        "details": {"error_id": error_id_in(in_soosh)},
    }


@pytest.mark.parametrize("deed", ["divide", "repeat_a_key"])
def test_people_get_a_page_with_the_id_and_without_a_traceback(
    client: Client, logged: Logged, deed: str
) -> None:
    response = client.get(f"/page/{deed}")
    assert response.status_code == 500
    assert response["Content-Type"].startswith("text/html")
    assert "web/frame/error.html" in [template.name for template in response.templates]
    page = response.content.decode()
    (line,) = unexpected(logged)
    assert line["error_id"] in page
    assert f"in {deed}" in line["exception"]
    for inside in ("Traceback", "ZeroDivisionError", "secret_variable", "psycopg", SECRET, "test_errors"):
        assert inside not in page
    assert SECRET not in json.dumps(logged())


def test_a_program_that_asks_a_page_for_json_gets_json(client: Client) -> None:
    response = client.get("/page/divide", headers={"Accept": "application/json"})
    assert error_id_in(response)


@pytest.mark.usefixtures("held_lock")
@pytest.mark.parametrize("prefix", [IN_DRF, IN_SOOSH])
def test_waiting_too_long_for_a_lock_is_a_503_to_try_again(
    client: Client, logged: Logged, prefix: str
) -> None:
    response = client.get(f"{prefix}take_a_held_lock")
    assert (response.status_code, response["Retry-After"]) == (503, "1")
    assert "busy" in response.content.decode()
    assert unexpected(logged) == []
    (line,) = [line for line in logged() if line["event"] == "database unavailable"]
    assert line["error"] == "LockNotAvailable"


@pytest.mark.parametrize("prefix", [IN_DRF, IN_SOOSH, "/mentor/plain/", "/page/"])
@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("fill_the_disk_of_the_database", "DiskFull"),
        ("take_its_last_connection", "TooManyConnections"),
        ("write_where_one_may_only_read", "ReadOnlySqlTransaction"),
        ("fill_the_disk", "ENOSPC"),
    ],
)
def test_what_is_full_or_closed_for_writing_is_a_503_in_the_shape_of_who_asked(
    client: Client, logged: Logged, prefix: str, deed: str, told: str
) -> None:
    response = client.get(f"{prefix}{deed}")
    assert (response.status_code, response["Retry-After"]) == (503, "1")
    kind = "text/html" if prefix == "/page/" else "application/json"
    assert response["Content-Type"].startswith(kind)
    assert SECRET not in response.content.decode() + json.dumps(logged())
    assert unexpected(logged) == []
    assert [line["error"] for line in logged() if line["event"].endswith(" unavailable")] == [told]


def test_a_file_that_is_missing_is_a_fault_of_ours(client: Client) -> None:
    assert client.get(f"{IN_DRF}read_a_file_that_is_gone").status_code == 500


def test_the_same_request_succeeds_once_the_lock_is_free(client: Client) -> None:
    Publisher.objects.create(name="House")
    assert client.get(f"{IN_DRF}take_a_held_lock").json() == "done"


def test_a_statement_that_takes_too_long_is_a_503(client: Client) -> None:
    response = client.get(f"{IN_DRF}take_too_long")
    assert (response.status_code, response["Retry-After"]) == (503, "1")


def test_a_connection_lost_meanwhile_is_a_503_and_the_next_request_is_served(client: Client) -> None:
    connection.ensure_connection()
    response = client.get(f"{IN_DRF}lose_the_connection")
    assert (response.status_code, response["Retry-After"]) == (503, "1")
    # Django does so as a request begins; its test client leaves that out.
    connection.close_if_unusable_or_obsolete()
    Publisher.objects.create(name="House")
    assert client.get(f"{IN_DRF}take_a_held_lock").status_code == 200


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        (IN_DRF, {"detail": "Something that this refers to no longer exists."}),
        (
            IN_SOOSH,
            {
                "error": "CONFLICT",
                "message": "Something that this refers to no longer exists.",
                "details": {},
            },
        ),
    ],
)
def test_what_refers_to_something_that_was_deleted_is_a_409(
    client: Client, logged: Logged, prefix: str, said: dict[str, Any]
) -> None:
    response = client.get(f"{prefix}refer_to_what_is_gone")
    assert (response.status_code, response.json()) == (409, said)
    assert unexpected(logged) == []


@pytest.mark.parametrize(("deed", "status"), [("deny", 403), ("miss", 404), ("suspect", 400)])
@pytest.mark.parametrize("prefix", [IN_DRF, "/mentor/plain/", IN_SOOSH, "/page/"])
def test_what_djangos_own_refusals_say_is_not_repeated(
    client: Client, logged: Logged, prefix: str, deed: str, status: int
) -> None:
    response = client.get(prefix + deed)
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html" if prefix == "/page/" else "application/json")
    assert SECRET not in response.content.decode()
    assert unexpected(logged) == []


@pytest.mark.parametrize(
    ("raised", "status"),
    [
        (exceptions.Throttled(wait=7), 429),
        (exceptions.ValidationError({"name": ["Bad."]}), 400),
        (Http404(), 404),
        (PermissionDenied(), 403),
        (RequestDataTooBig(), 413),
        (SuspiciousOperation(), 400),
        (InterfaceError("connection already closed"), 503),
        (KeyError("x"), 500),
        (MemoryError(), 500),
        (RecursionError(), 500),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_each_failure_has_its_status(raised: Exception, status: int) -> None:
    known = as_api_exception(raised)
    assert known.status_code == status
    assert (known is raised) == isinstance(raised, exceptions.APIException)


def test_a_body_that_is_larger_than_django_reads_is_a_413(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    body = json.dumps({"email": "x" * 200})
    response = client.post("/api/v1/auth/login", body, content_type="application/json")
    assert (response.status_code, response.json()["error"]) == (413, "PAYLOAD_TOO_LARGE")
