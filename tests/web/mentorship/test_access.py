"""Which page is whose, and where people are led who may not see it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.mentorship.conftest import BASE
from trellis.domain.mentorship.models import Booking, Mentor

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db
OPEN = ["", "/auth"]
FOR_MENTORS = ["/mentor", "/mentor/availability", "/mentor/bookings", "/mentor/profile/edit"]
SIGNED_IN = ["/bookings", "/calendar", "/profile/edit"]


@pytest.mark.parametrize("who", ["nobody", "mentor", "mentee", "both", "neither"])
@pytest.mark.parametrize("page", OPEN)
def test_open_pages_are_for_everybody(as_: As, who: str, page: str) -> None:
    assert as_(who).get(BASE + page).status_code == 200


@pytest.mark.parametrize("who", ["nobody", "mentor", "mentee", "both", "neither"])
def test_a_mentor_can_be_looked_at_by_everybody(as_: As, mentor: Mentor, who: str) -> None:
    page = as_(who).get(f"{BASE}/{mentor.public_id}")
    assert page.status_code == 200
    assert "Mona Tester" in page.content.decode()


@pytest.mark.parametrize("page", [*FOR_MENTORS, *SIGNED_IN])
def test_who_is_signed_out_is_led_to_the_sign_in_and_back(as_: As, page: str) -> None:
    response = as_("nobody").get(f"{BASE}{page}?x=1")
    assert response.status_code == 302
    assert response["Location"] == f"{BASE}/auth?next=" + f"{BASE}{page}?x=1".replace("/", "%2F").replace(
        "?", "%3F"
    ).replace("=", "%3D")


@pytest.mark.parametrize("page", SIGNED_IN)
@pytest.mark.parametrize("who", ["mentor", "mentee", "both", "neither"])
def test_pages_of_the_signed_in_open_for_all_of_them(as_: As, who: str, page: str) -> None:
    assert as_(who).get(BASE + page).status_code == 200


@pytest.mark.parametrize("page", FOR_MENTORS)
@pytest.mark.parametrize("who", ["mentee", "neither"])
def test_pages_of_mentors_explain_themselves_to_others(as_: As, who: str, page: str) -> None:
    response = as_(who).get(BASE + page)
    assert response.status_code == 403
    assert "This page is for mentors" in response.content.decode()
    assert "Apply as a mentor" in response.content.decode()


@pytest.mark.parametrize("page", FOR_MENTORS)
def test_pages_of_mentors_open_for_mentors(as_: As, mentor: Mentor, page: str) -> None:
    assert as_("mentor").get(BASE + page).status_code == 200


@pytest.mark.parametrize("page", ["/mentor/availability", "/mentor/bookings"])
def test_a_mentor_without_a_profile_fills_it_in_first(as_: As, page: str) -> None:
    response = as_("both").get(BASE + page)
    assert response["Location"] == f"{BASE}/mentor/profile/edit?first=1"
    assert "First, tell mentees who you are" in as_("both").get(f"{BASE}/mentor").content.decode()


@pytest.mark.parametrize("page", [*OPEN[1:], *FOR_MENTORS, *SIGNED_IN])
def test_a_trailing_slash_is_taken_away(as_: As, page: str) -> None:
    response = as_("nobody").get(f"{BASE}{page}/?status=pending")
    assert (response.status_code, response["Location"]) == (302, f"{BASE}{page}?status=pending")


def test_the_slash_of_the_front_is_taken_away(as_: As) -> None:
    assert as_("nobody").get(f"{BASE}/")["Location"] == BASE


def test_a_stranger_does_not_find_a_session(as_: As, booking: Booking) -> None:
    stranger = as_("other")
    for verb in ("confirm", "cancel", "feedback"):
        assert stranger.post(f"{BASE}/bookings/{booking.public_id}/{verb}").status_code == 404
    assert stranger.get(f"{BASE}/bookings/{booking.public_id}/reschedule").status_code == 404
    booking.refresh_from_db()
    assert booking.version == 1


def test_a_profile_that_waits_is_seen_by_its_owner_alone(as_: As, mentor: Mentor) -> None:
    Mentor.objects.update(is_approved=False)
    address = f"{BASE}/{mentor.public_id}"
    assert as_("mentee").get(address).status_code == 404
    assert "This mentor is not here" in as_("nobody").get(address).content.decode()
    assert "waits for approval" in as_("mentor").get(address).content.decode()


def test_htmx_is_led_to_the_sign_in_as_a_whole_page(as_: As) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{BASE}/bookings?status=pending"}
    response = as_("nobody").get(f"{BASE}/bookings", headers=headers)
    assert response.status_code == 200
    assert response["HX-Redirect"].startswith(f"{BASE}/auth?next=%2Fcommunity%2Fmentorship%2Fbookings%3F")


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("nobody", "/auth"),
        ("mentee", "/auth/sign-out"),
        ("mentee", "/profile/edit"),
        ("mentor", "/profile/photo"),
        ("mentor", "/mentor/availability"),
        ("mentor", "/mentor/availability/dates"),
        ("mentor", "/mentor/availability/settings"),
        ("mentor", "/mentor/profile/edit"),
    ],
)
def test_forms_from_elsewhere_are_refused(people: Any, mentor: Mentor, who: str, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    if who != "nobody":
        client.force_login(people[who])
    response = client.post(BASE + path, {"email": "mel@example.org"})
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_booking_and_its_verbs_need_the_token_of_the_form(
    people: Any, booking: Booking, mentor: Mentor
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["mentor"])
    for path in (f"/{mentor.public_id}", f"/bookings/{booking.public_id}/confirm"):
        assert client.post(BASE + path).status_code == 403


@pytest.mark.parametrize("page", ["", "/auth", "/bookings", "/mentor", "/mentor/availability"])
def test_nothing_inline_can_run(as_: As, booking: Booking, page: str) -> None:
    response = as_("mentor").get(BASE + page)
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    html = response.content.decode()
    assert not re.search(r"<style| style=| on\w+=\"|javascript:", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert "no-store" in response["Cache-Control"]


def test_the_front_page_leads_in(client: Client) -> None:
    assert f'href="{BASE}"' in client.get("/").content.decode()
