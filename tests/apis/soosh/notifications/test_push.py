"""`notifications/push/…`: browsers that show what one is told, from signing in until signing out."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.notifications.told import API, ann, told
from tests.domain.notifications.browsers import do_jobs
from tests.push_service import PushService, decoded
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import TokenPair, end_families, issue_pair
from trellis.domain.notifications.models import PushSubscription

URL = f"{API}/push/subscriptions"
pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return ann()


def client_with(pair: TokenPair) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {pair.access}")
    return client


@pytest.fixture
def pair(user: User) -> TokenPair:
    return issue_pair(user=user, now=timezone.now())


def test_a_browser_subscribes_with_the_key_and_shows_what_comes(
    user: User, pair: TokenPair, push: PushService
) -> None:
    client, browser = client_with(pair), push.browser()
    key = client.get(f"{API}/push/key").json()
    assert key.keys() == {"public_key"} and len(decoded(key["public_key"])) == 65
    response = client.post(URL, browser.subscription, format="json")
    assert response.status_code == 201, response.content
    assert response.json()["endpoint"] == browser.endpoint
    assert client.post(URL, browser.subscription, format="json").status_code == 201
    told(user)
    do_jobs()
    assert len(browser.messages) == 1
    end_families(family_ids=[pair.family_id], now=timezone.now())
    told(user)
    do_jobs()
    assert len(browser.messages) == 1, "nothing appears after signing out"


def test_a_browser_is_ended_by_its_own_person_alone(user: User, pair: TokenPair, push: PushService) -> None:
    client, browser = client_with(pair), push.browser()
    client.post(URL, browser.subscription, format="json")
    other = User.objects.create(username="eve", email="eve@example.com")
    stranger = client_with(issue_pair(user=other, now=timezone.now()))
    for each, left in ((stranger, 1), (client, 0), (client, 0)):
        response = each.delete(URL, {"endpoint": browser.endpoint}, format="json")
        assert (response.status_code, response.content) == (204, b"")
        assert PushSubscription.objects.count() == left


LONG = "x" * 10_000


@pytest.mark.parametrize(
    "endpoint",
    [
        None,
        "",
        7,
        [],
        {},
        LONG,
        "https://evil.example/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:444/x",
        "https://127.0.0.1/x",
        "http://localhost:8000/x",
        "https://2130706433/x",
        "https://fcm.googleapis.com/\x00",
        "https://fcm.googleapis.com/x\nHost: evil.example",
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_an_address_that_is_no_known_service_is_422_by_its_name(
    pair: TokenPair, push: PushService, endpoint: Any
) -> None:
    body = {**push.browser().subscription, "endpoint": endpoint}
    details = refused(client_with(pair).post(URL, body, format="json"), 422, "VALIDATION_ERROR")["details"]
    assert list(details) == ["endpoint"]
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("keys", [None, 7, "x", [], {}, {"p256dh": 2**63, "auth": LONG}])
def test_keys_of_another_kind_are_422_by_their_name(pair: TokenPair, push: PushService, keys: Any) -> None:
    body = {**push.browser().subscription, "keys": keys}
    details = refused(client_with(pair).post(URL, body, format="json"), 422, "VALIDATION_ERROR")["details"]
    assert list(details) == ["keys"]


def test_a_key_off_the_curve_is_422_by_its_name(pair: TokenPair, push: PushService) -> None:
    body = push.browser().subscription
    body["keys"]["p256dh"] = "A" * 87
    details = refused(client_with(pair).post(URL, body, format="json"), 422, "VALIDATION_ERROR")["details"]
    assert list(details["keys"]) == ["p256dh"]


def test_without_a_key_of_the_site_there_is_none(pair: TokenPair, push: PushService, settings: Any) -> None:
    settings.VAPID_KEY = ""
    client = client_with(pair)
    assert client.get(f"{API}/push/key").json() == {"public_key": None}
    refused(client.post(URL, push.browser().subscription, format="json"), 503, "SERVICE_UNAVAILABLE")


def test_a_sign_in_that_has_ended_subscribes_no_browser(pair: TokenPair, push: PushService) -> None:
    end_families(family_ids=[pair.family_id], now=timezone.now())
    refused(client_with(pair).post(URL, push.browser().subscription, format="json"), 409, "CONFLICT")
    assert not PushSubscription.objects.exists()
