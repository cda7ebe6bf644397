"""Members: seeing them, giving roles, letting go, leaving."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_engine.members.conftest import (
    FORBIDDEN,
    INVITE,
    MANAGER,
    MEMBERS_URL,
    OWNER,
    STAFF,
    invited,
    member_at,
    role_of,
)
from trellis.apis.talent_engine.members.output import INVITATIONS, MEMBERS
from trellis.core.models import Event
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.tenants import APPBREW
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Invitation, Membership

pytestmark = pytest.mark.usefixtures("world")


# --- Seeing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["mahummed", "appbrew_manager", "appbrew_staff"])
def test_members_see_each_other(signed_in: SignIn, username: str) -> None:
    page = signed_in(username).get(MEMBERS_URL).json()
    assert (page["count"], page["next"], page["previous"]) == (3, None, None)
    assert [row["id"] for row in page["results"]] == ["1", "2", "203"]
    assert page["results"][0] == {
        "id": "1",
        "email": "support@appbrew.com",
        "first_name": "Mahummed",
        "last_name": "Mahummed",
        "job_role": "co-admin",
        "role": "owner",
        "joined_at": "2024-01-01T00:00:00.000Z",
    }


def test_others_see_none_of_them(signed_in: SignIn, api: APIClient) -> None:
    rows = signed_in("northwind_owner").get(MEMBERS_URL).json()["results"]
    assert [row["id"] for row in rows] == ["204"]
    outsider = signed_in("johndoe").get(MEMBERS_URL)
    assert (outsider.status_code, outsider.json()) == (403, FORBIDDEN)
    assert api.get(MEMBERS_URL).status_code == 401


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("jane", ["2"]),
        ("SMITH ja", ["2"]),
        ("staff@app", ["203"]),
        ("appbrew.com", ["1", "2", "203"]),
        ("northwind", []),
        ("jañe ＳＭＩＴＨ", ["2"]),
        ("\u0301", []),
        (" ".join(["a"] * 100), ["1", "2", "203"]),
        ("%", []),
        ("", ["1", "2", "203"]),
    ],
)
def test_members_are_found_by_words(signed_in: SignIn, search: str, found: list[str]) -> None:
    rows = signed_in("mahummed").get(MEMBERS_URL, {"search": search}).json()["results"]
    assert [row["id"] for row in rows] == found


@pytest.mark.parametrize("query", ["page=-1", "page=x", "page=99999999999999999999", "page=2"])
def test_a_page_that_is_not_there_is_404(signed_in: SignIn, query: str) -> None:
    assert signed_in("mahummed").get(f"{MEMBERS_URL}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["search=a%00b", "search=" + "x" * 201])
def test_a_bad_search_names_itself(signed_in: SignIn, query: str) -> None:
    response = signed_in("mahummed").get(f"{MEMBERS_URL}?{query}")
    assert response.status_code == 400
    assert set(response.json()) == {"search"}


def test_lists_take_the_same_number_of_queries_whatever_their_length(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    assert client.get(MEMBERS_URL).status_code == 200
    assert client.get(INVITE).status_code == 200
    invited("first@x.example")
    few = _queries(client)
    now = timezone.now()
    for number in range(30):
        user = User.objects.create_user(f"m{number}", f"m{number}@appbrew.com")
        Membership.objects.create(organization_id=APPBREW, user=user, role="staff", joined_at=now)
        invited(f"i{number}@x.example")
    assert _queries(client) == few


def _queries(client: APIClient) -> list[int]:
    counts = []
    for url in (MEMBERS_URL, INVITE):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    return counts


def test_lists_print_what_plain_drf_prints() -> None:
    assert_renders_equal(MEMBERS, Membership.objects.order_by("pk").values_list("pk", flat=True))
    invited()
    assert_renders_equal(INVITATIONS, Invitation.objects.values_list("pk", flat=True))


# --- Roles -------------------------------------------------------------------------------------


def test_an_owner_gives_roles(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    for role, word in (
        ("admin", "co-admin"),
        ("owner", "co-admin"),
        ("manager", "manager"),
        ("staff", "staff"),
    ):
        changed = client.patch(member_at(STAFF), {"role": role})
        assert changed.status_code == 200, changed.content
        assert (changed.json()["role"], changed.json()["job_role"]) == (role, word)
    events = Event.objects.filter(kind="member.role_changed", tenant_id=APPBREW).order_by("id")
    assert events[0].data == {"user_id": STAFF, "changes": {"role": ["staff", "admin"]}}
    assert events.count() == 4


def test_an_admin_gives_roles_but_the_owners(admin: APIClient) -> None:
    assert admin.patch(member_at(STAFF), {"role": "manager"}).status_code == 200
    for user_id, role in ((STAFF, "owner"), (OWNER, "staff"), (OWNER, "owner")):
        response = admin.patch(member_at(user_id), {"role": role})
        assert (response.status_code, response.json()) == (403, FORBIDDEN)
    assert admin.delete(member_at(OWNER)).status_code == 403
    assert (role_of(OWNER), role_of(STAFF)) == ("owner", "manager")


@pytest.mark.parametrize("username", ["appbrew_manager", "appbrew_staff", "johndoe"])
def test_others_give_none(signed_in: SignIn, username: str) -> None:
    response = signed_in(username).patch(member_at(STAFF), {"role": "owner"})
    assert (response.status_code, response.json()) == (403, FORBIDDEN)
    assert role_of(STAFF) == "staff"


@pytest.mark.parametrize("user_id", [STAFF, 207, 10**6, 10**30])
def test_another_tenants_member_is_not_found(signed_in: SignIn, user_id: int) -> None:
    client = signed_in("northwind_owner")
    for response in (client.patch(member_at(user_id), {"role": "admin"}), client.delete(member_at(user_id))):
        assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
    assert role_of(STAFF) == "staff"


@pytest.mark.parametrize(
    "body", [{}, {"role": "king"}, {"role": None}, {"role": ["admin"]}, {"role": "a\x00"}, []]
)
def test_a_bad_role_is_told(signed_in: SignIn, body: Any) -> None:
    response = signed_in("mahummed").patch(member_at(STAFF), body, format="json")
    assert response.status_code == 400
    assert set(response.json()) == ({"role"} if isinstance(body, dict) else {"non_field_errors"})


def test_the_last_owner_stays(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    for response in (client.patch(member_at(OWNER), {"role": "admin"}), client.delete(member_at(OWNER))):
        assert response.status_code == 409
        assert response.json()["detail"].startswith("A tenant keeps at least one owner.")
    assert client.patch(member_at(OWNER), {"role": "owner"}).status_code == 200, "no change"
    client.patch(member_at(MANAGER), {"role": "owner"})
    assert client.delete(member_at(OWNER)).status_code == 204
    assert role_of(MANAGER) == "owner"


def test_an_owner_whose_account_is_disabled_does_not_count(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    client.patch(member_at(MANAGER), {"role": "owner"})
    User.objects.filter(pk=MANAGER).update(is_active=False)
    assert client.delete(member_at(OWNER)).status_code == 409


# --- Letting go --------------------------------------------------------------------------------


def test_who_is_let_go_has_no_right_at_once(signed_in: SignIn) -> None:
    staff = signed_in("appbrew_staff")
    assert staff.get(MEMBERS_URL).status_code == 200
    assert signed_in("mahummed").delete(member_at(STAFF)).status_code == 204
    refused = staff.get(MEMBERS_URL)
    assert (refused.status_code, refused.json()) == (403, FORBIDDEN), "the token is good, the right is gone"
    member = Membership.objects.get(user_id=STAFF)
    assert not member.is_active
    assert member.left_at is not None
    assert Event.objects.get(kind="member.left").data == {"user_id": STAFF, "role": "staff"}
    assert signed_in("mahummed").delete(member_at(STAFF)).status_code == 404


@pytest.mark.parametrize(("username", "user_id"), [("appbrew_staff", STAFF), ("appbrew_manager", MANAGER)])
def test_anybody_may_leave_but_takes_nobody_along(signed_in: SignIn, username: str, user_id: int) -> None:
    client = signed_in(username)
    other = STAFF + MANAGER - user_id
    refused = client.delete(member_at(other))
    assert (refused.status_code, refused.json()) == (403, FORBIDDEN)
    assert client.delete(member_at(user_id)).status_code == 204
    assert client.get("/api/talent-engine/tenants/me/").status_code == 403
    assert (
        client.post("/api/talent-engine/tenants/", {"name": "Own", "domain": "own.example"}).status_code
        == 201
    )


def test_an_admin_lets_others_go(admin: APIClient) -> None:
    assert admin.delete(member_at(MANAGER)).status_code == 204


def test_an_admin_who_is_let_go_leaves_no_open_invitation_behind(admin: APIClient, signed_in: SignIn) -> None:
    user = User.objects.get(username="appbrew_admin")
    mine = admin.post(INVITE, {"email": "second-self@x.example", "role": "admin"}).json()["id"]
    invited("kept@x.example")
    assert signed_in("mahummed").delete(member_at(user.pk)).status_code == 204
    still = [row["email"] for row in signed_in("mahummed").get(INVITE).json()["results"]]
    assert still == ["kept@x.example"]
    assert Invitation.objects.get(pk=mine).revoked_at is not None


def test_an_owner_made_admin_keeps_but_the_invitations_of_owners(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    client.patch(member_at(MANAGER), {"role": "owner"})
    invited("owner@x.example", "owner")
    invited("staff@x.example", "staff")
    assert signed_in("appbrew_manager").patch(member_at(OWNER), {"role": "admin"}).status_code == 200
    assert [row["email"] for row in client.get(INVITE).json()["results"]] == ["staff@x.example"]
