"""A browser is told of by whoever is signed in there, if its service is a known one."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.notifications.browsers import sign_in, subscribed
from tests.domain.notifications.world import person
from tests.push_service import Browser, PushService, encoded
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import PushSubscription
from trellis.domain.notifications.queries import subscriptions_of
from trellis.domain.notifications.refusals import InvalidSubscription, PushIsOff, SignInUnknown
from trellis.domain.notifications.rules.limits import LONGEST_USER_AGENT, MOST_BROWSERS
from trellis.domain.notifications.services.subscribing import forget, subscribe, unsubscribe

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia() -> User:
    return person("nia")


def ask(user: User, browser: Browser, **changes: Any) -> PushSubscription:
    given = {
        "sign_in_id": sign_in(user).family_id,
        "endpoint": browser.endpoint,
        "p256dh": browser.p256dh,
        "auth": browser.auth,
        "now": timezone.now(),
    }
    return subscribe(person=user, **{**given, **changes})


def test_the_same_browser_is_one_however_often_it_is_said(nia: User, push: PushService) -> None:
    browser = push.browser()
    first = ask(nia, browser)
    again = ask(nia, browser, user_agent="x" * 10_000)
    assert (first.pk, PushSubscription.objects.count()) == (again.pk, 1)
    again.refresh_from_db()
    assert again.user_agent == "x" * LONGEST_USER_AGENT


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "https://evil.example/push",
        "https://fcm.googleapis.com@evil.example/push",
        "http://fcm.googleapis.com/push",
        "https://fcm.googleapis.com:8443/push",
        "https://127.0.0.1/push",
        "http://localhost/push",
        "https://fcm.googleapis.com/\x00",
        "https://fcm.googleapis.com/\ud800",
        "https://fcm.googleapis.com/" + "x" * 10_000,
    ],
    ids=lambda text: ascii(text)[:40],
)
def test_an_address_of_nobody_we_know_is_refused_by_name(nia: User, push: PushService, endpoint: str) -> None:
    with pytest.raises(InvalidSubscription) as raised:
        ask(nia, push.browser(), endpoint=endpoint)
    assert list(raised.value.errors) == ["endpoint"]
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("field", ["p256dh", "auth"])
@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "x" * 10_000, encoded(bytes(65))])
def test_keys_that_are_none_are_refused_by_name(nia: User, push: PushService, field: str, text: str) -> None:
    with pytest.raises(InvalidSubscription) as raised:
        ask(nia, push.browser(), **{field: text})
    assert list(raised.value.errors["keys"]) == [field]


def test_who_is_not_known_to_be_signed_in_is_not_told(nia: User, push: PushService) -> None:
    ended, others = sign_in(nia), sign_in(person("ole"))
    nia.token_families.filter(pk=ended.family_id).update(revoked_at=timezone.now())
    for sign_in_id in (None, uuid4(), ended.family_id, others.family_id):
        with pytest.raises(SignInUnknown):
            ask(nia, push.browser(), sign_in_id=sign_in_id)
    assert not PushSubscription.objects.exists()


def test_a_site_without_a_key_tells_nobody(nia: User, push: PushService, settings: Any) -> None:
    settings.VAPID_KEY = ""
    with pytest.raises(PushIsOff):
        ask(nia, push.browser())


def test_the_oldest_of_too_many_makes_room(nia: User, push: PushService) -> None:
    other = ask(person("ole"), push.browser())
    start = timezone.now() - timedelta(hours=1)
    made = [
        ask(nia, push.browser(), now=start + timedelta(minutes=number)) for number in range(MOST_BROWSERS + 2)
    ]
    kept = [each.pk for each in subscriptions_of(nia, now=timezone.now())]
    assert kept == [each.pk for each in reversed(made[2:])]
    assert PushSubscription.objects.filter(pk=other.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_many_who_say_the_same_at_once_make_one(nia: User, push: PushService) -> None:
    browser, pair = push.browser(), sign_in(nia)
    at_once(6, lambda _: subscribed(nia, browser, sign_in_id=pair.family_id))
    assert PushSubscription.objects.count() == 1


def test_nobody_ends_what_is_anothers(nia: User, push: PushService) -> None:
    browser, ole = push.browser(), person("ole")
    subscription = ask(nia, browser)
    assert not unsubscribe(person=ole, endpoint=browser.endpoint)
    assert not forget(person=ole, subscription_id=subscription.pk)
    assert PushSubscription.objects.exists()
    assert unsubscribe(person=nia, endpoint=browser.endpoint)
    assert not unsubscribe(person=nia, endpoint=browser.endpoint)
    assert forget(person=nia, subscription_id=ask(nia, browser).pk)
    assert not PushSubscription.objects.exists()
