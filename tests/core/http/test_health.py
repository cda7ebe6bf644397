"""A load balancer is told the truth, and never by an error."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.crowd import at_once
from trellis.core.http import health

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = pytest.mark.parametrize("address", ["/healthz", "/readyz"])


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:
    """A process that has not looked at the migrations yet, and an empty queue."""
    monkeypatch.setattr(health, "_migrations_seen_applied", False)


def sql(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def a_worker(*, silent_for: int) -> None:
    sql(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
        silent_for,
    )


def a_job(*, waiting_for: int) -> None:
    sql("INSERT INTO procrastinate_jobs (task_name, queue_name) VALUES ('x', 'default')")
    sql("UPDATE procrastinate_events SET at = now() - make_interval(secs => %s)", waiting_for)


@pytest.fixture
def without_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The server's address leads nowhere; `undo()` brings it back."""
    with socket.socket() as taken:
        # Bound and not listening: whoever connects is refused, and nobody else can take the port.
        taken.bind(("127.0.0.1", 0))
        connection.close()
        with pytest.MonkeyPatch.context() as away:
            away.setitem(connection.settings_dict, "HOST", "127.0.0.1")
            away.setitem(connection.settings_dict, "PORT", str(taken.getsockname()[1]))
            yield away
    connection.close()


def test_a_process_that_reaches_its_database_is_alive(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "checks": {"database": "ok"}})


def test_with_a_living_worker_it_is_ready_and_well(client: Client) -> None:
    a_worker(silent_for=1)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {
            "database": "ok",
            "migrations": "ok",
            "queue": {"status": "ok", "workers": 1, "waiting": 0, "oldest_seconds": 0},
        },
    }


@pytest.mark.parametrize(
    ("silent_for", "waiting_for", "status"),
    [(1, 200, "ok"), (1, 320, "degraded"), (40, 0, "degraded"), (25, 0, "ok")],
)
def test_a_queue_that_fares_badly_is_told_and_takes_nobody_out_of_service(
    client: Client, silent_for: int, waiting_for: int, status: str
) -> None:
    a_worker(silent_for=silent_for)
    a_job(waiting_for=waiting_for)
    response = client.get("/readyz")
    queue = response.json()["checks"]["queue"]
    assert (response.status_code, response.json()["status"], queue["status"]) == (200, "ok", status)
    assert queue["waiting"] == 1
    assert waiting_for <= queue["oldest_seconds"] < waiting_for + 60


def test_without_any_worker_it_is_ready_and_says_so(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"]["queue"]["status"] == "degraded"


@BOTH
def test_without_its_database_it_is_a_503_and_well_again_afterwards(
    client: Client, without_database: pytest.MonkeyPatch, address: str
) -> None:
    for _ in range(2):
        response = client.get(address)
        assert response.status_code == 503
        assert response.json() == {"status": "unavailable", "checks": {"database": "unreachable"}}
    without_database.undo()
    assert client.get(address).status_code == 200


@BOTH
def test_a_connection_that_was_lost_is_told_once_and_replaced(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
    pid = connection.connection.info.backend_pid
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert [client.get(address).status_code for _ in range(3)] == [503, 200, 200]


def test_a_database_that_has_not_every_migration_is_not_ready_but_alive(client: Client) -> None:
    row = MigrationRecorder.Migration.objects.filter(app="core").latest("name")
    row.delete()
    try:
        assert client.get("/healthz").status_code == 200
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response.json() == {
            "status": "unavailable",
            "checks": {"database": "ok", "migrations": "missing"},
        }
    finally:
        row.save(force_insert=True)
    assert client.get("/readyz").status_code == 200


def test_once_ready_it_reads_the_migrations_no_more(client: Client, django_assert_num_queries: Any) -> None:
    client.get("/readyz")
    with django_assert_num_queries(2):
        client.get("/readyz")


@BOTH
@pytest.mark.parametrize("method", ["get", "head"])
def test_no_cache_keeps_the_answer_and_nobody_needs_to_sign_in(
    client: Client, address: str, method: str
) -> None:
    response = getattr(client, method)(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert "no-store" in response["Cache-Control"]


def test_many_probes_at_once_are_all_answered() -> None:
    assert at_once(8, lambda _: Client().get("/readyz").status_code) == [200] * 8


@BOTH
def test_a_probe_is_answered_under_whatever_name_it_calls(
    client: Client, settings: LazySettings, address: str
) -> None:
    settings.ALLOWED_HOSTS = ["trellis.example"]
    assert client.get(address, headers={"host": "10.0.0.1:8000"}).status_code == 200
    assert client.get("/api/docs/", headers={"host": "10.0.0.1:8000"}).status_code == 400
