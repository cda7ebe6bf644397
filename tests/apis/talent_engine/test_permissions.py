"""What is particular in the permissions of the Talent Engine: one's own rows, rows of others, rights.

tests/apis/test_permissions.py calls every endpoint as everybody.
"""

import pytest

from tests.apis.casts import ALLOWED, Cast
from tests.apis.conftest import SignIn
from tests.apis.talent_engine.cast import USERNAMES, cast
from tests.apis.talent_engine.tenant_rows import BODIES, CANARY, rows_of
from trellis.config.permissions.matrix import Answer
from trellis.config.permissions.talent_engine import (
    ALWAYS_OWN,
    ASKED_BY_SERVICE,
    MATRIX,
    OTHERS,
    RIGHTS,
    Caller,
    answers,
    every_right,
)
from trellis.domain.organizations.rights import Right, Role


@pytest.fixture
def tenants(world: None, signed_in: SignIn) -> Cast:
    """The seven callers and the rows of AppBrew."""
    return cast(signed_in)


def test_what_is_ones_own_is_open_to_who_raised_it(tenants: Cast) -> None:
    wrong, tried = [], 0
    for caller in (Caller.OWNER, Caller.ADMIN, Caller.MANAGER, Caller.STAFF):
        rows = rows_of(USERNAMES[caller])
        for endpoint in MATRIX.endpoints():
            if answers(endpoint)[caller] is not Answer.OWN:
                continue
            tried += 1
            status, text = tenants.call(endpoint, caller, rows)
            # Of an export that is not written yet there is nothing to download.
            if status not in ALLOWED and not (endpoint.key == "GET exports/<id>/download/" and status == 404):
                wrong.append(f"{endpoint.key} by {caller}: {status}: {text[:150]}")
    assert wrong == []
    assert tried


def test_the_canary_is_where_members_look(tenants: Cast) -> None:
    """Else the test above could find nothing."""
    rows = tenants.rows
    shown = {
        endpoint.path
        for endpoint in MATRIX.endpoints()
        if endpoint.method == "GET" and CANARY in tenants.call(endpoint, Caller.OWNER, rows)[1]
    }
    assert {"members/", "members/invitations/"} <= shown
    detail = {path for path in shown if "<" in path}
    assert len(detail) >= 2


def test_unknown_rows_and_foreign_ones_are_told_apart_by_nobody(tenants: Cast) -> None:
    """The other tenant's owner gets, letter for letter, what they get for what is nowhere."""
    rows = tenants.rows
    absent = {
        key: "ZZZ-JR-0001" if isinstance(value, str) else "00000000-0000-4000-8000-000000000000"
        for key, value in rows.items()
    }
    absent |= {"members.user_id": 10**9, "video-sessions.number": 0}
    for endpoint in MATRIX.endpoints():
        if answers(endpoint)[Caller.FOREIGNER] is Answer.NOT_FOUND:
            told = set()
            for each in (rows, absent):
                status, text = tenants.call(endpoint, Caller.FOREIGNER, each)
                for value in each.values():  # some repeat what they were sent
                    text = text.replace(str(value), "that")
                told.add((status, text))
            assert len(told) == 1, (endpoint.key, told)


def test_rights_are_named_for_just_the_methods_that_there_are() -> None:
    views = {each.view for each in MATRIX.endpoints() if hasattr(each.view, "rights")}
    for view in views:
        methods = {each.method for each in MATRIX.endpoints() if each.view is view}
        assert methods <= set(view.rights), view


def test_the_page_shows_the_rights_of_every_app() -> None:
    # Another test may have planted one of its own in this process.
    assert set(RIGHTS) == {each for each in Right.__subclasses__() if each.__module__.startswith("trellis.")}


def test_every_right_is_granted_to_the_owner_and_shrinks_with_the_role() -> None:
    order = {"yes": 2, "own": 1, "no": 0}
    for right in every_right():
        reach = [order[right.grants[role].value] for role in Role]
        assert reach == sorted(reach, reverse=True), right
        assert reach[0] == 2


def test_what_is_said_by_hand_is_about_endpoints_that_there_are() -> None:
    known = {each.key for each in MATRIX.endpoints()}
    for part in (OTHERS, ASKED_BY_SERVICE, ALWAYS_OWN):
        assert set(part) - known == set()


def test_every_endpoint_that_takes_a_body_has_one_here() -> None:
    bodiless = {
        "POST requisitions/public/update-applications/<unique_link>/",
        "POST requisitions/public/close/<code>/",
    }
    for endpoint in MATRIX.endpoints():
        if endpoint.method in ("POST", "PUT", "PATCH") and endpoint.key not in bodiless:
            assert endpoint.key in BODIES, f"{endpoint.key}: add a body to tenant_rows.py"
