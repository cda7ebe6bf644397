"""Liveness and readiness, for supervisors and load balancers."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from trellis.core.tasks import queue_health

_OLDEST_FINE = 300  # seconds that a job may wait before the queue counts as slow
_migrations_seen_applied = False


class HealthMiddleware:
    """Answers the probes before anything asks for the site's name: they call one process by its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._probes = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self._probes.get(request.path, self.get_response)(request)


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while this process serves and reaches its database, 503 otherwise."""
    problem = _database_problem()
    return _answer({"database": problem or "ok"}, is_well=problem is None)


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 once requests can be served: database, migrations and the queue's tables.

    Missing workers, a slow queue and a Redis that is away are told but do not take this process out of
    service: pages and APIs work meanwhile, and tasks wait.
    """
    problem = _database_problem()
    if problem:
        return _answer({"database": problem}, is_well=False)
    if not _migrations_applied():
        return _answer({"database": "ok", "migrations": "missing"}, is_well=False)
    try:
        queue = queue_health()
    except (DatabaseError, InterfaceError):
        # It went away between two questions.
        return _answer({"database": _database_problem() or "unreachable"}, is_well=False)
    is_slow = queue["workers"] == 0 or queue["oldest_seconds"] > _OLDEST_FINE
    checks = {
        "database": "ok",
        "migrations": "ok",
        "queue": {"status": "degraded" if is_slow else "ok", **queue},
        **_redis(),
    }
    return _answer(checks, is_well=True)


def _answer(checks: dict[str, Any], *, is_well: bool) -> JsonResponse:
    body = {"status": "ok" if is_well else "unavailable", "checks": checks}
    return JsonResponse(body, status=200 if is_well else 503)


def _database_problem() -> str | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        # The next request must not meet the same dead connection.
        connection.close()
        return "unreachable"
    return None


def _redis() -> dict[str, str]:
    """Return how Redis fares, where there is to be one."""
    if not settings.REDIS_URL:
        return {}
    from trellis.core.redis.connecting import FAILURES, client

    try:
        client().ping()
    except FAILURES:
        return {"redis": "unreachable"}
    return {"redis": "ok"}


def _migrations_applied() -> bool:
    """Return whether nothing is left to migrate; once true it stays so for this process's code."""
    global _migrations_seen_applied
    if not _migrations_seen_applied:
        executor = MigrationExecutor(connection)
        _migrations_seen_applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrations_seen_applied
