"""Tenants: how one begins, what its owner may change, what a token says of it."""

from io import BytesIO
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from trellis.core.events import told_by
from trellis.core.models import Event
from trellis.demo.tenants import APPBREW, NORTHWIND
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.services.organizations import create_organization

pytestmark = pytest.mark.usefixtures("world")
TENANTS = "/api/talent-engine/tenants/"
MINE = f"{TENANTS}me/"
APPBREW_CARD = {"id": str(APPBREW), "name": "AppBrew", "domain": "appbrew.com", "logo_url": None}


def _picture(name: str = "logo.png") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (4, 4), "green").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def test_anybody_without_a_tenant_may_make_one(signed_in: SignIn) -> None:
    client = signed_in("johndoe")
    made = client.post(TENANTS, {"name": "Doe & Sons", "domain": "Doe.Example"})
    assert made.status_code == 201, made.content
    assert set(made.json()) == {"id", "name", "domain", "logo_url"}
    assert made.json()["domain"] == "doe.example"
    assert client.get(MINE).json() == made.json()
    member = Membership.objects.get(user__username="johndoe")
    assert (member.role, member.organization.prefix) == ("owner", None)
    draft = {"title": "Any", "job_type": "full_time", "position_type": "permanent", "location_type": "remote"}
    first = client.post("/api/talent-engine/requisitions/", draft, format="json")
    assert first.json()["id"] == "DOE-JR-0001", "the prefix comes with the first code"
    assert Organization.objects.get(pk=member.organization_id).prefix == "DOE"
    assert Event.objects.filter(kind="organization.created", tenant_id=made.json()["id"]).count() == 1


@pytest.mark.parametrize("username", ["mahummed", "appbrew_staff", "northwind_owner"])
def test_who_is_a_member_makes_another_and_acts_there(signed_in: SignIn, username: str) -> None:
    client = signed_in(username)
    response = client.post(TENANTS, {"name": "Two", "domain": "two.example"})
    assert response.status_code == 201, response.content
    assert client.get(MINE).json() == response.json()
    assert Membership.objects.filter(user__username=username, is_active=True).count() == 2


def test_a_domain_is_taken_once_whatever_its_case(signed_in: SignIn) -> None:
    response = signed_in("johndoe").post(TENANTS, {"name": "Other", "domain": "APPBREW.com"})
    assert response.status_code == 400
    assert response.json() == {"domain": ["Another tenant has this domain."]}
    assert not Membership.objects.filter(user__username="johndoe").exists()


@pytest.mark.parametrize(
    "domain",
    [
        *(
            "localhost",
            "no spaces.example",
            "-a.example",
            "a-.example",
            "a..example",
            ".example",
            "a.example.",
        ),
        *(
            "127.0.0.1",
            "a.b.1",
            "http://a.example",
            "a.example/x",
            "ä.example",
            "a_b.example",
            "x" * 64 + ".de",
        ),
        *("a." * 130 + "de", "", None, [], {}, 5, "a\x00.example"),
    ],
)
def test_a_domain_is_a_host_name(signed_in: SignIn, domain: Any) -> None:
    response = signed_in("johndoe").post(TENANTS, {"name": "Any", "domain": domain}, format="json")
    assert response.status_code == 400, response.content
    assert set(response.json()) == {"domain"}


@pytest.mark.parametrize("body", [[], "text", 5, None, {"name": "x" * 151, "domain": "a.example"}, {}])
def test_other_bad_bodies_are_told(signed_in: SignIn, body: Any) -> None:
    assert signed_in("johndoe").post(TENANTS, body, format="json").status_code == 400
    assert not Membership.objects.filter(user__username="johndoe").exists()


def test_what_is_not_for_clients_to_say_is_ignored(signed_in: SignIn) -> None:
    body = {"id": str(NORTHWIND), "prefix": "APP", "name": "Doe", "domain": "doe.example", "role": "x"}
    made = signed_in("johndoe").post(TENANTS, body).json()
    assert made["id"] != str(NORTHWIND)
    assert Organization.objects.get(pk=made["id"]).prefix is None


def test_nobody_makes_a_tenant_without_an_account(api: APIClient) -> None:
    assert api.post(TENANTS, {"name": "Any", "domain": "a.example"}).status_code == 401


@pytest.mark.parametrize("username", ["mahummed", "appbrew_manager", "appbrew_staff"])
def test_members_see_their_tenant(signed_in: SignIn, username: str) -> None:
    assert signed_in(username).get(MINE).json() == APPBREW_CARD


def test_one_that_came_by_another_door_has_no_domain_and_none_is_made_up(
    signed_in: SignIn, api: APIClient
) -> None:
    owner = User.objects.get(username="johndoe")
    tenant = create_organization(owner=owner, name="Doe", now=timezone.now()).organization
    card = {"id": str(tenant.pk), "name": "Doe", "domain": None, "logo_url": None}
    assert signed_in("johndoe").get(MINE).json() == card
    public = api.get(f"/api/talent-engine/requisitions/public/published/{tenant.pk}/")
    assert public.json()["tenant"] == card


def test_that_a_tenant_may_have_no_domain_is_described(api: APIClient) -> None:
    described = api.get("/api/schema/").json()["components"]["schemas"]
    for name in ("Tenant", "PublicTenant"):
        assert described[name]["properties"]["domain"]["nullable"] is True


def test_outsiders_see_none(signed_in: SignIn, api: APIClient) -> None:
    refused = signed_in("johndoe").get(MINE)
    assert (refused.status_code, refused.json()) == (
        403,
        {"detail": "You do not have permission to perform this action."},
    )
    assert api.get(MINE).status_code == 401


def test_the_owner_renames_it_and_its_codes_stay(signed_in: SignIn) -> None:
    body = {"name": "Brewery", "domain": "new.example", "prefix": "BRE", "tenant_id": str(APPBREW)}
    response = signed_in("mahummed").patch(MINE, body)
    assert (response.status_code, response.json()) == (200, {**APPBREW_CARD, "name": "Brewery"})
    tenant = Organization.objects.get(pk=APPBREW)
    assert (tenant.prefix, tenant.domain) == ("APP", "appbrew.com")
    (event,) = Event.objects.filter(kind="organization.changed")
    assert told_by(event) == {"changes": {"name": ["AppBrew", "Brewery"]}}


def test_the_same_name_again_is_no_change(signed_in: SignIn) -> None:
    assert signed_in("mahummed").patch(MINE, {"name": "AppBrew"}).status_code == 200
    assert not Event.objects.filter(kind="organization.changed").exists()


def test_a_logo_comes_and_goes(signed_in: SignIn) -> None:
    client = signed_in("mahummed")
    shown = client.patch(MINE, {"logo": _picture()}, format="multipart")
    assert shown.status_code == 200, shown.content
    url = shown.json()["logo_url"]
    assert url.startswith(f"{settings.TRELLIS_PUBLIC_URL}/media/organizations/")
    assert url.endswith(".jpg"), "made anew"
    file = APIClient().get(url.removeprefix(settings.TRELLIS_PUBLIC_URL))
    assert file.status_code == 200
    assert file.getvalue().startswith(b"\xff\xd8"), "a JPEG"
    assert client.patch(MINE, {"logo": None}, format="json").json() == APPBREW_CARD


@pytest.mark.parametrize(
    "body", [{"logo": "text"}, {"name": ""}, {"name": None}, {"name": "a\x00b"}, {"name": []}]
)
def test_bad_changes_name_their_field_and_change_nothing(signed_in: SignIn, body: dict[str, Any]) -> None:
    response = signed_in("mahummed").patch(MINE, body, format="json")
    assert response.status_code == 400
    assert set(response.json()) == set(body)
    assert signed_in("mahummed").get(MINE).json() == APPBREW_CARD


def test_a_file_that_is_no_picture_is_refused(signed_in: SignIn) -> None:
    file = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", "image/png")
    response = signed_in("mahummed").patch(MINE, {"logo": file}, format="multipart")
    assert response.status_code == 400
    assert set(response.json()) == {"logo"}


@pytest.mark.parametrize("username", ["appbrew_manager", "appbrew_staff", "johndoe"])
def test_only_owners_change_it(signed_in: SignIn, username: str) -> None:
    assert signed_in(username).patch(MINE, {"name": "Mine now"}).status_code == 403
    assert signed_in("northwind_owner").patch(MINE, {"name": "South"}).status_code == 200
    assert Organization.objects.get(pk=APPBREW).name == "AppBrew"


def test_a_body_that_names_another_tenant_is_refused(signed_in: SignIn) -> None:
    response = signed_in("mahummed").patch(MINE, {"name": "X", "tenant_id": str(NORTHWIND)})
    assert (response.status_code, response.json()) == (400, {"detail": "Tenant ID mismatch."})


def test_the_token_of_a_sign_in_names_the_tenant(api: APIClient) -> None:
    body = {"email": "support@appbrew.com", "password": "SecurePass123!"}
    token = api.post("/api/v1/auth/login", body).json()["access_token"]
    claims = jwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"])
    assert claims["tenant_id"] == str(APPBREW)
    assert claims["tenant_domain"] == "appbrew.com"
    assert claims["job_role"] == "co-admin"
    assert (claims["email"], claims["first_name"]) == ("support@appbrew.com", "Mahummed")


def test_what_a_token_claims_decides_nothing() -> None:
    """A genuine token of an outsider whose claims say owner of AppBrew; then one by another key."""
    outsider = User.objects.get(username="johndoe")
    genuine = access_token(user=outsider, now=timezone.now())
    claims = jwt.decode(genuine, settings.SECRET_KEY, algorithms=["HS256"])
    claims |= {"tenant_id": str(APPBREW), "tenant_domain": "appbrew.com", "job_role": "co-admin"}
    boasting = jwt.encode(claims, settings.SECRET_KEY, algorithm="HS256")
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer {boasting}")
    assert client.get(MINE).status_code == 403
    forged = jwt.encode({**claims, "user_id": 1, "sub": "1"}, "another key" * 5, algorithm="HS256")
    assert APIClient(HTTP_AUTHORIZATION=f"Bearer {forged}").get(MINE).status_code == 401


def test_a_token_from_before_the_change_of_tenant_is_of_the_new_one(signed_in: SignIn) -> None:
    client = signed_in("appbrew_staff")
    Membership.objects.filter(user__username="appbrew_staff").update(organization_id=NORTHWIND)
    assert client.get(MINE).json()["id"] == str(NORTHWIND)
