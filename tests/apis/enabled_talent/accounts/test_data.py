"""One's own data and the end of an account, under both prefixes."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from tests.apis.enabled_talent.accounts.conftest import EMAIL, PASSWORD
from tests.apis.enabled_talent.accounts.signing import AUTH
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.organizations.services.organizations import create_organization
from trellis.domain.privacy.models import DataExport, Erasure
from trellis.domain.privacy.services import writing


@pytest.mark.parametrize("prefix", ["/api/auth/", "/api/users/"])
def test_the_data_is_written_and_fetched(ann: User, prefix: str) -> None:
    client = client_of("ann")
    assert client.get(f"{prefix}users/me/data/").status_code == 202
    assert client.get(f"{prefix}users/me/data/file/").json() == {"detail": "Your data is not ready yet."}
    writing.write(DataExport.objects.get().pk)
    told = client.get(f"{prefix}users/me/data/").json()
    assert told["download_url"].endswith(f"{prefix}users/me/data/file/")
    file = client.get(f"{prefix}users/me/data/file/")
    assert b"".join(file.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize(
    ("address", "status", "told"), [("me/data", 202, b'"kept_at":null'), ("{id}", 204, b"")]
)
def test_closing_an_account_is_one_thing_wherever_it_is_asked(
    ann: User, address: str, status: int, told: bytes
) -> None:
    client = client_of("ann")
    closed = client.delete(f"{AUTH}users/{address.format(id=ann.pk)}/")
    assert closed.status_code == status
    assert told in closed.content
    assert {each["max-age"] for each in closed.cookies.values()} == {0}
    assert client.get(f"{AUTH}users/me/").status_code == 401
    assert Erasure.objects.filter(user=ann, erased_at=None).exists()
    assert Mail.objects.filter(to=EMAIL, subject="Your account will be erased").exists()


def test_staff_close_others_and_nobody_else_does(ann: User) -> None:
    User.objects.create_user("ben", "ben@example.com", PASSWORD)
    User.objects.create_user("staff", "staff@example.com", PASSWORD, is_staff=True)
    address = f"{AUTH}users/{ann.pk}/"
    assert client_of("ben").delete(address).status_code == 404
    owner = create_organization(owner=ann, name="Acme", domain="acme.example", now=timezone.now())
    refused = client_of("staff").delete(address)
    assert (refused.status_code, "Acme" in refused.json()["detail"]) == (409, True)
    owner.organization.delete()
    first = client_of("staff").delete(address)
    assert (first.status_code, first.content, first.cookies) == (204, b"", {})
    assert client_of("staff").delete(address).status_code == 204
    assert Erasure.objects.count() == 1


def test_a_cookie_alone_closes_nothing_without_the_csrf_token(ann: User, browser: APIClient) -> None:
    assert browser.post(f"{AUTH}token/", {"email": EMAIL, "password": PASSWORD}).status_code == 200
    assert browser.delete(f"{AUTH}users/me/data/").status_code == 403
    assert not Erasure.objects.exists()
