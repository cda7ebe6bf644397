"""Sessions in people's own calendars."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.mentorship.conftest import BASE, NOW
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.services.bookings import confirm

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed(booking: Booking, people: dict[str, User]) -> Booking:
    return confirm(booking=booking, actor=people["mentor"], version=None, now=NOW)


def test_a_confirmed_session_can_be_added_to_calendars(as_: As, confirmed: Booking) -> None:
    page = as_("mentee").get(f"{BASE}/bookings").content.decode()
    assert 'href="https://calendar.google.com/calendar/render?action=TEMPLATE&amp;' in page
    assert 'href="https://outlook.live.com/calendar/' in page
    assert f'href="{BASE}/bookings/{confirmed.public_id}.ics"' in page


def test_the_file_is_for_the_two_of_them(as_: As, confirmed: Booking) -> None:
    address = f"{BASE}/bookings/{confirmed.public_id}.ics"
    for who in ("mentor", "mentee"):
        response = as_(who).get(address)
        assert response["Content-Type"].startswith("text/calendar")
        assert str(confirmed.public_id) in response.content.decode()
    assert as_("other").get(address).status_code == 404
    assert as_("nobody").get(address).status_code == 302


def test_a_session_that_is_not_confirmed_has_no_file(as_: As, booking: Booking) -> None:
    assert as_("mentee").get(f"{BASE}/bookings/{booking.public_id}.ics").status_code == 404
    assert "calendar.google.com" not in as_("mentee").get(f"{BASE}/bookings").content.decode()


def test_a_feed_is_made_changed_and_closed(as_: As, confirmed: Booking, people: Any) -> None:
    client, address = as_("mentee"), f"{BASE}/calendar"
    assert "No address yet" in client.get(address).content.decode()
    first = client.post(address, {"action": "create"}, follow=True).context["feed_url"]
    path = first.removeprefix(first.partition("/calendar/")[0])
    assert Client().get(path).status_code == 200
    second = client.post(address, {"action": "rotate"}, follow=True)
    assert second.context["webcal_url"].startswith("webcal://")
    assert second.context["feed_url"] != first
    assert Client().get(path).status_code == 404
    closed = client.post(address, {"action": "revoke"}, follow=True)
    assert "No address yet" in closed.content.decode()
    assert client.post(address, {"action": "\x00"}).status_code == 302


def test_a_feed_needs_a_session_and_the_token_of_the_form(people: dict[str, User]) -> None:
    assert Client().get(f"{BASE}/calendar").status_code == 302
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["mentee"])
    assert client.post(f"{BASE}/calendar", {"action": "create"}).status_code == 403
