"""The page behind the link of an invitation."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Invitation, Membership
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.rules.invitations import token_of
from trellis.domain.organizations.services.invitations import invite

pytestmark = pytest.mark.usefixtures("world")
URL = "/join/"
FORM = '<form method="post" action="/join/">'


@pytest.fixture
def token() -> str:
    """Of an invitation of AppBrew to user@example.com."""
    owner = Membership.objects.select_related("organization", "user").get(user__username="mahummed")
    return token_of(invite(actor=owner, email="User@example.com", role=Role.MANAGER, now=timezone.now()))


def _browser(username: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username=username))
    return client


def _is_member(username: str = "johndoe") -> bool:
    return Membership.objects.filter(user__username=username, is_active=True).exists()


def test_the_link_in_the_mail_leads_to_a_button_that_joins(token: str) -> None:
    client = _browser("johndoe")
    link = re.search(r"http\S+(/join/\S+)", Mail.objects.get().text)
    assert link
    asked = client.get(link[1])
    assert asked.status_code == 200
    assert not _is_member(), "following the link alone must change nothing"
    page = asked.content.decode()
    assert "Mahummed Mahummed invites" in page
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    done = client.post(URL, {name: unescape(value) for name, value in fields})
    assert done.status_code == 200
    assert "Welcome to AppBrew" in done.content.decode()
    assert _is_member()
    again = client.get(link[1])
    assert again.status_code == 409
    assert "has been used" in again.content.decode()


def test_a_stranger_is_told_how_to_sign_in(client: Client, token: str) -> None:
    page = client.get(URL, {"token": token})
    assert page.status_code == 200
    assert FORM not in page.content.decode()
    (sign_in,) = re.findall(r'href="(/sign-in/\?next=[^"]+)"', page.content.decode())
    assert client.get(unescape(sign_in)).status_code == 200
    assert client.post(URL, {"token": token}).status_code == 200
    assert not _is_member()


def test_another_account_cannot_accept(token: str) -> None:
    client = _browser("candidate")
    page = client.get(URL, {"token": token}).content.decode()
    assert "another account" in page
    assert FORM not in page
    forced = Client()
    forced.force_login(User.objects.get(username="candidate"))
    assert forced.post(URL, {"token": token}).status_code == 403
    assert not _is_member("candidate")


def test_another_site_cannot_press_the_button(token: str) -> None:
    assert _browser("johndoe").post(URL, {"token": token}).status_code == 403
    assert not _is_member()


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c", "\x00", "ü:ü:ü", "x" * 3000, '"><script>'])
def test_a_bad_token_is_told(client: Client, token: str) -> None:
    for response in (client.get(URL, {"token": token}), client.post(URL, {"token": token})):
        assert response.status_code == 400
        assert "This invitation does not work" in response.content.decode()
        assert "<script" not in response.content.decode()


def test_one_that_is_over_says_why(client: Client, token: str) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = client.get(URL, {"token": token})
    assert response.status_code == 409
    assert "This invitation has expired." in response.content.decode()


@pytest.mark.parametrize(
    ("username", "status", "told"),
    [("northwind_owner", 200, "Welcome to AppBrew"), ("appbrew_staff", 409, "You work there already")],
)
def test_members_elsewhere_join_and_those_here_are_told(
    token: str, username: str, status: int, told: str
) -> None:
    user = User.objects.get(username=username)
    Invitation.objects.update(email=user.email)
    client = Client()
    client.force_login(user)
    response = client.post(URL, {"token": token})
    assert response.status_code == status
    assert told in response.content.decode()
