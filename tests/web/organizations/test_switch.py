"""The page on which people say in which of their organizations they act."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from trellis.demo.tenants import APPBREW, NORTHWIND
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services.current import make_none_current

pytestmark = pytest.mark.usefixtures("world")
URL = "/tenants/"


@pytest.fixture
def owner() -> User:
    """AppBrew's, who has joined Northwind since."""
    user = User.objects.get(username="mahummed")
    make_none_current(user.pk)
    Membership.objects.create(organization_id=NORTHWIND, user=user, role=Role.STAFF, joined_at=timezone.now())
    return user


def _browser(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def test_the_button_of_another_organization_makes_it_the_current_one(owner: User) -> None:
    client = _browser(owner)
    page = client.get(URL).content.decode()
    assert page.count("You act here") == 1
    assert "Act for Northwind" not in page
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert fields["organization"] == str(APPBREW)
    after = client.post(URL, fields, follow=True)
    assert "Act for Northwind" in after.content.decode()
    member = membership_of(owner)
    assert member is not None
    assert member.organization_id == APPBREW


@pytest.mark.parametrize("given", [str(NORTHWIND), "nonsense", "", "\x00"])
def test_an_organization_that_is_not_ones_own_is_nowhere(given: str) -> None:
    client = Client()
    client.force_login(User.objects.get(username="appbrew_staff"))
    assert client.post(URL, {"organization": given}).status_code == 404


def test_another_site_cannot_press_the_button(owner: User) -> None:
    assert _browser(owner).post(URL, {"organization": str(APPBREW)}).status_code == 403
    assert membership_of(owner) == Membership.objects.get(user=owner, organization_id=NORTHWIND)


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    response = client.get(URL)
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/tenants/")


def test_a_hostile_name_stays_text(owner: User) -> None:
    Organization.objects.update(name="<script>alert(1)</script>")
    assert "<script>alert" not in _browser(owner).get(URL).content.decode()


def test_who_works_for_several_is_led_there_by_the_account_page_and_others_are_not(owner: User) -> None:
    assert URL in _browser(owner).get("/sign-in/").content.decode()
    other = User.objects.get(username="appbrew_staff")
    assert 'href="/tenants/"' not in _browser(other).get("/sign-in/").content.decode()
