"""Inviting people, withdrawing an invitation, joining by one."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_engine.members.conftest import (
    ACCEPT,
    FORBIDDEN,
    INVITE,
    MEMBERS_URL,
    STAFF,
    invited,
    member_at,
)
from trellis.core.models import Event, Mail
from trellis.demo.tenants import APPBREW
from trellis.domain.organizations.models import Invitation, Membership
from trellis.domain.organizations.rules.invitations import token_of

pytestmark = pytest.mark.usefixtures("world")


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
    old = invited("user@example.com", expires_at=timezone.now())
    made = signed_in("mahummed").post(INVITE, {"email": "user@example.com", "role": "staff"})
    assert made.status_code == 201
    old.refresh_from_db()
    assert old.revoked_at is not None


def test_an_admin_invites_no_owners(admin: APIClient) -> None:
    refused = admin.post(INVITE, {"email": "a@x.example", "role": "owner"})
    assert (refused.status_code, refused.json()) == (403, FORBIDDEN)
    assert admin.post(INVITE, {"email": "a@x.example", "role": "admin"}).status_code == 201
    assert admin.delete(f"{INVITE}{invited('o@x.example', 'owner').pk}/").status_code == 403


@pytest.mark.parametrize("username", ["appbrew_manager", "appbrew_staff", "johndoe"])
def test_others_invite_nobody(signed_in: SignIn, username: str) -> None:
    client, open_one = signed_in(username), invited()
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
    invitation = invited("user@example.com")
    address = f"{INVITE}{invitation.pk}/"
    assert signed_in("northwind_owner").delete(address).status_code == 404
    client = signed_in("mahummed")
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 404
    assert client.delete(f"{INVITE}{uuid4()}/").status_code == 404
    assert client.get(INVITE).json()["count"] == 0
    joining = signed_in("johndoe").post(ACCEPT, {"token": token_of(invitation)})
    assert (joining.status_code, joining.json()) == (
        409,
        {"detail": "This invitation has been withdrawn. Ask who invited you for a new one."},
    )


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
    token = token_of(invited("user@example.com"))
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
    assert (late.status_code, late.json()) == (
        409,
        {"detail": "This invitation has expired. Ask who invited you for a new one."},
    )


def test_who_is_a_member_elsewhere_joins_and_acts_here_from_then_on(signed_in: SignIn) -> None:
    client = signed_in("northwind_owner")
    token = token_of(invited("owner@northwind.example"))
    assert client.post(ACCEPT, {"token": token}).status_code == 201
    assert client.get("/api/talent-engine/tenants/me/").json()["name"] == "AppBrew"
    assert Membership.objects.filter(user__username="northwind_owner", is_active=True).count() == 2


def test_who_is_a_member_here_already_is_told(signed_in: SignIn) -> None:
    invitation = invited("somebody@else.example")
    Invitation.objects.update(email="staff@appbrew.com")
    refused = signed_in("appbrew_staff").post(ACCEPT, {"token": token_of(invitation)})
    assert (refused.status_code, refused.json()) == (
        409,
        {"detail": "This account is a member of this tenant already."},
    )
    assert Invitation.objects.get().accepted_at is None, "it can still be used"


def test_who_left_may_come_back(signed_in: SignIn) -> None:
    owner, staff = signed_in("mahummed"), signed_in("appbrew_staff")
    assert staff.delete(member_at(STAFF)).status_code == 204
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
        (str(invited("user@example.com").pk), "accounts.verify-email"),
        ({"a": 1}, "organizations.invitation"),
        (str(uuid4()), "organizations.invitation"),
        ("none", "organizations.invitation"),
    ):
        token = signing.dumps(payload, salt=salt)
        assert signed_in("johndoe").post(ACCEPT, {"token": token}).status_code == 400
