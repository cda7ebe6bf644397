"""One's own data and the end of one's account, in SOOSH's words."""

import io
from zipfile import ZipFile

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from trellis.domain.accounts.models import User
from trellis.domain.organizations.services.organizations import create_organization
from trellis.domain.privacy.models import DataExport, Erasure
from trellis.domain.privacy.rules.times import GRACE
from trellis.domain.privacy.services import writing

URL = "/api/v1/users/me/data"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann", "ann@example.org", "A-l0ng-Passw0rd", first_name="Zelda")


@pytest.fixture
def client(ann: User) -> APIClient:
    return client_of("ann")


def test_asking_for_it_has_it_written_and_then_it_is_there(client: APIClient) -> None:
    assert client.get(f"{URL}/file").status_code == 404
    begun = client.get(URL)
    assert (begun.status_code, begun["Retry-After"], begun.json()["status"]) == (202, "2", "queued")
    assert client.get(f"{URL}?anew=true").json() == begun.json()
    early = client.get(f"{URL}/file")
    assert (early.status_code, early.json()["error"]) == (409, "CONFLICT")

    writing.write(DataExport.objects.get().pk)
    ready = client.get(URL)
    told = ready.json()
    assert (ready.status_code, told["status"], told["progress"], told["erasure"]) == (200, "ready", 100, None)
    assert told["download_url"].endswith(f"{URL}/file")
    file = client.get(f"{URL}/file", HTTP_ACCEPT="application/zip")
    content = b"".join(file.streaming_content)
    assert len(content) == told["size"]
    assert (file["Content-Type"], file["Cache-Control"]) == ("application/zip", "private, no-store")
    assert b"Zelda" in ZipFile(io.BytesIO(content)).read("data/accounts.user.json")
    assert client.get(f"{URL}?anew=true").status_code == 202
    refused = client.get(f"{URL}?anew=perhaps")
    assert (refused.status_code, set(refused.json()["details"])) == (422, {"anew"})


def test_closing_the_account_ends_every_sign_in(client: APIClient, ann: User, api: APIClient) -> None:
    assert api.delete(URL).status_code == 401
    closed = client.delete(URL)
    erasure = Erasure.objects.get(user=ann)
    assert (closed.status_code, set(closed.json())) == (202, {"begun_at", "due_at", "kept_at"})
    assert erasure.due_at - erasure.begun_at == GRACE
    assert client.get(URL).status_code == 401
    assert client.delete(URL).status_code == 401


def test_the_only_owner_stays_and_is_told_of_what(client: APIClient, ann: User) -> None:
    create_organization(owner=ann, name="Acme", domain="acme.example", now=timezone.now())
    refused = client.delete(URL)
    assert (refused.status_code, refused.json()["error"]) == (409, "CONFLICT")
    assert "Acme" in refused.json()["message"]
    assert User.objects.get(pk=ann.pk).is_active
