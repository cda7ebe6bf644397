"""Pages and mails speak the zone of who reads them, which the account keeps."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.mentorship.conftest import BASE, NOW
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services.availability import set_availability

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db
THURSDAY_9 = "2026-03-05T09:00:00Z/2026-03-05T10:00:00Z"
KATHMANDU = "Asia/Kathmandu"


def _ask(client: Client, mentor: Mentor) -> None:
    response = client.post(f"{BASE}/{mentor.public_id}", {"slot": THURSDAY_9, "topic": "Growing"})
    assert response.status_code == 302, response.content


def _mail_to(user: User) -> str:
    return Mail.objects.filter(to=user.email).latest("pk").text


def _zone(user: User) -> tuple[str, bool]:
    user.refresh_from_db()
    return user.timezone, user.timezone_chosen


def test_a_mail_tells_the_time_that_was_chosen_on_the_page_and_the_others_beside_it(
    as_: As, mentor: Mentor, people: dict[str, User]
) -> None:
    client = as_("mentee")
    page = client.get(f"{BASE}/{mentor.public_id}", {"zone": KATHMANDU, "week": "2026-03-02"})
    assert re.search(r">14:45</time>", page.content.decode())
    _ask(client, mentor)
    mine = _mail_to(people["mentee"])
    told = "When: Thursday 5 March 2026, 14:45 to 15:45 (Asia/Kathmandu time; 2026-03-05 09:00 UTC)"
    assert told in mine
    assert "For Mona Tester: 09:00 to 10:00 UTC" in mine
    theirs = _mail_to(people["mentor"])
    assert "When: Thursday 5 March 2026, 09:00 to 10:00 UTC" in theirs
    assert "For Mel Tester: 14:45 to 15:45 (Asia/Kathmandu time)" in theirs


def test_a_card_tells_both_times_on_either_side(
    as_: As, mentor: Mentor, booking: Booking, people: dict[str, User]
) -> None:
    client = as_("mentee")
    mine = client.get(f"{BASE}/bookings", {"zone": KATHMANDU}).content.decode()
    assert "14:45 to 15:45" in mine
    assert "for Mona 09:00 to 10:00 UTC" in mine
    theirs = as_("mentor").get(f"{BASE}/mentor/bookings").content.decode()
    assert "09:00 to 10:00" in theirs
    assert "for Mel 14:45 to 15:45 (Asia/Kathmandu time)" in theirs
    same = client.get(f"{BASE}/bookings", {"zone": "UTC"}).content.decode()
    assert "for Mona" not in same


def test_a_zone_is_first_guessed_by_the_browser_and_then_chosen(
    as_: As, mentor: Mentor, people: dict[str, User]
) -> None:
    client, mentee = as_("mentee"), people["mentee"]
    client.cookies["zone_here"] = "Asia/Kolkata"
    client.get(f"{BASE}/bookings")
    assert _zone(mentee) == ("Asia/Kolkata", False)
    client.cookies["zone_here"] = "Europe/Berlin"
    client.get(f"{BASE}/bookings")
    assert _zone(mentee) == ("Asia/Kolkata", False)
    client.get(f"{BASE}/bookings", {"zone": "UTC"})
    assert _zone(mentee) == ("UTC", True)
    client.get(f"{BASE}/bookings")
    assert _zone(mentee) == ("UTC", True)


def test_what_was_picked_before_signing_in_is_kept_unless_the_account_has_chosen(
    as_: As, mentor: Mentor, people: dict[str, User]
) -> None:
    client, mentee = as_("mentee"), people["mentee"]
    client.cookies["zone"] = KATHMANDU
    _ask(client, mentor)
    assert _zone(mentee) == (KATHMANDU, True)
    assert "14:45 to 15:45" in _mail_to(mentee)
    client.cookies["zone"] = "Europe/Berlin"
    assert "14:45 to 15:45" in client.get(f"{BASE}/bookings").content.decode()
    assert _zone(mentee) == (KATHMANDU, True)


@pytest.mark.parametrize(
    "zone", ["localtime", "posixrules", "Factory", "Mars/Base", "../../etc/passwd", "\x00", ""]
)
def test_what_is_no_zone_is_kept_nowhere(as_: As, people: dict[str, User], zone: str) -> None:
    client = as_("mentee")
    client.cookies["zone_here"] = "posixrules"
    assert client.get(f"{BASE}/bookings", {"zone": zone}).status_code == 200
    assert _zone(people["mentee"]) == ("UTC", False)


def test_a_link_on_another_site_chooses_nothing(as_: As, people: dict[str, User]) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    as_("mentee").get(f"{BASE}/bookings", {"zone": KATHMANDU}, headers=headers)
    assert _zone(people["mentee"]) == ("UTC", False)


def test_times_that_the_clock_shows_twice_are_told_apart(
    as_: As, mentor: Mentor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 10, 28, 8, tzinfo=UTC))
    hours = [Window(day_of_week=day, start_minute=0, end_minute=240) for day in range(7)]
    set_availability(mentor=mentor, weekly=hours, dated=None, now=NOW)
    page: Any = as_("nobody").get(
        f"{BASE}/{mentor.public_id}", {"zone": "Europe/London", "week": "2027-10-25"}
    )
    sunday = page.context["week"].days[-1]
    assert [choice.offset for choice in sunday.choices] == ["UTC+01:00", "UTC+00:00", "", ""]
    assert "<small>UTC+01:00</small>" in page.content.decode()
