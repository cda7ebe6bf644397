"""Who calls the endpoints of a door, with what: each door has its `cast.py`."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from rest_framework.test import APIClient

from trellis.config.permissions.matrix import Answer, Endpoint, Matrix

# Done, or refused for what was sent or how things stand: not for who sent it.
ALLOWED = {200, 201, 202, 204, 400, 409, 422}
EXPECTED = {
    Answer.YES: ALLOWED,
    Answer.THEIRS: ALLOWED,
    Answer.OWN: {403, 404},
    Answer.SIGN_IN: {401},
    Answer.FORBIDDEN: {403},
    Answer.NOT_FOUND: {404},
}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
Rows = Mapping[str, Any]
Body = Callable[[Rows], Any]


@dataclass(frozen=True)
class Cast:
    """The callers of a door, its rows by parameter (or `<first word>.<parameter>`), and what is sent where.

    `strangers` may see nothing of `canary`. What is `not_yet` there is 503 to whoever may ask.
    """

    matrix: Matrix
    clients: Mapping[str, APIClient]
    rows: Rows
    bodies: Mapping[str, Body]
    queries: Mapping[str, str] = field(default_factory=dict)
    canary: str = ""
    strangers: tuple[str, ...] = ()
    not_yet: frozenset[str] = frozenset()

    def wrong_answers(self) -> list[str]:
        """Call every endpoint as everybody; say what they get instead of what the page says."""
        return [
            fault
            for endpoint in self.matrix.endpoints()
            for caller in self.matrix.callers
            for fault in self._faults(endpoint, caller)
        ]

    def call(self, endpoint: Endpoint, caller: str, rows: Rows | None = None) -> tuple[int, str]:
        """Return status and text; whatever the call has changed is undone."""
        # What only reads leaves nothing to undo that another call could see.
        with nullcontext() if endpoint.method == "GET" else transaction.atomic():
            response = self.send(endpoint, caller, rows)
            text = _text(response)
            if endpoint.method != "GET":
                transaction.set_rollback(True)
        return response.status_code, text

    def send(self, endpoint: Endpoint, caller: str, rows: Rows | None = None, **headers: str) -> Any:
        """Return the answer; what the call has changed stays."""
        rows = self.rows if rows is None else rows
        body = self.bodies[endpoint.key](rows) if endpoint.key in self.bodies else None
        address = f"{self._address(endpoint, rows)}{self.queries.get(endpoint.key, '')}"
        return self.clients[caller].generic(endpoint.method, address, *_sent(body), headers=headers)

    def answer_to(self, endpoint: Endpoint, caller: str, body: bytes, content_type: str) -> int:
        """Return the status that this very body gets."""
        address = f"{self._address(endpoint, self.rows)}{self.queries.get(endpoint.key, '')}"
        client = self.clients[caller]
        return int(client.generic(endpoint.method, address, body, content_type).status_code)

    def row(self, route: str, name: str) -> Any:
        """Return what stands for a parameter of a route, None where nothing does."""
        return _row(self.rows, route, name)

    def _faults(self, endpoint: Endpoint, caller: str) -> list[str]:
        answers = self.matrix.answers(endpoint)
        # A list has no row of another's: what is the caller's own is listed.
        is_list = Answer.THEIRS in answers.values()
        expected = ALLOWED if answers[caller] is Answer.OWN and is_list else EXPECTED[answers[caller]]
        if endpoint.key in self.not_yet and expected is ALLOWED:
            expected = {503}
        status, text = self.call(endpoint, caller)
        faults = []
        if status not in expected:
            faults.append(f"{endpoint.key} by {caller}: {status}, not {answers[caller]}: {text[:150]}")
        if self.canary and caller in self.strangers and self.canary in text:
            faults.append(f"{endpoint.key} shows what is not theirs to {caller}: {text[:300]}")
        return faults

    def _address(self, endpoint: Endpoint, rows: Rows) -> str:
        def value(found: re.Match[str]) -> str:
            return str(_row(rows, endpoint.route, found[1]))

        return _PARAMETER.sub(value, self.matrix.address(endpoint))


def _row(rows: Rows, route: str, name: str) -> Any:
    group = "public" if route.startswith("requisitions/public/") else route.split("/")[0]
    return rows.get(f"{group}.{name}", rows.get(name))


def _sent(body: Any) -> tuple[Any, ...]:
    """Return the body and its type, as `generic` takes them."""
    if isinstance(body, bytes):
        return body, "video/webm"
    return () if body is None else (json.dumps(body), "application/json")


def _text(response: Any) -> str:
    if not response.streaming:
        return str(response.content.decode())
    return b"".join(response.streaming_content).decode(errors="replace")
