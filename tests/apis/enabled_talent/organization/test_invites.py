"""Asking people to join an organization, and what they are answered who come by the link."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.organization.conftest import joins
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Invitation, Membership, Organization
from trellis.domain.organizations.rights import Role

pytestmark = pytest.mark.usefixtures("world")
ACCEPT = "/api/talent-engine/members/invitations/accept/"


@pytest.fixture
def invite(one: str) -> str:
    """Where people are asked to join Inclusive Works."""
    return f"{one}create-invite/"


@pytest.fixture
def noor(db: None) -> User:
    return User.objects.create_user("noor", "noor.haddad@example.org", first_name="Noor")


def mailed_token() -> str:
    found = re.search(r"token=([^\s\"]+)", Mail.objects.latest("pk").text)
    assert found
    return unquote(found[1])


def test_a_mail_takes_the_link_to_whom_it_is_for_in_whatever_letters(
    emma: APIClient, invite: str, noor: User, works: Organization, signed_in: SignIn
) -> None:
    made = emma.post(invite, {"email": "Noor.Haddad@Example.org", "role": "manager"}, format="json")
    assert (made.status_code, list(made.json())) == (201, ["id", "email", "role", "created_at", "expires_at"])
    joined = signed_in("noor").post(ACCEPT, {"token": mailed_token()})
    assert joined.status_code == 201
    member = Membership.objects.get(user=noor)
    assert (member.organization, member.role) == (works, Role.MANAGER)
    again = signed_in("noor").post(ACCEPT, {"token": mailed_token()})
    assert (again.status_code, again.json()) == (409, {"detail": "This invitation has been used."})


def test_who_cannot_join_by_it_is_told_why_and_it_is_not_spent(
    emma: APIClient, invite: str, noor: User, works: Organization, signed_in: SignIn
) -> None:
    emma.post(invite, {"email": noor.email})
    token = {"token": mailed_token()}
    stranger = signed_in("robin").post(ACCEPT, token)
    assert stranger.status_code == 403
    assert "another address. Sign in with the account that has it." in stranger.json()["detail"]
    assert Invitation.objects.get(email=noor.email).accepted_at is None
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    late = signed_in("noor").post(ACCEPT, token)
    assert late.status_code == 409
    assert late.json()["detail"] == "This invitation has expired. Ask who invited you for a new one."
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    joins("noor", works, Role.STAFF)
    member = signed_in("noor").post(ACCEPT, token)
    assert member.status_code == 409
    assert member.json()["detail"] == "This account is a member of this tenant already."


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ({"email": "new@example.org"}, "staff"),
        ({"email_address": "new@example.org", "role": ""}, "staff"),
        ({"user_email": "new@example.org", "user_role": "admin"}, "admin"),
        ({"invitee_email": "new@example.org", "job_role": "owner"}, "owner"),
    ],
)
def test_usual_words_are_taken_and_an_address_without_an_account_is_answered_alike(
    emma: APIClient, invite: str, noor: User, body: dict[str, Any], role: str
) -> None:
    made, known = emma.post(invite, body), emma.post(invite, {**body, "email": noor.email})
    assert [answer.status_code for answer in (made, known)] == [201, 201]
    assert list(made.json()) == list(known.json())
    assert (made.json()["email"], made.json()["role"], known.json()["role"]) == (
        "new@example.org",
        role,
        role,
    )


def test_nobody_invites_above_their_own_role(
    emma: APIClient, invite: str, works: Organization, signed_in: SignIn
) -> None:
    for username, role, offered in (
        ("candidate", Role.ADMIN, "owner"),
        ("robin", Role.MANAGER, "staff"),
        ("johndoe", Role.STAFF, "staff"),
    ):
        joins(username, works, role)
        refused = signed_in(username).post(invite, {"email": "new@example.org", "role": offered})
        assert refused.status_code == 403
    assert (
        signed_in("candidate").post(invite, {"email": "new@example.org", "role": "admin"}).status_code == 201
    )
    assert signed_in("northwind_owner").post(invite, {"email": "new@example.org"}).status_code == 404
    assert Mail.objects.count() == 1


def test_one_address_has_one_open_invitation_and_bad_input_is_named(emma: APIClient, invite: str) -> None:
    keys = [emma.post(invite, {"email": "a@example.org"}, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert keys[0].json() == keys[1].json()
    assert emma.post(invite, {"email": "A@example.org"}).status_code == 409
    assert emma.post(invite, {"email": "employer@example.com"}).status_code == 409
    for body, field in (
        ({}, "email"),
        ({"email": "no"}, "email"),
        ({"email": "b@a.org", "role": "x"}, "role"),
    ):
        answer = emma.post(invite, body)
        assert (answer.status_code, list(answer.json())) == (400, [field])
    assert Mail.objects.count() == 1
