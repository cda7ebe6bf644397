"""Every endpoint of the door, called by everybody that docs/permissions.md names, over one row of each kind.

Made from the URL conf: an endpoint of which nobody has said who may call it fails here.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_engine.tenant_rows import BODIES, CANARY, Rows, plant_canaries, rows_of
from trellis.config.pages.permissions import (
    ALWAYS_OWN,
    ASKED_BY_SERVICE,
    DOOR,
    OTHERS,
    RIGHTS,
    Answer,
    Caller,
    Endpoint,
    answers,
    endpoints,
    every_right,
    render_permissions_page,
)
from trellis.demo.tenants import APPBREW
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Right, Role

PAGE = Path(__file__).parents[3] / "docs" / "permissions.md"
THIRD = "appbrew_third"
USERNAMES = {
    Caller.OWNER: "mahummed",
    Caller.ADMIN: "appbrew_admin",
    Caller.MANAGER: "appbrew_manager",
    Caller.STAFF: "appbrew_staff",
    Caller.FOREIGNER: "northwind_owner",
    Caller.OUTSIDER: "johndoe",
}
STRANGERS = (Caller.FOREIGNER, Caller.OUTSIDER, Caller.ANONYMOUS)
# Done, or refused for what was sent or how things stand: not for who sent it.
ALLOWED = {200, 201, 202, 204, 400, 409}
EXPECTED = {
    Answer.YES: ALLOWED,
    Answer.THEIRS: ALLOWED,
    Answer.OWN: {403, 404},
    Answer.SIGN_IN: {401},
    Answer.FORBIDDEN: {403},
    Answer.NOT_FOUND: {404},
    Answer.CONFLICT: {409},
}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
Clients = dict[Caller, APIClient]


@pytest.fixture
def clients(world: None, signed_in: SignIn) -> Clients:
    """The seven callers. AppBrew gets an admin, and a member who raises what others then touch."""
    for username, role in (("appbrew_admin", Role.ADMIN), (THIRD, Role.STAFF)):
        user = User.objects.create_user(username, f"{username}@appbrew.com", first_name=CANARY)
        Membership.objects.create(organization_id=APPBREW, user=user, role=role, joined_at=timezone.now())
    known = {caller: signed_in(username) for caller, username in USERNAMES.items()}
    return {**known, Caller.ANONYMOUS: APIClient()}


def test_everybody_gets_what_the_page_says(clients: Clients) -> None:
    rows = rows_of(THIRD)
    plant_canaries()
    wrong = []
    for endpoint in endpoints():
        for caller, answer in answers(endpoint).items():
            status, text = _call(clients[caller], endpoint, rows)
            expected = EXPECTED[answer]
            # A list has no row of another's: what is the caller's own is listed.
            if answer is Answer.OWN and not _names_a_row(endpoint):
                expected = ALLOWED
            if status not in expected:
                wrong.append(f"{endpoint.key} by {caller}: {status} instead of {answer}: {text[:150]}")
            if caller in STRANGERS and CANARY in text:
                wrong.append(f"{endpoint.key} shows AppBrew's rows to {caller}: {text[:300]}")
    assert not wrong, "\n".join(wrong)


def test_what_is_ones_own_is_open_to_who_raised_it(clients: Clients) -> None:
    wrong, tried = [], 0
    for caller in (Caller.OWNER, Caller.ADMIN, Caller.MANAGER, Caller.STAFF):
        rows = rows_of(USERNAMES[caller])
        for endpoint in endpoints():
            if answers(endpoint)[caller] is not Answer.OWN:
                continue
            tried += 1
            status, text = _call(clients[caller], endpoint, rows)
            # Of an export that is not written yet there is nothing to download.
            if status not in ALLOWED and not (endpoint.key == "GET exports/<id>/download/" and status == 404):
                wrong.append(f"{endpoint.key} by {caller}: {status}: {text[:150]}")
    assert wrong == []
    assert tried


def test_the_canary_is_where_members_look(clients: Clients) -> None:
    """Else the test above could find nothing."""
    rows = rows_of(THIRD)
    plant_canaries()
    shown = {
        endpoint.path
        for endpoint in endpoints()
        if endpoint.method == "GET" and CANARY in _call(clients[Caller.OWNER], endpoint, rows)[1]
    }
    assert {"members/", "members/invitations/"} <= shown
    detail = {path for path in shown if "<" in path}
    assert len(detail) >= 2


def test_unknown_rows_and_foreign_ones_are_told_apart_by_nobody(clients: Clients) -> None:
    """The other tenant's owner gets, letter for letter, what they get for what is nowhere."""
    rows = rows_of(THIRD)
    absent = {
        key: "ZZZ-JR-0001" if isinstance(value, str) else "00000000-0000-4000-8000-000000000000"
        for key, value in rows.items()
    }
    absent |= {"members.user_id": 10**9, "video-sessions.number": 0}
    for endpoint in endpoints():
        if answers(endpoint)[Caller.FOREIGNER] is Answer.NOT_FOUND:
            told = set()
            for each in (rows, absent):
                status, text = _call(clients[Caller.FOREIGNER], endpoint, each)
                for value in each.values():  # some repeat what they were sent
                    text = text.replace(str(value), "that")
                told.add((status, text))
            assert len(told) == 1, (endpoint.key, told)


def test_the_page_in_docs_is_what_the_code_says() -> None:
    assert PAGE.read_text() == render_permissions_page(), "make docs"


def test_rights_are_named_for_just_the_methods_that_there_are() -> None:
    views = {each.view for each in endpoints() if hasattr(each.view, "rights")}
    for view in views:
        methods = {each.method for each in endpoints() if each.view is view}
        assert methods <= set(view.rights), view


def test_the_page_shows_the_rights_of_every_app() -> None:
    assert set(RIGHTS) == set(Right.__subclasses__())


def test_every_right_is_granted_to_the_owner_and_shrinks_with_the_role() -> None:
    order = {"yes": 2, "own": 1, "no": 0}
    for right in every_right():
        reach = [order[right.grants[role].value] for role in Role]
        assert reach == sorted(reach, reverse=True), right
        assert reach[0] == 2


def test_what_is_said_by_hand_is_about_endpoints_that_there_are() -> None:
    known = {each.key for each in endpoints()}
    for part in (OTHERS, ASKED_BY_SERVICE, ALWAYS_OWN):
        assert set(part) - known == set()


def test_every_endpoint_that_takes_a_body_has_one_here() -> None:
    bodiless = {
        "POST requisitions/public/update-applications/<unique_link>/",
        "POST requisitions/public/close/<code>/",
    }
    for endpoint in endpoints():
        if endpoint.method in ("POST", "PUT", "PATCH") and endpoint.key not in bodiless:
            assert endpoint.key in BODIES, f"{endpoint.key}: add a body to tenant_rows.py"


def _names_a_row(endpoint: Endpoint) -> bool:
    return answers(endpoint)[Caller.FOREIGNER] is not Answer.THEIRS


def _call(client: APIClient, endpoint: Endpoint, rows: Rows) -> tuple[int, str]:
    """Return status and text; whatever the call has changed is undone."""
    body = BODIES[endpoint.key](rows) if endpoint.key in BODIES else None
    with transaction.atomic():
        response = client.generic(
            endpoint.method,
            f"{DOOR}{_address(endpoint, rows)}",
            *_sent(body),
        )
        text = _text(response)
        transaction.set_rollback(True)
    return response.status_code, text


def _address(endpoint: Endpoint, rows: Rows) -> str:
    group = "public" if endpoint.route.startswith("requisitions/public/") else endpoint.route.split("/")[0]
    return _PARAMETER.sub(lambda found: str(rows[f"{group}.{found[1]}"]), endpoint.route)


def _sent(body: Any) -> tuple[Any, ...]:
    """Return the body and its type, as `generic` takes them."""
    if isinstance(body, bytes):
        return body, "video/webm"
    return () if body is None else (json.dumps(body), "application/json")


def _text(response: Any) -> str:
    if not response.streaming:
        return str(response.content.decode())
    content = b"".join(response.streaming_content)
    return content.decode(errors="replace")
