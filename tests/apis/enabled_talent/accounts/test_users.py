"""Accounts: everybody sees and changes their own, staff all; another address counts once verified."""

import re
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn, client_of
from tests.apis.enabled_talent.accounts.conftest import EMAIL, PASSWORD
from tests.apis.enabled_talent.accounts.signing import AUTH, sign_in
from tests.apis.talent_pool.test_onboarding import picture
from trellis.apis.enabled_talent.accounts.output import USERS
from trellis.core.models import Mail
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token

NEW = "anna@example.com"


@pytest.fixture
def ben(db: None) -> User:
    return User.objects.create_user("ben", "ben@example.com", PASSWORD)


@pytest.fixture
def client(ann: User) -> APIClient:
    return client_of("ann")


@pytest.fixture
def staff(db: None) -> APIClient:
    User.objects.create_user("staff", "staff@example.com", PASSWORD, is_staff=True)
    return client_of("staff")


def _token() -> str:
    found = re.search(r"^([\w:-]{40,})$", Mail.objects.filter(to=NEW).latest("pk").text, re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("prefix", ["/api/auth/users/", "/api/users/users/"])
def test_one_sees_oneself_and_nobody_else(client: APIClient, ann: User, ben: User, prefix: str) -> None:
    me = client.get(f"{prefix}me/").json()
    assert client.get(prefix).json() == [me]
    assert client.get(f"{prefix}{ann.pk}/").json() == me
    for other in (ben.pk, 2**70, 0):
        assert client.get(f"{prefix}{other}/").status_code == 404
        assert client.patch(f"{prefix}{other}/", {"first_name": "X"}).status_code == 404


def test_staff_see_all_newest_first_page_by_page(
    staff: APIClient, ann: User, ben: User, django_assert_num_queries: Any
) -> None:
    ids = [row["id"] for row in staff.get(f"{AUTH}users/").json()]
    assert ids == sorted(User.objects.values_list("pk", flat=True), reverse=True)
    with django_assert_num_queries(3):
        page = staff.get(f"{AUTH}users/?limit=2")
    assert [row["id"] for row in page.json()] == ids[:2]
    assert 'rel="next"' in page["Link"]
    assert staff.get(f"{AUTH}users/?cursor=x").status_code == 400


def test_staff_who_did_not_type_their_password_are_like_everybody(ann: User, ben: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_staff=True)
    client = APIClient()
    token = access_token(user=User.objects.get(pk=ann.pk), now=timezone.now())
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert len(client.get(f"{AUTH}users/").json()) == 1
    assert client.get(f"{AUTH}users/{ben.pk}/").status_code == 404


@pytest.mark.usefixtures("world")
def test_what_is_compiled_is_what_plain_drf_prints() -> None:
    first, second = User.objects.order_by("pk")[:2]
    User.objects.filter(pk=second.pk).update(referred_by=first, email_verified_at="2026-01-01T00:00:00Z")
    assert_renders_equal(USERS, list(User.objects.values_list("pk", flat=True)))


def test_names_are_changed_and_what_else_is_sent_along_is_not(client: APIClient, ann: User) -> None:
    me = client.get(f"{AUTH}users/me/").json()
    response = client.put(
        f"{AUTH}users/{ann.pk}/", {**me, "first_name": "Anna", "id": 5, "is_candidate": True}
    )
    assert (response.status_code, response.json()) == (200, {**me, "first_name": "Anna"})
    assert client.patch(f"{AUTH}users/{ann.pk}/", {"last_name": ""}).json()["last_name"] == ""
    refused = client.put(f"{AUTH}users/{ann.pk}/", {"last_name": "B"})
    assert (refused.status_code, list(refused.json())) == (400, ["first_name"])


@pytest.mark.parametrize("field", ["is_active", "is_verified"])
def test_what_staff_decide_is_staffs_alone(
    client: APIClient, staff: APIClient, ann: User, field: str
) -> None:
    address = f"{AUTH}users/{ann.pk}/"
    value = field == "is_verified"
    assert client.patch(address, {field: value}).status_code == 403
    assert client.patch(address, {field: not value}).status_code == 200, "as it is"
    assert staff.patch(address, {field: value}).json()[field] is value


def test_an_account_that_staff_shut_is_signed_out_at_once(
    client: APIClient, staff: APIClient, ann: User
) -> None:
    refresh = sign_in(APIClient()).json()["refresh"]
    assert staff.patch(f"{AUTH}users/{ann.pk}/", {"is_active": False}).status_code == 200
    assert client.get(f"{AUTH}users/me/").status_code == 401
    staff.patch(f"{AUTH}users/{ann.pk}/", {"is_active": True})
    assert APIClient().post(f"{AUTH}token/refresh/", {"refresh": refresh}).status_code == 401


def test_another_address_counts_once_it_is_verified_and_the_former_is_told(
    client: APIClient, ann: User
) -> None:
    changed = client.patch(f"{AUTH}users/{ann.pk}/", {"email": NEW})
    assert (changed.status_code, changed.json()["email"]) == (200, EMAIL)
    assert [mail.to for mail in Mail.objects.all()] == [NEW]
    assert APIClient().post(f"{AUTH}verify-email/", {"token": _token()}).status_code == 200
    me = client.get(f"{AUTH}users/me/").json()
    assert (me["email"], me["is_verified"]) == (NEW, True)
    assert [mail.to for mail in Mail.objects.order_by("pk")] == [NEW, EMAIL]
    assert APIClient().post(f"{AUTH}verify-email/", {"token": _token()}).status_code == 200, "again"


def test_of_two_new_addresses_the_last_one_counts(client: APIClient, ann: User) -> None:
    client.patch(f"{AUTH}users/{ann.pk}/", {"email": NEW})
    token = _token()
    client.patch(f"{AUTH}users/{ann.pk}/", {"email": "other@example.com"})
    assert APIClient().post(f"{AUTH}verify-email/", {"token": token}).status_code == 400


def test_an_address_that_is_taken_is_refused_also_when_that_comes_later(
    client: APIClient, ann: User, ben: User
) -> None:
    refused = client.patch(f"{AUTH}users/{ann.pk}/", {"email": ben.email.upper()})
    assert (refused.status_code, list(refused.json())) == (400, ["email"])
    client.patch(f"{AUTH}users/{ann.pk}/", {"email": NEW})
    User.objects.create_user("anna", NEW, PASSWORD)
    response = APIClient().post(f"{AUTH}verify-email/", {"token": _token()})
    assert (response.status_code, list(response.json())) == (400, ["token"])
    assert client.get(f"{AUTH}users/me/").json()["email"] == EMAIL


@pytest.mark.parametrize("is_limited", [False, True])
def test_where_an_address_is_refused_nothing_else_is_changed(
    client: APIClient, ann: User, ben: User, settings: Any, is_limited: bool
) -> None:
    if is_limited:
        settings.TRELLIS_RATE_LIMITS = True
        for _ in range(5):
            client.patch(f"{AUTH}users/{ann.pk}/", {"email": NEW})
    changes = {"first_name": "Anna", "email": NEW if is_limited else ben.email}
    refused = client.put(f"{AUTH}users/{ann.pk}/", changes)
    assert refused.status_code == (429 if is_limited else 400)
    assert client.get(f"{AUTH}users/me/").json()["first_name"] == ann.first_name != "Anna"


def test_a_picture_is_shown_replaced_and_taken_away(client: APIClient, ann: User) -> None:
    shown = []
    for _ in range(2):
        response = client.patch(f"{AUTH}profile/", {"avatar": picture()}, format="multipart")
        assert response.status_code == 200, response.content
        shown.append(response.json()["profile"]["avatar"])
    assert shown[0] != shown[1]
    assert shown[1].startswith("http")
    assert client.patch(f"{AUTH}profile/", {"first_name": "Anna"}).json()["profile"]["avatar"] == shown[1]
    assert client.patch("/api/users/profile/", {"avatar": None}).json()["profile"]["avatar"] is None


def test_what_is_no_picture_is_refused_by_name(client: APIClient) -> None:
    refused = client.patch(f"{AUTH}profile/", {"avatar": "text"})
    assert (refused.status_code, list(refused.json())) == (400, ["avatar"])


@pytest.mark.usefixtures("world")
def test_the_demos_people_can_be_asked(signed_in: SignIn) -> None:
    assert signed_in("candidate").get(f"{AUTH}users/me/").json()["email"] == "candidate@example.com"
