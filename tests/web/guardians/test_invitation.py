"""The page behind the mailed link: nothing is spent by following it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.rules import Status
from trellis.domain.guardians.services.guardianships import invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> str:
    born = timezone.now().date() - timedelta(days=4000)
    nia = User.objects.create(
        username="nia", email="nia@example.com", first_name="Nia", last_name="Neu", birth_date=born
    )
    invite(minor=nia, email="gus@example.com", actor=nia, now=timezone.now())
    found = re.search(r"http\S+?(/guardians/invitations/\S+)", Mail.objects.get().text)
    assert found
    return found[1]


def _browser(user: User | None) -> Client:
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    return client


def _adult(name: str = "gus", **more: object) -> User:
    return User.objects.create(username=name, email=f"{name}@example.com", **more)


def _answer(client: Client, link: str, answer: str) -> tuple[int, str]:
    page = client.get(link).content.decode()
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    given = {name: unescape(value) for name, value in fields.items()}
    done = client.post("/guardians/invitations/", {**given, "answer": answer})
    return done.status_code, done.content.decode()


def test_following_the_link_spends_nothing_and_the_button_accepts_once(link: str) -> None:
    gus = _adult()
    client = _browser(gus)
    for _ in range(2):
        page = client.get(link)
        assert page.status_code == 200
        assert "Be the guardian of Nia Neu" in page.content.decode()
    assert Guardianship.objects.get().status == Status.INVITED
    status, page = _answer(client, link, "yes")
    assert (status, Guardianship.objects.get().guardian) == (200, gus)
    assert "You are the guardian of Nia Neu" in page
    again = client.get(link)
    assert (again.status_code, "has been used" in again.content.decode()) == (409, True)


def test_a_stranger_is_led_to_sign_in_and_may_decline(link: str) -> None:
    client = _browser(None)
    page = client.get(link).content.decode()
    assert "/sign-in/?next=/guardians/invitations/" in unescape(page).replace("%2F", "/")
    assert _answer(client, link, "yes")[0] == 200
    assert Guardianship.objects.get().status == Status.INVITED
    assert "You are no guardian" in _answer(client, link, "no")[1]
    assert Guardianship.objects.get().status == Status.ENDED
    assert client.get(link).status_code == 409


def test_the_minor_and_other_minors_are_told_why_not(link: str) -> None:
    nia = User.objects.get()
    for user, words in (
        (nia, "needs a guardian"),
        (_adult("kid", birth_date=nia.birth_date), "only adults"),
    ):
        status, page = _answer(_browser(user), link, "yes")
        assert (status, words in page) == (409, True)
    assert Guardianship.objects.get().status == Status.INVITED


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c", "%00", "é"])
def test_a_link_that_is_none_of_ours(client: Client, token: str) -> None:
    assert client.get("/guardians/invitations/", {"token": token}).status_code == 400
    assert client.post("/guardians/invitations/", {"token": token, "answer": "no"}).status_code == 400
