"""Schemathesis against the served description of the Talent Engine door: random requests, in process.

What is asked is on the whole nonsense; the answer is one that the description has: its status, its type,
its form, and never a fault of ours. `make fuzz` runs longer.
"""

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis import checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi_checks

from tests.apis.talent_engine.tenant_rows import Rows, rows_of
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token

# Of each operation: with addresses made up, and with those of rows that are there.
EXAMPLES = int(os.environ.get("TRELLIS_FUZZ_EXAMPLES", "2"))
SCHEMA = "/api/schema/talent-engine/"
CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]
# The pieces of a recording are bytes like any others.
schemathesis.serializer.alias(["video/webm", "video/mp4"], "application/octet-stream")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Requests end without closing the connection, and with it the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def rows(world: None, kept_connection: None) -> Rows:
    """The demo world, and one row of each kind of AppBrew."""
    return rows_of("mahummed")


@pytest.mark.soak
@pytest.mark.parametrize(
    ("username", "examples"), [("mahummed", EXAMPLES), (None, -(-EXAMPLES // 2))], ids=["owner", "anonymous"]
)
def test_nothing_that_is_sent_surprises(rows: Rows, username: str | None, examples: int) -> None:
    headers = {}
    if username:
        token = access_token(user=User.objects.get(username=username), now=timezone.now())
        headers = {"Authorization": f"Bearer {token}"}
    wrong = [fault for operation in _operations() for fault in _faults(operation, rows, headers, examples)]
    assert not wrong, "\n\n".join(wrong)


def _operations() -> Iterator[Any]:
    django = get_wsgi_application()

    def read_whole(environ: Any, start_response: Any) -> list[bytes]:
        """Close what is answered, as servers do: Schemathesis would leave files of exports open."""
        body = django(environ, start_response)
        try:
            return [b"".join(body)]
        finally:
            body.close()

    for result in schemathesis.openapi.from_wsgi(SCHEMA, read_whole).get_all_operations():
        yield result.ok()


def _faults(operation: Any, rows: Rows, headers: dict[str, str], examples: int) -> list[str]:
    """Return what was wrong with the first request to this operation that went wrong, made small."""

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )
    @given(case=_cases(operation, rows))
    def fuzz(case: Any) -> None:
        # What a request has changed is undone: each meets the same world.
        with transaction.atomic():
            try:
                case.call_and_validate(checks=CHECKS, headers=headers)
            finally:
                transaction.set_rollback(True)

    try:
        fuzz()
    except (Failure, FailureGroup) as failure:
        faults = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
        return [f"{operation.label}: {fault}" for fault in faults]
    return []


def _cases(operation: Any, rows: Rows) -> strategies.SearchStrategy[Any]:
    """Return requests that fit the description and such that do not, half of them to rows that there are."""
    cases = [operation.as_strategy(generation_mode=mode) for mode in MODES if _can_be(operation, mode)]
    known = _known_address(operation, rows)
    if known:
        cases += [
            operation.as_strategy(generation_mode=mode, path_parameters=known)
            for mode in MODES
            if _can_be(operation, mode) and (mode is GenerationMode.POSITIVE or _has_more(operation))
        ]
    return strategies.one_of(cases)


def _can_be(operation: Any, mode: GenerationMode) -> bool:
    """Tell whether there is anything to get wrong."""
    return mode is GenerationMode.POSITIVE or _has_more(operation) or "{" in operation.path


def _has_more(operation: Any) -> bool:
    return bool(operation.body) or bool(operation.query)


def _known_address(operation: Any, rows: Rows) -> dict[str, Any]:
    route = operation.path.removeprefix("/api/talent-engine/")
    group = "public" if route.startswith("requisitions/public/") else route.split("/")[0]
    names = [parameter.name for parameter in operation.path_parameters]
    return {name: str(rows[f"{group}.{name}"]) for name in names if f"{group}.{name}" in rows}
