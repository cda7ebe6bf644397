"""Schemathesis against the served description of every door: random requests, in process.

What is asked is on the whole nonsense; the answer is one that the description has: its status, its type,
its form, and never a fault of ours. `make fuzz` runs longer, and says how many requests went how wrong.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis import checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi_checks

from tests.apis.casts import Cast
from tests.apis.conftest import client_of
from trellis.config.doors import ROUTED, Door
from trellis.domain.assistant.services import hearing
from trellis.domain.catalog.models import Phrase
from trellis.domain.catalog.services import finding, recommending
from trellis.domain.catalog.services.planting import explain
from trellis.domain.payments.services import attempts
from trellis.intelligence.embeddings import DIMENSIONS, client

# To each operation, by whoever is in the door's cast: to made-up addresses, and those of rows that are there.
EXAMPLES = int(os.environ.get("TRELLIS_FUZZ_EXAMPLES", "2"))

# What a door does not do yet says so, in a sentence.
_NOT_YET = "not available yet"


def no_fault_of_ours(ctx: Any, response: Any, case: Any) -> bool | None:
    """Fail where the server could not answer, but for what it says that it cannot answer yet."""
    if response.status_code == 503 and _NOT_YET in response.text:
        return None
    return checks.not_a_server_error(ctx, response, case)


CHECKS = [
    no_fault_of_ours,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]
# The pieces of a recording are bytes like any others.
schemathesis.serializer.alias(["video/webm", "video/mp4"], "application/octet-stream")
# Who sends is no browser, and reads nothing that is compressed.
_PLAIN = {"Accept-Encoding": "identity"}
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
def models_answer(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever SOOSH asks is embedded as the name of a subcategory is, and heard as a few words.

    All that another door asks means the same.
    """
    if door.key != "soosh":
        monkeypatch.setattr(client, "outside_of_transactions", lambda: None)
        monkeypatch.setattr(client, "_asked", lambda texts: [[1.0, *[0.0] * (DIMENSIONS - 1)] for _ in texts])
        return
    explain()
    vector = Phrase.objects.filter(is_whole=False).order_by("pk").values_list("vector", flat=True)[0]
    for asks in (finding, recommending):
        monkeypatch.setattr(asks, "embed", lambda texts: [vector for _ in texts])
    monkeypatch.setattr(hearing, "transcribe", lambda **_: "I like pottery")
    monkeypatch.setattr(hearing, "voice_of", lambda **_: b"RIFF")


@pytest.fixture
def sandbox_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox answers within the transaction that undoes each request."""
    monkeypatch.setattr(attempts, "outside_of_transactions", lambda: None)


@pytest.mark.soak
@pytest.mark.usefixtures("world", "kept_connection", "models_answer", "sandbox_answers", "push")
@pytest.mark.parametrize("door", ROUTED, ids=lambda door: door.key)
def test_nothing_that_is_sent_surprises(door: Door) -> None:
    cast = import_module(f"tests.apis.{door.package}.cast").cast(client_of)
    told: Counter[str] = Counter()
    wrong = [fault for operation in _operations(door) for fault in _faults(operation, cast, told)]
    sys.stdout.write(f"{door.name}: {told.total()} requests, by status {dict(sorted(told.items()))}\n")
    assert not wrong, "\n\n".join(wrong)


def _operations(door: Door) -> Iterator[Any]:
    django = get_wsgi_application()

    def read_whole(environ: Any, start_response: Any) -> list[bytes]:
        """Close what is answered, as servers do: Schemathesis would leave files of exports open."""
        body = django(environ, start_response)
        try:
            return [b"".join(body)]
        finally:
            body.close()

    for result in schemathesis.openapi.from_wsgi(f"/api/schema/{door.key}/", read_whole).get_all_operations():
        yield result.ok()


def _faults(operation: Any, cast: Cast, told: Counter[str]) -> list[str]:
    """Return what was wrong with the first request to this operation that went wrong, made small.

    `told` counts the answers by their status.
    """

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )
    @given(case=_cases(operation, cast), caller=strategies.sampled_from(list(cast.clients)))
    def fuzz(case: Any, caller: str) -> None:
        # What a request has changed is undone: each meets the same world.
        with transaction.atomic():
            try:
                response = case.call(headers={**_PLAIN, **_token_of(cast, caller)})
                told[str(response.status_code)] += 1
                case.validate_response(response, checks=CHECKS)
            finally:
                transaction.set_rollback(True)

    try:
        fuzz()
    except (Failure, FailureGroup) as failure:
        faults = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
        return [f"{operation.label}: {fault}" for fault in faults]
    return []


def _token_of(cast: Cast, caller: str) -> dict[str, str]:
    token = cast.clients[caller]._credentials.get("HTTP_AUTHORIZATION")
    return {"Authorization": token} if token else {}


def _cases(operation: Any, cast: Cast) -> strategies.SearchStrategy[Any]:
    """Return requests that fit the description and such that do not, half of them to rows that there are."""
    cases = [operation.as_strategy(generation_mode=mode) for mode in MODES if _can_be(operation, mode)]
    known = _known(operation, cast)
    if any(known.values()):
        cases += [
            operation.as_strategy(generation_mode=mode).map(lambda case: _to_known(case, known))
            for mode in MODES
            if mode is GenerationMode.POSITIVE or _has_more(operation)
        ]
    return strategies.one_of(cases)


def _can_be(operation: Any, mode: GenerationMode) -> bool:
    """Tell whether there is anything to get wrong."""
    return mode is GenerationMode.POSITIVE or _has_more(operation) or "{" in operation.path


def _has_more(operation: Any) -> bool:
    return bool(operation.body) or bool(operation.query)


def _to_known(case: Any, known: dict[str, Any]) -> Any:
    """Have the request name rows that there are, in its address, its query and its body."""
    case.path_parameters = {**(case.path_parameters or {}), **known["path"]}
    if isinstance(case.query, dict):
        case.query = {**case.query, **known["query"]}
    if isinstance(case.body, dict):
        case.body = {**case.body, **{name: key for name, key in known["body"].items() if name in case.body}}
    return case


def _known(operation: Any, cast: Cast) -> dict[str, dict[str, Any]]:
    """Return what names rows of the cast, by the part of a request: as the cast itself would call."""
    route = operation.path.removeprefix(cast.matrix.prefix)
    key = f"{operation.method.upper()} {route.replace('{', '<').replace('}', '>')}"
    names = [parameter.name for parameter in operation.path_parameters]
    found = {name: cast.row(route, name) for name in names}
    body = cast.bodies[key](cast.rows) if key in cast.bodies else None
    named = body.items() if isinstance(body, dict) else ()
    return {
        "path": {name: str(row) for name, row in found.items() if row is not None},
        "query": dict(parse_qsl(cast.queries.get(key, "").removeprefix("?"))),
        "body": {name: value for name, value in named if name.endswith(("id", "ids"))},
    }
