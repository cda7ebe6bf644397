"""Members: seeing them, giving roles, letting go, leaving, inviting, joining."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from trellis.apis.talent_engine.members.output import INVITATIONS, MEMBERS
from trellis.core.models import Event, Mail
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.tenants import APPBREW
from trellis.domain.accounts.models import User
from trellis.domain.organizations.invitations import token_of
from trellis.domain.organizations.models import Invitation, Membership

pytestmark = pytest.mark.usefixtures("world")
MEMBERS_URL = "/api/talent-engine/members/"
INVITE = f"{MEMBERS_URL}invitations/"
ACCEPT = f"{INVITE}accept/"
FORBIDDEN = {"detail": "You do not have permission to perform this action."}
OWNER, MANAGER, STAFF, FOREIGNER = 1, 2, 203, 204


@pytest.fixture
def admin(signed_in: SignIn) -> APIClient:
    """An admin of AppBrew, whom the demo world has not."""
    user = User.objects.create_user("appbrew_admin", "admin@appbrew.com", first_name="Ada", last_name="Min")
    Membership.objects.create(organization_id=APPBREW, user=user, role="admin", joined_at=timezone.now())
    return signed_in("appbrew_admin")


def _member(user_id: int) -> str:
    return f"{MEMBERS_URL}{user_id}/"


def _role(user_id: int) -> str:
    return Membership.objects.get(user_id=user_id, is_active=True).role


def _invited(email: str = "johndoe@x.example", role: str = "staff", **more: Any) -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        **{
            "organization_id": APPBREW,
            "email": email,
            "role": role,
            "invited_by_id": OWNER,
            "created_at": now,
            "expires_at": now + timedelta(days=7),
            **more,
        }
    )


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
    _invited("first@x.example")
    few = _queries(client)
    now = timezone.now()
    for number in range(30):
        user = User.objects.create_user(f"m{number}", f"m{number}@appbrew.com")
        Membership.objects.create(organization_id=APPBREW, user=user, role="staff", joined_at=now)
        _invited(f"i{number}@x.example")
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
    _invited()
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
        changed = client.patch(_member(STAFF), {"role": role})
        assert changed.status_code == 200, changed.content
        assert (changed.json()["role"], changed.json()["job_role"]) == (role, word)
    events = Event.objects.filter(kind="member.role_changed", tenant_id=APPBREW).order_by("id")
    assert events[0].data == {"user_id": STAFF, "changes": {"role": ["staff", "admin"]}}
    assert events.count() == 4


def test_an_admin_gives_roles_but_the_owners(admin: APIClient) -> None:
    assert admin.patch(_member(STAFF), {"role": "manager"}).status_code == 200
    for user_id, role in ((STAFF, "owner"), (OWNER, "staff"), (OWNER, "owner")):
        response = admin.patch(_member(user_id), {"role": role})
        assert (response.status_code, response.json()) == (403, FORBIDDEN)
    assert admin.delete(_member(OWNER)).status_code == 403
    assert (_role(OWNER), _role(STAFF)) == ("owner", "manager")


@pytest.mark.parametrize("username", ["appbrew_manager", "appbrew_staff", "johndoe"])
def test_others_give_none(signed_in: SignIn, username: str) -> None:
    response = signed_in(username).patch(_member(STAFF), {"role": "owner"})
    assert (response.status_code, response.json()) == (403, FORBIDDEN)
    assert _role(STAFF) == "staff"


@pytest.mark.parametrize("user_id", [STAFF, 207, 10**6, 10**30])
def test_another_tenants_member_is_not_found(signed_in: SignIn, user_id: int) -> None:
    client = signed_in("northwind_owner")
    for response in (client.patch(_member(user_id), {"role": "admin"}), client.delete(_member(user_id))):
        assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
    assert _role(STAFF) == "staff"


@pytest.mark.parametrize(
    "body", [{}, {"role": "king"}, {"role": None}, {"role": ["admin"]}, {"role": "a\x00"}, []]
)
def test_a_bad_role_is_told(signed_in: SignIn, body: Any) -> None:
    response = signed_in("mahummed").patch(_member(STAFF), body, format="json")
    assert response.status_code == 400
    assert set(response.json()) == ({"role"} if isinstance(body, dict) else {"non_field_errors"})


def test_the_last_owner_stays(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    for response in (client.patch(_member(OWNER), {"role": "admin"}), client.delete(_member(OWNER))):
        assert response.status_code == 409
        assert response.json()["detail"].startswith("A tenant keeps at least one owner.")
    assert client.patch(_member(OWNER), {"role": "owner"}).status_code == 200, "no change"
    client.patch(_member(MANAGER), {"role": "owner"})
    assert client.delete(_member(OWNER)).status_code == 204
    assert _role(MANAGER) == "owner"


def test_an_owner_whose_account_is_disabled_does_not_count(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    client.patch(_member(MANAGER), {"role": "owner"})
    User.objects.filter(pk=MANAGER).update(is_active=False)
    assert client.delete(_member(OWNER)).status_code == 409


# --- Letting go --------------------------------------------------------------------------------


def test_who_is_let_go_has_no_right_at_once(signed_in: SignIn) -> None:
    staff = signed_in("appbrew_staff")
    assert staff.get(MEMBERS_URL).status_code == 200
    assert signed_in("mahummed").delete(_member(STAFF)).status_code == 204
    refused = staff.get(MEMBERS_URL)
    assert (refused.status_code, refused.json()) == (403, FORBIDDEN), "the token is good, the right is gone"
    member = Membership.objects.get(user_id=STAFF)
    assert not member.is_active
    assert member.left_at is not None
    assert Event.objects.get(kind="member.left").data == {"user_id": STAFF, "role": "staff"}
    assert signed_in("mahummed").delete(_member(STAFF)).status_code == 404


@pytest.mark.parametrize(("username", "user_id"), [("appbrew_staff", STAFF), ("appbrew_manager", MANAGER)])
def test_anybody_may_leave_but_takes_nobody_along(signed_in: SignIn, username: str, user_id: int) -> None:
    client = signed_in(username)
    other = STAFF + MANAGER - user_id
    refused = client.delete(_member(other))
    assert (refused.status_code, refused.json()) == (403, FORBIDDEN)
    assert client.delete(_member(user_id)).status_code == 204
    assert client.get("/api/talent-engine/tenants/me/").status_code == 403
    assert (
        client.post("/api/talent-engine/tenants/", {"name": "Own", "domain": "own.example"}).status_code
        == 201
    )


def test_an_admin_lets_others_go(admin: APIClient) -> None:
    assert admin.delete(_member(MANAGER)).status_code == 204


def test_an_admin_who_is_let_go_leaves_no_open_invitation_behind(admin: APIClient, signed_in: SignIn) -> None:
    user = User.objects.get(username="appbrew_admin")
    mine = admin.post(INVITE, {"email": "second-self@x.example", "role": "admin"}).json()["id"]
    _invited("kept@x.example")
    assert signed_in("mahummed").delete(_member(user.pk)).status_code == 204
    still = [row["email"] for row in signed_in("mahummed").get(INVITE).json()["results"]]
    assert still == ["kept@x.example"]
    assert Invitation.objects.get(pk=mine).revoked_at is not None


def test_an_owner_made_admin_keeps_but_the_invitations_of_owners(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    client.patch(_member(MANAGER), {"role": "owner"})
    _invited("owner@x.example", "owner")
    _invited("staff@x.example", "staff")
    assert signed_in("appbrew_manager").patch(_member(OWNER), {"role": "admin"}).status_code == 200
    assert [row["email"] for row in client.get(INVITE).json()["results"]] == ["staff@x.example"]


# --- Inviting ----------------------------------------------------------------------------------


def test_an_invitation_is_mailed(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    made = client.post(INVITE, {"email": "user@example.com", "role": "manager"})
    assert made.status_code == 201, made.content
    assert set(made.json()) == {"id", "email", "role", "created_at", "expires_at"}
    mail = Mail.objects.get(to="user@example.com")
    assert mail.subject == "Join AppBrew on Trellis"
    assert "Mahummed Mahummed invites you to join AppBrew on Trellis as manager" in mail.text
    assert re.search(r"http://\S+/join/\?token=\S+", mail.text)
    assert client.get(INVITE).json()["results"] == [made.json()]
    again = client.post(INVITE, {"email": "USER@example.com", "role": "staff"})
    assert again.status_code == 409
    assert client.post(INVITE, {"email": "Manager@AppBrew.com", "role": "staff"}).status_code == 409
    assert Mail.objects.count() == 1


def test_an_expired_invitation_makes_room_for_a_new_one(signed_in: SignIn) -> None:
    old = _invited("user@example.com", expires_at=timezone.now())
    made = signed_in("mahummed").post(INVITE, {"email": "user@example.com", "role": "staff"})
    assert made.status_code == 201
    old.refresh_from_db()
    assert old.revoked_at is not None


def test_an_admin_invites_no_owners(admin: APIClient) -> None:
    refused = admin.post(INVITE, {"email": "a@x.example", "role": "owner"})
    assert (refused.status_code, refused.json()) == (403, FORBIDDEN)
    assert admin.post(INVITE, {"email": "a@x.example", "role": "admin"}).status_code == 201
    assert admin.delete(f"{INVITE}{_invited('o@x.example', 'owner').pk}/").status_code == 403


@pytest.mark.parametrize("username", ["appbrew_manager", "appbrew_staff", "johndoe"])
def test_others_invite_nobody(signed_in: SignIn, username: str) -> None:
    client, open_one = signed_in(username), _invited()
    for response in (
        client.get(INVITE),
        client.post(INVITE, {"email": "a@x.example", "role": "staff"}),
        client.delete(f"{INVITE}{open_one.pk}/"),
    ):
        assert (response.status_code, response.json()) == (403, FORBIDDEN)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"email", "role"}),
        ({"email": "none", "role": "staff"}, {"email"}),
        ({"email": "a@x.example", "role": "boss"}, {"role"}),
        ({"email": "a\x00@x.example", "role": "staff"}, {"email"}),
        ({"email": ["a@x.example"], "role": "staff"}, {"email"}),
        ({"email": "a@x.example\nBcc: b@x.example", "role": "staff"}, {"email"}),
        ([], {"non_field_errors"}),
    ],
)
def test_bad_invitations_name_their_fields(signed_in: SignIn, body: Any, fields: set[str]) -> None:
    response = signed_in("mahummed").post(INVITE, body, format="json")
    assert response.status_code == 400
    assert set(response.json()) == fields
    assert not Invitation.objects.exists()


def test_an_inbox_is_not_for_others_to_fill(signed_in: SignIn, settings: LazySettings) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    client = signed_in("mahummed")
    for _ in range(5):
        made = client.post(INVITE, {"email": "user@example.com", "role": "staff"})
        assert made.status_code == 201
        client.delete(f"{INVITE}{made.json()['id']}/")
    refused = client.post(INVITE, {"email": "User@example.com", "role": "staff"})
    assert (refused.status_code, refused.json()) == (429, {"detail": "Request rate limit exceeded."})
    assert refused["RateLimit"] == f'"default";r=0;t={refused["Retry-After"]}'
    assert refused["RateLimit-Policy"] == '"default";q=5;w=3600'
    assert Mail.objects.count() == 5


def test_a_revoked_invitation_is_gone(signed_in: SignIn) -> None:
    invitation = _invited("user@example.com")
    address = f"{INVITE}{invitation.pk}/"
    assert signed_in("northwind_owner").delete(address).status_code == 404
    client = signed_in("mahummed")
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 404
    assert client.delete(f"{INVITE}{uuid4()}/").status_code == 404
    assert client.get(INVITE).json()["count"] == 0
    joining = signed_in("johndoe").post(ACCEPT, {"token": token_of(invitation)})
    assert (joining.status_code, joining.json()) == (409, {"detail": "This invitation has been withdrawn."})


# --- Joining -----------------------------------------------------------------------------------


def test_joining_by_the_mailed_token(signed_in: SignIn) -> None:
    signed_in("mahummed").post(INVITE, {"email": "User@Example.com", "role": "manager"})
    token = re.findall(r"token=(\S+)", Mail.objects.get().text)[0].replace("%3A", ":")
    client = signed_in("johndoe")
    joined = client.post(ACCEPT, {"token": token})
    assert joined.status_code == 201, joined.content
    assert joined.json()["tenant"]["id"] == str(APPBREW)
    assert (joined.json()["member"]["id"], joined.json()["member"]["role"]) == ("207", "manager")
    assert client.get(MEMBERS_URL).json()["count"] == 4
    event = Event.objects.get(kind="member.joined")
    assert (event.tenant_id, event.data["user_id"], event.data["role"]) == (APPBREW, 207, "manager")
    again = client.post(ACCEPT, {"token": token})
    assert (again.status_code, again.json()) == (409, {"detail": "This invitation has been used."})


def test_an_invitation_is_for_one_address(signed_in: SignIn, api: APIClient) -> None:
    token = token_of(_invited("user@example.com"))
    assert signed_in("candidate").post(ACCEPT, {"token": token}).status_code == 403
    assert api.post(ACCEPT, {"token": token}).status_code == 401
    assert not Membership.objects.filter(user__username="candidate").exists()


def test_after_seven_days_it_is_worth_nothing(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    assert client.post(INVITE, {"email": "user@example.com", "role": "staff"}).status_code == 201
    invitation = Invitation.objects.get()
    assert invitation.expires_at - invitation.created_at == timedelta(days=7)
    Invitation.objects.update(expires_at=timezone.now())
    late = signed_in("johndoe").post(ACCEPT, {"token": token_of(invitation)})
    assert (late.status_code, late.json()) == (409, {"detail": "This invitation has expired."})


def test_who_is_a_member_elsewhere_joins_only_after_leaving(signed_in: SignIn) -> None:
    token = token_of(_invited("owner@northwind.example"))
    refused = signed_in("northwind_owner").post(ACCEPT, {"token": token})
    assert (refused.status_code, refused.json()) == (
        409,
        {"detail": "This account is a member of a tenant already."},
    )
    assert Invitation.objects.get().accepted_at is None, "it can still be used"


def test_who_left_may_come_back(signed_in: SignIn) -> None:
    owner, staff = signed_in("mahummed"), signed_in("appbrew_staff")
    assert staff.delete(_member(STAFF)).status_code == 204
    assert owner.post(INVITE, {"email": "staff@appbrew.com", "role": "manager"}).status_code == 201
    assert staff.post(ACCEPT, {"token": token_of(Invitation.objects.get())}).status_code == 201
    member = Membership.objects.get(user_id=STAFF)
    assert (member.role, member.is_active, member.left_at) == ("manager", True, None)


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "ü:ü", "x" * 501, None, [], {}, 5, "a\x00"])
def test_a_bad_token_is_told(signed_in: SignIn, token: Any) -> None:
    response = signed_in("johndoe").post(ACCEPT, {"token": token}, format="json")
    assert response.status_code == 400
    assert set(response.json()) == {"token"}


def test_a_token_of_something_else_is_no_invitation(signed_in: SignIn) -> None:
    from django.core import signing

    for payload, salt in (
        (str(_invited("user@example.com").pk), "accounts.verify-email"),
        ({"a": 1}, "organizations.invitation"),
        (str(uuid4()), "organizations.invitation"),
        ("none", "organizations.invitation"),
    ):
        token = signing.dumps(payload, salt=salt)
        assert signed_in("johndoe").post(ACCEPT, {"token": token}).status_code == 400
