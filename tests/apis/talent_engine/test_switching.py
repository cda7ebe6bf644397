"""Several memberships: whose rows a request sees, and how somebody goes from one tenant to another."""

from datetime import timedelta

import jwt
import pytest
from django.conf import settings
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from trellis.demo.tenants import APPBREW, NORTHWIND
from trellis.domain.accounts.models import TokenFamily, User
from trellis.domain.accounts.rules import SignedInBy
from trellis.domain.accounts.services.tokens import access_token, issue_pair
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services.current import make_none_current

pytestmark = pytest.mark.usefixtures("world")
MINE = "/api/talent-engine/tenants/me/"
NOWHERE = "00000000-0000-4000-8000-000000000000"


def switch_to(tenant: object) -> str:
    return f"/api/talent-engine/tenants/{tenant}/switch/"


@pytest.fixture
def both(signed_in: SignIn) -> APIClient:
    """AppBrew's owner, who has joined Northwind as staff since, and acts there."""
    owner = User.objects.get(username="mahummed")
    make_none_current(owner.pk)
    Membership.objects.create(
        organization_id=NORTHWIND, user=owner, role=Role.STAFF, joined_at=timezone.now()
    )
    return signed_in("mahummed")


def test_switching_gives_a_token_that_names_the_tenant_and_opens_it(both: APIClient, api: APIClient) -> None:
    answer = both.post(switch_to(APPBREW))
    assert answer.status_code == 200, answer.content
    assert set(answer.json()) == {"access_token", "token_type"}
    assert answer.json()["token_type"] == "bearer"
    token = answer.json()["access_token"]
    claims = jwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"])
    assert (claims["tenant_id"], claims["tenant_domain"]) == (str(APPBREW), "appbrew.com")
    assert (claims["job_role"], claims["by"]) == ("co-admin", SignedInBy.PASSWORD)
    assert api.get(MINE, HTTP_AUTHORIZATION=f"Bearer {token}").json()["id"] == str(APPBREW)


def test_the_refresh_token_of_the_sign_in_goes_on_and_names_the_tenant_then(
    both: APIClient, api: APIClient
) -> None:
    owner = User.objects.get(username="mahummed")
    pair = issue_pair(user=owner, by=SignedInBy.PASSWORD, now=timezone.now())
    assert both.post(switch_to(APPBREW)).status_code == 200
    renewed = api.post("/api/v1/auth/refresh-token", {"refresh_token": pair.refresh})
    claims = jwt.decode(renewed.json()["access_token"], settings.SECRET_KEY, algorithms=["HS256"])
    assert claims["tenant_id"] == str(APPBREW)


def test_who_holds_an_access_token_alone_gains_no_time_by_switching(both: APIClient) -> None:
    owner, client = User.objects.get(username="mahummed"), APIClient()
    old = access_token(user=owner, by=SignedInBy.PASSWORD, now=timezone.now() - timedelta(minutes=5))
    ends = jwt.decode(old, settings.SECRET_KEY, algorithms=["HS256"])["exp"]
    for tenant in (APPBREW, NORTHWIND, NORTHWIND):
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {old}")
        old = client.post(switch_to(tenant)).json()["access_token"]
        claims = jwt.decode(old, settings.SECRET_KEY, algorithms=["HS256"])
        assert (claims["tenant_id"], claims["exp"]) == (str(tenant), ends)
    assert not TokenFamily.objects.exists(), "and nothing that renews it"


def test_a_token_from_before_acts_in_the_tenant_that_is_current_by_its_role_there(both: APIClient) -> None:
    invitations = "/api/talent-engine/members/invitations/"
    assert both.get(MINE).json()["id"] == str(NORTHWIND)
    assert both.get(invitations).status_code == 403, "staff there"
    assert both.post(switch_to(APPBREW)).status_code == 200
    assert both.get(MINE).json()["id"] == str(APPBREW)
    assert both.get(invitations).status_code == 200, "the owner here"


def test_the_rows_of_the_other_tenant_of_ones_own_are_nowhere_meanwhile(both: APIClient) -> None:
    listing = "/api/talent-engine/requisitions/"
    there = {row["id"] for row in both.get(listing).json()["results"]}
    assert both.post(switch_to(APPBREW)).status_code == 200
    here = {row["id"] for row in both.get(listing).json()["results"]}
    assert there
    assert here
    assert there.isdisjoint(here)
    assert both.get(f"{listing}{there.pop()}/").status_code == 404
    assert both.get(f"{listing}{here.pop()}/").status_code == 200


def test_switching_to_where_one_is_changes_nothing(both: APIClient) -> None:
    assert both.post(switch_to(NORTHWIND)).status_code == 200
    assert both.get(MINE).json()["id"] == str(NORTHWIND)


@pytest.mark.parametrize("tenant", [NORTHWIND, NOWHERE, "appbrew.com", "7", "27f05a25", "%00"])
def test_a_tenant_that_is_not_ones_own_is_nowhere(signed_in: SignIn, tenant: object) -> None:
    client = signed_in("appbrew_staff")
    refused = client.post(switch_to(tenant))
    assert (refused.status_code, refused.json()) == (404, {"detail": "Not found."})
    assert client.get(MINE).json()["id"] == str(APPBREW)


def test_one_that_was_left_is_nowhere(both: APIClient) -> None:
    me = User.objects.get(username="mahummed").pk
    assert both.delete(f"/api/talent-engine/members/{me}/").status_code == 204
    assert both.get(MINE).json()["id"] == str(APPBREW), "the one that is left"
    assert both.post(switch_to(NORTHWIND)).status_code == 404


def test_nobody_switches_without_an_account(api: APIClient) -> None:
    assert api.post(switch_to(APPBREW)).status_code == 401
