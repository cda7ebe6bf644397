"""From a mentor's calendar to a request, and what happens when somebody was faster."""

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.web.mentorship.conftest import BASE, NOW, in_the_past, make_booking
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor

As = Callable[[str], Client]
HTMX = {"HX-Request": "true"}
THURSDAY_9 = "2026-03-05T09:00:00Z/2026-03-05T10:00:00Z"
pytestmark = pytest.mark.django_db


def _slots(html: str) -> list[str]:
    return re.findall(r'name="slot" value="([^"]+)"', html)


def _times(html: str) -> list[str]:
    return re.findall(r'<time datetime="[^"]+">(\d\d:\d\d)</time><span class="visually-hidden"> to', html)


def _ask(client: Client, mentor: Mentor, **more: Any) -> Any:
    headers = more.pop("headers", {})
    given = {"slot": THURSDAY_9, "topic": "Growing", "description": "Hello", **more}
    return client.post(f"{BASE}/{mentor.public_id}", given, headers=headers)


def test_the_week_shows_what_can_be_booked(as_: As, mentor: Mentor, booking: Booking) -> None:
    page = as_("other").get(f"{BASE}/{mentor.public_id}").content.decode()
    # Wednesday 8:00 now: an hour's notice leaves nine o'clock; Thursday at nine is taken.
    assert _slots(page)[:4] == [
        "2026-03-04T09:00:00Z/2026-03-04T10:00:00Z",
        "2026-03-04T10:00:00Z/2026-03-04T11:00:00Z",
        "2026-03-04T11:00:00Z/2026-03-04T12:00:00Z",
        "2026-03-05T10:00:00Z/2026-03-05T11:00:00Z",
    ]
    assert "2 March to 8 March 2026" in page


def test_weeks_are_turned_by_htmx(as_: As, mentor: Mentor) -> None:
    address = f"{BASE}/{mentor.public_id}"
    response = as_("mentee").get(address, {"week": "2026-03-11"}, headers=HTMX)
    page = response.content.decode()
    assert page.lstrip().startswith('<div id="calendar"')
    assert "Week from 9 March to 15 March: 15 free times." in page
    assert response["HX-Push-Url"] == f"{address}?week=2026-03-09"
    assert "week=2026-03-02" in page
    assert "week=2026-03-16" in page


@pytest.mark.parametrize("week", ["2020-01-01", "9999-12-31", "0001-01-01", "nonsense", "\x00"])
def test_any_week_can_be_asked_for(as_: As, mentor: Mentor, week: str) -> None:
    assert as_("mentee").get(f"{BASE}/{mentor.public_id}", {"week": week}).status_code == 200


def test_the_first_week_shown_has_a_free_time(as_: As, mentor: Mentor) -> None:
    Mentor.objects.update(minimum_notice_minutes=6 * 24 * 60)
    page = as_("mentee").get(f"{BASE}/{mentor.public_id}")
    assert page.context["week"].first.isoformat() == "2026-03-09"
    empty = as_("mentee").get(f"{BASE}/{mentor.public_id}", {"week": "2026-03-02"}).content.decode()
    assert "No free times in this week." in empty
    assert "week=2026-03-09" in empty


def test_a_mentor_without_hours_is_told_of(as_: As, mentor: Mentor) -> None:
    mentor.availability.all().delete()
    page = as_("mentee").get(f"{BASE}/{mentor.public_id}").content.decode()
    assert "Nothing is free in the next two months." in page


@pytest.mark.parametrize(
    ("zone", "first"), [("Europe/London", "09:00"), ("Asia/Kolkata", "14:30"), ("America/New_York", "04:00")]
)
def test_times_are_the_viewers_own(as_: As, mentor: Mentor, zone: str, first: str) -> None:
    address = f"{BASE}/{mentor.public_id}"
    client = as_("mentee")
    assert _times(client.get(address, {"zone": zone}).content.decode())[0] == first
    # Picked once, it stays.
    assert _times(client.get(address).content.decode())[0] == first


def test_the_zone_of_the_account_then_of_the_browser_counts(
    as_: As, mentor: Mentor, people: dict[str, User]
) -> None:
    address = f"{BASE}/{mentor.public_id}"
    client = as_("mentee")
    client.cookies["zone_here"] = "Asia/Kolkata"
    assert _times(client.get(address).content.decode())[0] == "14:30"
    User.objects.filter(pk=people["mentee"].pk).update(timezone="Europe/Berlin")
    assert _times(client.get(address).content.decode())[0] == "10:00"
    client.cookies["zone"] = "Nowhere/Land"
    assert _times(client.get(address).content.decode())[0] == "10:00"


def test_a_day_of_the_viewers_holds_slots_of_two_days_of_the_mentors(
    as_: As, mentor: Mentor, people: dict[str, User]
) -> None:
    Mentor.objects.update(availability_timezone="Pacific/Auckland")
    page = as_("mentee").get(
        f"{BASE}/{mentor.public_id}", {"zone": "America/Los_Angeles", "week": "2026-03-11"}
    )
    week = page.context["week"]
    zone = ZoneInfo("America/Los_Angeles")
    assert week.count == 15
    for day in week.days:
        assert {choice.slot.starts_at.astimezone(zone).date() for choice in day.choices} <= {day.date}
    # Monday in Auckland is Sunday in Los Angeles.
    assert [bool(day.choices) for day in week.days] == [True, True, True, True, False, False, True]


def test_asking_for_a_session(as_: As, mentor: Mentor, people: dict[str, User]) -> None:
    client = as_("mentee")
    response = _ask(client, mentor)
    assert (response.status_code, response["Location"]) == (302, f"{BASE}/bookings")
    booking = Booking.objects.get()
    assert (booking.mentee, booking.status, booking.topic) == (people["mentee"], "pending", "Growing")
    assert booking.starts_at == NOW.replace(day=5, hour=9)
    page = client.get(f"{BASE}/bookings").content.decode()
    assert "Your request is on its way to Mona Tester." in page
    assert "Growing" in page


def test_asking_by_htmx_leads_on_as_a_whole_page(as_: As, mentor: Mentor) -> None:
    response = _ask(as_("mentee"), mentor, headers=HTMX)
    assert response["HX-Redirect"] == f"{BASE}/bookings"


def test_a_slot_taken_meanwhile_is_told_and_fresh_ones_are_shown(
    as_: As, mentor: Mentor, booking: Booking
) -> None:
    response = _ask(as_("other"), mentor, week="2026-03-02", headers=HTMX)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Somebody else has just taken this time." in page
    assert "data-focus" in page
    assert '<p id="announce" hx-swap-oob="innerHTML">Somebody else' in page
    assert THURSDAY_9 not in _slots(page)
    assert "2026-03-05T10:00:00Z/2026-03-05T11:00:00Z" in _slots(page)
    # What was written is not lost.
    assert 'value="Growing"' in page
    assert "Hello</textarea>" in page


def test_the_same_without_htmx_is_a_whole_page(as_: As, mentor: Mentor, booking: Booking) -> None:
    response = _ask(as_("other"), mentor)
    assert response.status_code == 409
    assert "<html" in response.content.decode()
    assert "Somebody else has just taken this time." in response.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"slot": ""}, "Choose a time first."),
        ({"slot": "nonsense"}, "Choose one of the times shown."),
        ({"slot": "\x00/\x00"}, "Choose one of the times shown."),
        ({"slot": "0001-01-01T00:00+14:00/9999-12-31T00:00"}, "Choose one of the times shown."),
        ({"topic": " "}, "Say in a few words what the session is about."),
        ({"topic": "x" * 201}, "at most 200 characters"),
        ({"topic": "\x00"}, "Control characters cannot stand here (U+0000)."),
        ({"description": "x" * 5001}, "at most 5000 characters"),
    ],
)
def test_mistakes_are_told_beside_the_field(
    as_: As, mentor: Mentor, given: dict[str, str], said: str
) -> None:
    response = _ask(as_("mentee"), mentor, **given)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "slot",
    [
        "2026-03-05T09:30:00Z/2026-03-05T10:30:00Z",
        "2026-03-08T09:00:00Z/2026-03-08T10:00:00Z",
        "2020-03-05T09:00:00Z/2020-03-05T10:00:00Z",
        "2026-03-05T10:00:00Z/2026-03-05T09:00:00Z",
    ],
)
def test_a_time_that_is_not_offered_is_refused_in_words(as_: As, mentor: Mentor, slot: str) -> None:
    response = _ask(as_("mentee"), mentor, slot=slot)
    assert response.status_code == 409
    assert "flash--bad" in response.content.decode()


def test_three_requests_an_hour_are_enough(as_: As, mentor: Mentor, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    client = as_("mentee")
    for hour in (9, 10, 11):
        slot = f"2026-03-05T{hour:02d}:00:00Z/2026-03-05T{hour + 1:02d}:00:00Z"
        assert _ask(client, mentor, slot=slot).status_code == 302
    response = _ask(client, mentor, slot="2026-03-06T09:00:00Z/2026-03-06T10:00:00Z")
    assert response.status_code == 409
    assert "You have asked for three sessions within an hour. Try again in" in response.content.decode()


def test_nobody_books_themselves(as_: As, mentor: Mentor) -> None:
    client = as_("mentor")
    page = client.get(f"{BASE}/{mentor.public_id}").content.decode()
    assert "Your times, as mentees see them" in page
    assert "Ask for this session" not in page
    assert _ask(client, mentor).status_code == 409


def test_who_is_signed_out_is_led_to_sign_in(as_: As, mentor: Mentor) -> None:
    client = as_("nobody")
    assert "Sign in to book a session" in client.get(f"{BASE}/{mentor.public_id}").content.decode()
    assert _ask(client, mentor)["Location"].startswith(f"{BASE}/auth")
    assert not Booking.objects.exists()


def test_moving_a_session(as_: As, booking: Booking) -> None:
    client = as_("mentee")
    address = f"{BASE}/bookings/{booking.public_id}/reschedule"
    assert "2026-03-05T10:00:00Z/2026-03-05T11:00:00Z" in _slots(client.get(address).content.decode())
    slot = "2026-03-06T11:00:00Z/2026-03-06T12:00:00Z"
    response = client.post(address, {"slot": slot, "version": "1"})
    assert response["Location"] == f"{BASE}/bookings"
    booking.refresh_from_db()
    assert booking.starts_at == NOW.replace(day=6, hour=11)


def test_moving_onto_a_taken_time_is_told(as_: As, mentor: Mentor, booking: Booking, people: Any) -> None:
    make_booking(mentor, people["other"], hour=10)
    address = f"{BASE}/bookings/{booking.public_id}/reschedule"
    given = {"slot": "2026-03-05T10:00:00Z/2026-03-05T11:00:00Z", "version": "1"}
    response = as_("mentor").post(address, given, headers=HTMX)
    assert response.status_code == 409
    assert "Somebody else has just taken this time." in response.content.decode()
    free = "2026-03-06T10:00:00Z/2026-03-06T11:00:00Z"
    stale = as_("mentor").post(address, {"slot": free, "version": "7"})
    assert "changed while you looked at it" in stale.content.decode()
    assert as_("mentor").post(address, {}).status_code == 422


def test_what_is_over_cannot_be_moved(as_: As, booking: Booking) -> None:
    in_the_past(booking, status="completed")
    page = as_("mentee").get(f"{BASE}/bookings/{booking.public_id}/reschedule").content.decode()
    assert "This session can no longer be moved" in page
