"""The three checklists of the Mansa document, "Testing the Complete Flow", walked in a browser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from trellis.domain.mentorship.models import Booking

pytestmark = pytest.mark.django_db(transaction=True)
HUB, DASHBOARD = "/community/mentorship", "/community/mentorship/mentor"
MENTEE, MENTOR, BOTH = "mentee@mansa.example", "sarah@example.com", "both@mansa.example"
ZOOM = "https://zoom.us/j/1234567890"


def _stored(page: Page) -> dict[str, str]:
    kept: dict[str, str] = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    return kept


def _ask_for_session(page: Page, topic: str) -> None:
    """Find Sarah, choose the first time of next week, and ask for it."""
    page.goto(HUB)
    page.get_by_role("link", name=re.compile("Sarah Johnson")).first.click()
    expect(page.get_by_role("heading", level=1, name="Sarah Johnson")).to_be_visible()
    _choose_first_time_of_next_week(page)
    page.get_by_label("What do you want to talk about?").fill(topic)
    page.get_by_role("button", name="Ask for this session").click()
    expect(page.locator("body")).to_contain_text(topic)


def _choose_first_time_of_next_week(page: Page) -> None:
    this_week = page.locator("#week-title").inner_text()
    page.get_by_role("link", name=re.compile("^Later")).click()
    expect(page.locator("#week-title")).not_to_have_text(this_week)
    page.locator("label.slot").first.click()


def _let_it_be_over() -> None:
    """Move the session into the past, as time would."""
    booking = Booking.objects.get(topic="A look at my portfolio")
    past = timezone.now() - timedelta(hours=3)
    Booking.objects.filter(pk=booking.pk).update(
        starts_at=past, ends_at=past + timedelta(hours=1), blocked_until=past + timedelta(hours=1)
    )
    assert booking.status == "confirmed"


def test_as_mentee_and_as_mentor(visit: Visit) -> None:
    mentee = visit.signed_in(MENTEE)
    assert mentee.url.endswith(HUB)
    kept = _stored(mentee)
    assert {key: kept[key] for key in ("user_email", "user_role", "is_mentor", "is_mentee", "user_name")} == {
        "user_email": MENTEE,
        "user_role": "mentee",
        "is_mentor": "false",
        "is_mentee": "true",
        "user_name": "Mel Mentee",
    }
    assert kept["access_token"].count(".") == 2
    assert kept["refresh_token"]
    assert kept["user_id"].isdecimal()

    _ask_for_session(mentee, "A look at my portfolio")
    mentee.goto(f"{HUB}/bookings")
    request = mentee.get_by_role("article", name="A look at my portfolio")
    expect(request).to_contain_text("Waiting for an answer")
    expect(request.get_by_role("link", name=re.compile("Join"))).to_have_count(0)

    mentor = visit.signed_in(MENTOR)
    assert mentor.url.endswith(DASHBOARD)
    expect(mentor.get_by_role("heading", level=1, name="Mentor dashboard")).to_be_visible()
    expect(mentor.get_by_role("article", name="A look at my portfolio")).to_be_visible()
    mentor.goto(f"{DASHBOARD}/bookings")
    session = mentor.get_by_role("article", name="A look at my portfolio")
    session.get_by_role("button", name=re.compile("^Confirm")).click()
    expect(session).to_contain_text("Confirmed")
    session.get_by_text(re.compile("(Add|Edit) meeting link")).click()
    session.get_by_label("Meeting link").fill(ZOOM)
    session.get_by_role("button", name="Save").click()
    expect(session.get_by_role("link", name=re.compile("Join meeting"))).to_have_attribute("href", ZOOM)

    mentee.goto(f"{HUB}/bookings")
    expect(request).to_contain_text("Confirmed")
    expect(request.get_by_role("link", name=re.compile("Join meeting"))).to_have_attribute("href", ZOOM)

    _let_it_be_over()
    mentor.goto(f"{DASHBOARD}/bookings")
    session.get_by_role("button", name="It took place").click()
    expect(session).to_contain_text("Completed")

    mentee.goto(f"{HUB}/bookings")
    request.get_by_role("radio", name="4 stars").check(force=True)
    request.get_by_label(re.compile("In words")).fill("Clear and kind.")
    request.get_by_role("button", name="Send feedback").click()
    expect(request).to_contain_text("4 of 5: Clear and kind.")
    assert visit.faults == []


def test_a_mentor_sets_weekly_hours_and_single_dates(visit: Visit) -> None:
    page = visit.signed_in(MENTOR)
    page.goto(f"{DASHBOARD}/availability")
    saturday = page.get_by_role("group", name="Saturday")
    saturday.get_by_role("button", name=re.compile("^Add hours")).click()
    saturday.get_by_label(re.compile("^From")).fill("10:00")
    saturday.get_by_label(re.compile("^to")).fill("12:00")
    page.get_by_role("button", name="Save weekly hours").click()
    expect(page.locator("#weekly .flash")).to_be_visible()

    page.get_by_role("button", name="Add a date").click()
    day = timezone.now().date() + timedelta(days=10)
    dates = page.locator("#dates")
    dates.get_by_label("Date", exact=True).fill(day.isoformat())
    dates.get_by_label("From").fill("18:00")
    dates.get_by_label("to", exact=True).fill("20:00")
    page.get_by_role("button", name="Save dates").click()
    expect(page.locator("#dates .flash")).to_be_visible()

    page.reload()
    expect(page.get_by_role("group", name="Saturday").get_by_label(re.compile("^From"))).to_have_value(
        "10:00"
    )
    expect(dates.get_by_label("Date", exact=True)).to_have_value(day.isoformat())
    assert visit.faults == []


def test_as_both(visit: Visit) -> None:
    page = visit.signed_in(BOTH)
    assert page.url.endswith(HUB)
    assert _stored(page)["user_role"] == "mentor_mentee"
    page.goto(DASHBOARD)
    expect(page.get_by_role("heading", level=1, name="Mentor dashboard")).to_be_visible()
    _ask_for_session(page, "From both sides")
    page.goto(f"{HUB}/bookings")
    expect(page.get_by_role("article", name="From both sides")).to_be_visible()
    page.goto(f"{DASHBOARD}/profile/edit")
    expect(page.locator("[name=bio]")).to_be_visible()
    assert visit.faults == []


def test_signing_out_forgets_what_was_stored(visit: Visit) -> None:
    page = visit.signed_in(MENTEE)
    assert "access_token" in _stored(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.wait_for_function("localStorage.getItem('access_token') === null")
    page.goto(f"{HUB}/bookings")
    assert "/auth" in page.url


def test_a_slot_that_was_taken_meanwhile_is_said_and_others_are_shown(visit: Visit) -> None:
    first, second = visit.signed_in(MENTEE), visit.signed_in("student@mansa.example")
    for page in (first, second):
        page.goto(HUB)
        page.get_by_role("link", name=re.compile("Sarah Johnson")).first.click()
        _choose_first_time_of_next_week(page)
        page.get_by_label("What do you want to talk about?").fill("The same time")
    first.get_by_role("button", name="Ask for this session").click()
    expect(first.locator("body")).to_contain_text("Waiting for an answer")
    second.get_by_role("button", name="Ask for this session").click()
    expect(second.locator(".flash--bad")).to_be_visible()
    expect(second.locator("label.slot").first).to_be_visible()
    assert Booking.objects.filter(topic="The same time").count() == 1


@pytest.mark.parametrize("email", ["nobody@example.com"])
def test_an_unknown_address_gets_a_friendly_word(visit: Visit, email: str) -> None:
    page: Any = visit.page()
    page.goto(f"{HUB}/auth")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("main")).to_contain_text("members directory")
