"""The page behind the link of a verification mail."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.addresses import send_verification

pytestmark = pytest.mark.django_db
URL = "/verify-email/"


@pytest.fixture
def user() -> User:
    return User.objects.create_user(
        "nia", "nia@example.com", first_name="Nia & Co", date_joined=timezone.now()
    )


def _token(user: User) -> str:
    with transaction.atomic():
        send_verification(user=user, now=timezone.now())
    return Mail.objects.get(to=user.email).text.split("This is it:")[1].split()[0]


def _verified_at(user: User) -> datetime | None:
    user.refresh_from_db()
    return user.email_verified_at


def test_the_link_in_the_mail_leads_to_a_button_that_verifies(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    _token(user)
    link = re.search(r"http\S+(/verify-email/\S+)", Mail.objects.get().text)
    assert link
    asked = client.get(link[1])
    assert asked.status_code == 200
    assert _verified_at(user) is None, "following the link alone must change nothing"
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.content.decode())
    done = client.post(URL, {name: unescape(value) for name, value in fields})
    assert done.status_code == 200
    assert "nia@example.com" in done.content.decode()
    assert _verified_at(user) is not None


def test_pressing_twice_does_no_harm(client: Client, user: User) -> None:
    token = _token(user)
    client.post(URL, {"token": token})
    first = _verified_at(user)
    assert client.post(URL, {"token": token}).status_code == 200
    assert _verified_at(user) == first


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c", "\x00", "ü:ü:ü", "x" * 3000])
def test_a_bad_token_is_told_and_changes_nothing(client: Client, user: User, token: str) -> None:
    response = client.post(URL, {"token": token})
    assert response.status_code == 400
    assert "This link does not work" in response.content.decode()
    assert _verified_at(user) is None


def test_a_token_is_worth_nothing_after_three_days(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = _token(user)
    later = timezone.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert client.post(URL, {"token": token}).status_code == 400


def test_a_token_is_worth_nothing_once_the_address_has_changed(client: Client, user: User) -> None:
    token = _token(user)
    User.objects.filter(pk=user.pk).update(email="other@example.com")
    assert client.post(URL, {"token": token}).status_code == 400


def test_a_link_cut_short_is_told_at_once(client: Client) -> None:
    assert client.get(URL).status_code == 400


def test_a_token_is_written_into_the_page_as_text(client: Client) -> None:
    page = client.get(URL, {"token": '"><script>'}).content.decode()
    assert "<script" not in page


def test_another_site_cannot_press_the_button(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(URL, {"token": _token(user)}).status_code == 403
    assert _verified_at(user) is None


def test_the_mail_greets_by_the_name_as_it_is_written(user: User) -> None:
    _token(user)
    mail = Mail.objects.get()
    assert mail.text.startswith("Hello Nia & Co,\n")
    assert "Hello Nia &amp; Co," in mail.html
