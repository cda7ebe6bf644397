"""The page that a mail about a new password leads to."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services import passwords

URL = "/reset-password/"
NEW = "An0ther-Passw0rd"


@pytest.fixture
def link(db: None) -> str:
    """Return the link that was mailed to Ann."""
    User.objects.create_user("ann", "ann@example.com", "A-l0ng-Passw0rd")
    passwords.mail_reset(email="ann@example.com", address="10.0.0.1", now=timezone.now())
    found = re.search(r"http\S+(/reset-password/\S+)", Mail.objects.get().text)
    assert found
    return found[1]


def _token(link: str) -> str:
    return link.partition("token=")[2].replace("%3A", ":")


def test_the_link_leads_to_a_form_which_sets_the_password(client: Client, link: str) -> None:
    page = client.get(link)
    assert (page.status_code, b"Choose a new password" in page.content) == (200, True)
    done = client.post(URL, {"token": _token(link), "password": NEW})
    assert (done.status_code, b"Your password is changed" in done.content) == (200, True)
    assert User.objects.get().check_password(NEW)


def test_looking_at_it_changes_nothing(client: Client, link: str) -> None:
    before = User.objects.get().password
    client.get(link)
    client.head(link)
    assert User.objects.get().password == before


@pytest.mark.parametrize("password", ["", "password", "x" * 129])
def test_a_password_that_is_not_taken_is_asked_for_again(client: Client, link: str, password: str) -> None:
    page = client.post(URL, {"token": _token(link), "password": password})
    assert (page.status_code, b"Choose a new password" in page.content) == (422, True)
    assert client.post(URL, {"token": _token(link), "password": NEW}).status_code == 200


def test_a_link_that_is_dead_says_so_in_words(client: Client, link: str) -> None:
    client.post(URL, {"token": _token(link), "password": NEW})
    for response in (client.get(link), client.post(URL, {"token": _token(link)}), client.get(URL)):
        assert (response.status_code, b"This link does not work" in response.content) == (400, True)


def test_a_form_from_elsewhere_is_refused(link: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(URL, {"token": _token(link), "password": NEW}).status_code == 403
    assert not User.objects.get().check_password(NEW)
