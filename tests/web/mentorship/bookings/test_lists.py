"""The lists of sessions, and what can be done from their cards."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.mentorship.conftest import BASE, NOW, in_the_past, make_booking, make_mentor
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.services.attendance import note_presence

As = Callable[[str], Client]
HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


def _act(client: Client, booking: Booking, verb: str, **given: Any) -> Any:
    headers = given.pop("headers", HTMX)
    booking.refresh_from_db()
    given.setdefault("version", str(booking.version))
    return client.post(f"{BASE}/bookings/{booking.public_id}/{verb}", given, headers=headers)


def _status(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.status


def test_empty_lists_say_what_to_do_next(as_: As, mentor: Mentor) -> None:
    assert "Find a mentor</a>, choose a time" in as_("mentee").get(f"{BASE}/bookings").content.decode()
    page = as_("mentor").get(f"{BASE}/mentor/bookings").content.decode()
    assert "Nobody has asked for a session yet" in page
    filtered = as_("mentee").get(f"{BASE}/bookings?status=completed").content.decode()
    assert "No such sessions" in filtered


def test_a_pending_request_is_shown_to_both_sides(as_: As, booking: Booking) -> None:
    mentee = as_("mentee").get(f"{BASE}/bookings").content.decode()
    assert "How to start" in mentee
    assert "Cancel request" in mentee
    assert ">Confirm<" not in mentee
    assert "mona@example.org" not in mentee
    mentor = as_("mentor").get(f"{BASE}/mentor/bookings").content.decode()
    assert "Decline" in mentor
    assert "Confirm<" in mentor
    assert "mel@example.org" in mentor


def test_confirming_shows_the_card_as_it_is_now(as_: As, booking: Booking) -> None:
    response = _act(as_("mentor"), booking, "confirm")
    page = response.content.decode()
    assert _status(booking) == "confirmed"
    assert page.lstrip().startswith("<article")
    assert "data-focus" in page
    assert "Confirmed. Mel is told by mail." in page
    assert "Join meeting" in page
    assert "Add meeting link" in page or "Edit meeting link" in page
    assert response["HX-Trigger"] == '{"booking-changed": {}}'
    assert "Join meeting" in as_("mentee").get(f"{BASE}/bookings").content.decode()


def test_without_htmx_one_is_led_back_to_the_list(as_: As, booking: Booking) -> None:
    response = _act(as_("mentor"), booking, "confirm", headers={})
    assert response["Location"] == f"{BASE}/mentor/bookings"
    response = _act(as_("mentee"), booking, "cancel", headers={})
    assert response["Location"] == f"{BASE}/bookings"
    shown = _act(as_("mentee"), booking, "cancel", headers={})
    assert shown.status_code == 409
    assert "This can no longer be done" in shown.content.decode()
    looked_at = as_("mentee").get(f"{BASE}/bookings/{booking.public_id}/cancel")
    assert looked_at["Location"] == f"{BASE}/bookings"
    assert as_("mentee").post(f"{BASE}/bookings/{booking.public_id}/explode").status_code == 404


def test_cancelling_keeps_the_reason(as_: As, booking: Booking) -> None:
    _act(as_("mentor"), booking, "cancel", reason="I am away.")
    assert _status(booking) == "cancelled_by_mentor"
    page = as_("mentee").get(f"{BASE}/bookings?status=cancelled").content.decode()
    assert "I am away." in page


def test_the_other_sides_verbs_are_refused_in_words(as_: As, booking: Booking) -> None:
    response = _act(as_("mentee"), booking, "confirm")
    assert response.status_code == 409
    assert "This is for the other side of the session to do." in response.content.decode()
    assert _status(booking) == "pending"


def test_a_stale_card_is_refused_and_shown_anew(as_: As, booking: Booking) -> None:
    _act(as_("mentor"), booking, "confirm")
    response = _act(as_("mentee"), booking, "cancel", version="1")
    page = response.content.decode()
    assert response.status_code == 409
    assert "changed while you looked at it" in page
    assert 'name="version" value="2"' in page
    assert _status(booking) == "confirmed"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_strange_version_does_no_harm(as_: As, booking: Booking, version: str) -> None:
    assert _act(as_("mentor"), booking, "confirm", version=version).status_code in (200, 409)


def test_the_meeting_link_is_saved_and_shown(as_: As, booking: Booking) -> None:
    _act(as_("mentor"), booking, "confirm")
    response = _act(as_("mentor"), booking, "link", url="https://zoom.us/j/1234567890", platform="zoom")
    assert response.status_code == 200
    assert 'href="https://zoom.us/j/1234567890"' in as_("mentee").get(f"{BASE}/bookings").content.decode()


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "zoom", "https://", "ftp://x.example/", "https://a b"]
)
def test_what_is_no_link_is_told_in_the_open_form(as_: As, booking: Booking, url: str) -> None:
    _act(as_("mentor"), booking, "confirm")
    response = _act(as_("mentor"), booking, "link", url=url)
    page = response.content.decode()
    assert response.status_code in (409, 422)
    assert "flash--bad" in page
    assert 'href="javascript:' not in page


def test_a_session_that_is_over_is_closed_by_the_mentor(as_: As, booking: Booking, mentor: Mentor) -> None:
    in_the_past(booking, status="confirmed")
    page = as_("mentor").get(f"{BASE}/mentor/bookings").content.decode()
    assert "Did these take place?" in page
    assert "Just over" in as_("mentee").get(f"{BASE}/bookings").content.decode()
    assert _act(as_("mentor"), booking, "complete").status_code == 200
    assert _status(booking) == "completed"


def test_a_session_where_nobody_came(as_: As, booking: Booking) -> None:
    in_the_past(booking, status="confirmed")
    _act(as_("mentor"), booking, "no-show")
    assert _status(booking) == "no_show"


def test_of_a_session_of_soosh_either_side_says_that_it_took_place(as_: As, booking: Booking) -> None:
    in_the_past(booking, status="confirmed", completed_by="either")
    page = as_("mentee").get(f"{BASE}/bookings").content.decode()
    assert ("It took place" in page, "Nobody came" in page) == (True, False)
    done = _act(as_("mentee"), booking, "complete")
    assert "Leave a few words for the mentor" in done.content.decode()
    assert _status(booking) == "completed"


def test_what_the_room_saw_is_told_to_a_mentor_who_says_otherwise(as_: As, booking: Booking) -> None:
    in_the_past(booking, status="confirmed", completed_by="either")
    booking.refresh_from_db()
    note_presence(booking=booking, person=booking.mentee, now=booking.starts_at)
    for verb in ("complete", "no-show"):
        response = _act(as_("mentor"), booking, verb)
        assert response.status_code == 409
        assert "The mentee was in the room of this session" in response.content.decode()
    assert _status(booking) == "confirmed"


def test_what_was_learned_stands_with_the_stars(as_: As, booking: Booking) -> None:
    in_the_past(
        booking,
        status="completed",
        rating=5,
        rated_at=NOW,
        mentee_feedback="Fine",
        skills_learned=["<b>", "CSS"],
    )
    for page in (f"{BASE}/bookings", f"{BASE}/{booking.mentor.public_id}"):
        assert "</span> &lt;b&gt;, CSS</p>" in as_("mentee").get(page).content.decode()


def test_closing_before_the_start_is_refused_in_words(as_: As, booking: Booking) -> None:
    _act(as_("mentor"), booking, "confirm")
    response = _act(as_("mentor"), booking, "complete")
    assert response.status_code == 409
    assert "The session has not begun yet." in response.content.decode()


def test_feedback_of_both_sides(as_: As, booking: Booking, mentor: Mentor) -> None:
    in_the_past(booking, status="completed")
    card = as_("mentee").get(f"{BASE}/bookings").content.decode()
    assert "How was it?" in card
    assert card.count('type="radio" name="rating"') == 5
    wrong = _act(as_("mentee"), booking, "feedback", text="Nice")
    assert wrong.status_code == 422
    assert "Choose one to five stars." in wrong.content.decode()
    assert ">Nice</textarea>" in wrong.content.decode()
    assert _act(as_("mentee"), booking, "feedback", rating="9", text="").status_code == 422
    done = _act(as_("mentee"), booking, "feedback", rating="4", text="Clear words")
    assert "Thank you for your feedback." in done.content.decode()
    again = _act(as_("mentee"), booking, "feedback", rating="5", text="")
    assert "given your feedback on this session already" in again.content.decode()
    assert _act(as_("mentor"), booking, "feedback", text="").status_code == 422
    assert _act(as_("mentor"), booking, "feedback", text="Well prepared").status_code == 200
    assert "Well prepared" in as_("mentee").get(f"{BASE}/bookings").content.decode()
    page = as_("nobody").get(f"{BASE}/{mentor.public_id}").content.decode()
    assert "Clear words" in page
    assert "4.0" in page
    assert "Well prepared" not in page


def test_filters_show_one_status_each(as_: As, mentor: Mentor, people: dict[str, User]) -> None:
    pending = make_booking(mentor, people["mentee"], hour=9, topic="One pending")
    confirmed = make_booking(mentor, people["mentee"], hour=10, topic="One confirmed")
    _act(as_("mentor"), confirmed, "confirm")
    assert pending.pk
    page = as_("mentee").get(f"{BASE}/bookings", {"status": "confirmed"}, headers=HTMX)
    assert "One confirmed" in page.content.decode()
    assert "One pending" not in page.content.decode()
    assert "1 session shown." in page.content.decode()
    assert page["HX-Push-Url"] == f"{BASE}/bookings?status=confirmed"
    assert as_("mentee").get(f"{BASE}/bookings", {"status": "\x00"}).status_code == 200


def test_a_person_with_both_roles_sees_the_two_lists_apart(
    as_: As, mentor: Mentor, people: dict[str, User]
) -> None:
    own = make_mentor(people["both"])
    make_booking(mentor, people["both"], topic="As a mentee")
    make_booking(own, people["mentee"], topic="As a mentor")
    client = as_("both")
    mine = client.get(f"{BASE}/bookings").content.decode()
    theirs = client.get(f"{BASE}/mentor/bookings").content.decode()
    assert ("As a mentee" in mine, "As a mentor" in mine) == (True, False)
    assert ("As a mentee" in theirs, "As a mentor" in theirs) == (False, True)


def test_the_dashboard_counts_and_lists(as_: As, mentor: Mentor, people: dict[str, User]) -> None:
    make_booking(mentor, people["mentee"], hour=9, topic="To answer")
    confirmed = make_booking(mentor, people["other"], hour=10, topic="To hold")
    _act(as_("mentor"), confirmed, "confirm")
    page = as_("mentor").get(f"{BASE}/mentor")
    html = page.content.decode()
    assert (page.context["statistics"].pending, page.context["statistics"].upcoming) == (1, 1)
    assert html.index("To answer") < html.index("To hold")
    for link in ("/mentor/availability", "/mentor/profile/edit", f"/{mentor.public_id}"):
        assert f'href="{BASE}{link}"' in html


def test_a_dashboard_without_hours_says_so(as_: As, mentor: Mentor) -> None:
    mentor.availability.all().delete()
    assert "You have no hours yet" in as_("mentor").get(f"{BASE}/mentor").content.decode()


@pytest.mark.parametrize(
    ("who", "path"), [("mentee", "/bookings"), ("mentor", "/mentor/bookings"), ("mentor", "/mentor")]
)
def test_the_number_of_queries_does_not_grow(
    as_: As, mentor: Mentor, people: dict[str, User], who: str, path: str, django_assert_num_queries: Any
) -> None:
    in_the_past(make_booking(mentor, people["mentee"], hour=9), status="completed")
    make_booking(mentor, people["mentee"], hour=9)
    client = as_(who)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(BASE + path)
    for hour in (10, 11):
        make_booking(mentor, people["mentee"], hour=hour)
        make_booking(mentor, people["mentee"], hour=hour, days=2)
    with django_assert_num_queries(len(one)):
        client.get(BASE + path)


@pytest.mark.parametrize(("verb", "given"), [("cancel", {}), ("link", {"url": "https://zoom.us/j/1"})])
def test_what_an_old_page_still_offers_of_a_session_that_is_over_is_refused(
    as_: As, booking: Booking, verb: str, given: dict[str, str]
) -> None:
    in_the_past(booking, status="confirmed")
    response = _act(as_("mentor"), booking, verb, **given)
    assert response.status_code == 409
    assert "it is too late for this" in response.content.decode()
    booking.refresh_from_db()
    assert (booking.status, booking.meeting_url) == ("confirmed", "")


def test_the_forms_of_a_card_hold_as_much_as_is_taken(as_: As, booking: Booking) -> None:
    page = as_("mentee").get(f"{BASE}/bookings").content.decode()
    assert 'name="reason" rows="2" maxlength="2000"' in page
    in_the_past(booking, status="completed")
    page = as_("mentee").get(f"{BASE}/bookings").content.decode()
    assert 'name="text" rows="3" maxlength="5000"' in page
    most = "x" * 5000
    _act(as_("mentee"), booking, "feedback", rating="5", text=most)
    booking.refresh_from_db()
    assert booking.mentee_feedback == most


def test_what_calling_off_costs_is_said_where_it_is_done(as_: As, booking: Booking) -> None:
    paid = {"confirmed_by": "payment", "cancellation": "by_hours", "price_minor": 7500}
    Booking.objects.filter(pk=booking.pk).update(**paid)
    unpaid = as_("mentee").get(f"{BASE}/bookings").content.decode()
    assert "not paid for yet" in unpaid
    assert "Lapses if there is no answer" not in unpaid
    assert "24 hours before" not in unpaid
    Booking.objects.filter(pk=booking.pk).update(status="confirmed")
    assert "24 hours before" in as_("mentee").get(f"{BASE}/bookings").content.decode()
    assert "24 hours before" not in as_("mentor").get(f"{BASE}/mentor/bookings").content.decode()
