"""An invitation is answered in a browser, which says of a form where it stands."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.rules import Status, token_of
from trellis.domain.guardians.services.guardianships import invite

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_guardian_accepts_at_the_press_of_a_button(visit: Visit) -> None:
    mina = User.objects.get(email="mina@example.com")
    asked = invite(minor=mina, email="robin@example.com", actor=mina, now=timezone.now())
    page = visit.signed_in("robin@example.com")
    page.goto(f"{reverse('web:guardian-invitation')}?{urlencode({'token': token_of(asked)})}")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name="You are the guardian of Mina Young")).to_be_visible()
    assert Guardianship.objects.get(pk=asked.pk).status == Status.ACCEPTED
