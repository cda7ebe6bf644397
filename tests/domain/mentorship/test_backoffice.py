"""Mentorship in the back office: approve, look, correct; and the demo world's mentor."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsers import sign_in
from tests.domain.mentorship.world import HOUR, NINE, NOW, book, booking_in, mentor_of, person
from trellis.core.events import history_of
from trellis.demo.world import load_world
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Mentor, Status
from trellis.domain.mentorship.queries.mentors import approved_mentors
from trellis.domain.mentorship.queries.slots import slots_of
from trellis.domain.mentorship.rules.slots import midnight
from trellis.domain.mentorship.services.attendance import note_presence
from trellis.domain.mentorship.services.feedback import add_feedback

pytestmark = pytest.mark.django_db
LIST = "admin:mentorship_mentor_changelist"


@pytest.fixture
def office(client: Client) -> Client:
    return sign_in(client, User.objects.create_superuser("ada@example.com", "ada", "pass"))


@pytest.mark.parametrize(("action", "before", "after"), [("approve", False, True), ("withdraw", True, False)])
def test_staff_approve_and_withdraw(office: Client, action: str, before: bool, after: bool) -> None:
    mentor = mentor_of(approved=before)
    answer = office.post(reverse(LIST), {"action": action, "_selected_action": [mentor.pk]})
    assert answer.status_code == 302
    mentor.refresh_from_db()
    assert mentor.is_approved is after


def test_every_page_opens(office: Client) -> None:
    mentor = mentor_of()
    booking = book(mentor, person("mel"))
    window = mentor.availability.first()
    assert window is not None
    for row in (mentor, booking, window):
        name = f"admin:mentorship_{row._meta.model_name}"
        assert office.get(reverse(f"{name}_changelist"), {"q": "mia"}).status_code == 200
        assert office.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
    assert office.get(reverse("admin:mentorship_booking_add")).status_code == 403


def test_staff_see_who_was_in_the_room(office: Client) -> None:
    booking = book(mentor_of(), person("mel"))
    note_presence(booking=booking, person=booking.mentee, now=NINE)
    page = office.get(reverse("admin:mentorship_booking_change", args=[booking.pk])).content.decode()
    assert 'name="attendances-TOTAL_FORMS" value="1"' in page
    assert "Jan. 8, 2030, 9 a.m." in page


def _form(mentor: Mentor, **changes: str) -> dict[str, str]:
    return {
        "bio": "",
        "expertise": "",
        "company": "",
        "job_title": "",
        "years_of_experience": "0",
        "linkedin_url": "",
        "github_url": "",
        "twitter_url": "",
        "availability_timezone": "UTC",
        "session_minutes": "60",
        "buffer_minutes": "0",
        "minimum_notice_minutes": "60",
        "availability-TOTAL_FORMS": "0",
        "availability-INITIAL_FORMS": "0",
        **changes,
    }


def test_a_correction_raises_the_version_and_is_found(office: Client) -> None:
    mentor = mentor_of()
    url = reverse("admin:mentorship_mentor_change", args=[mentor.pk])
    answer = office.post(url, _form(mentor, company="Acme", expertise="Figma, UI Design"))
    assert answer.status_code == 302
    found = approved_mentors(search="acme figma").get()
    assert (found.expertise, found.version) == (["Figma", "UI Design"], mentor.version + 1)


def test_a_timezone_that_is_none_is_refused_in_the_form(office: Client) -> None:
    mentor = mentor_of()
    url = reverse("admin:mentorship_mentor_change", args=[mentor.pk])
    answer = office.post(url, _form(mentor, availability_timezone="Mars/Olympus"))
    assert answer.status_code == 200
    assert b"not the name of a timezone" in answer.content


def test_staff_take_a_review_away_and_it_counts_no_more(office: Client) -> None:
    mentor = mentor_of()
    rated = booking_in(Status.COMPLETED, mentor, person("mel"))
    other = booking_in(Status.COMPLETED, mentor, person("tom"), NINE + HOUR)
    add_feedback(booking=rated, actor=rated.mentee, rating=1, text="Unfair", now=NOW)
    url = reverse("admin:mentorship_booking_changelist")
    form = {"action": "remove_review", "_selected_action": [rated.pk, other.pk]}
    assert office.post(url, form).status_code == 302
    rated.refresh_from_db()
    mentor.refresh_from_db()
    assert (rated.rating, rated.mentee_feedback, mentor.rating_count, mentor.rating_sum) == (None, "", 0, 0)
    assert mentor.rating_average is None
    (removed,) = history_of(rated).filter(kind="booking.review_removed")
    assert removed.data["rating"] == 1
    assert not history_of(other).filter(kind="booking.review_removed").exists()


def test_the_demo_worlds_mentor_can_be_found_and_booked() -> None:
    silent: Callable[[str], None] = lambda step: None  # noqa: E731
    load_world(say=silent)
    load_world(say=silent)
    sarah = approved_mentors(search="sarah", expertise="figma").get()
    assert sarah.availability_timezone == "America/New_York"
    assert sarah.availability.count() == 10
    monday = NOW.date()
    slots = slots_of(sarah, first=monday, last=monday, now=midnight(monday, "America/New_York"))
    assert [slot.starts_at.hour for slot in slots] == [14, 15, 16, 19, 20, 21]
    book(sarah, person("mel"), slots[0].starts_at)
