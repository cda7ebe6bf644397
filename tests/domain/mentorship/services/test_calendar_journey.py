"""The whole way of a session through mentorship's own verbs: every change reaches both calendars."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from tests.domain.mentorship.world import HOUR, NINE, NOW, book, mentor_of, person
from trellis.core.models import Mail
from trellis.domain.mentorship.services import bookings

pytestmark = pytest.mark.django_db


def entries(address: str) -> list[tuple[str, str, int]]:
    """Return what a person's calendar got, in order: method, status, sequence."""
    found = []
    for mail in Mail.objects.filter(to=address).exclude(attachment_name="").order_by("id"):
        calendar = Calendar.from_ical(mail.attachment)
        (event,) = calendar.events
        found.append((str(calendar["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])))
    return found


def test_a_session_from_request_to_cancellation() -> None:
    mentor, tom = mentor_of(), person("tom")
    booking = book(mentor, tom)
    booking = bookings.confirm(booking=booking, actor=mentor.user, version=None, now=NOW)
    url = "https://zoom.us/j/1"
    booking = bookings.add_meeting_link(booking=booking, actor=mentor.user, url=url, version=None, now=NOW)
    later = NINE + 2 * HOUR
    booking = bookings.reschedule(
        booking=booking, actor=tom, starts_at=later, ends_at=later + HOUR, version=None, now=NOW
    )
    booking = bookings.confirm(booking=booking, actor=mentor.user, version=None, now=NOW)
    bookings.cancel(booking=booking, actor=tom, version=None, reason="Ill.", now=NOW)
    expected = [
        ("REQUEST", "CONFIRMED", 2),
        ("REQUEST", "CONFIRMED", 3),
        ("REQUEST", "TENTATIVE", 4),
        ("REQUEST", "CONFIRMED", 5),
        ("CANCEL", "CANCELLED", 6),
    ]
    assert entries("tom@example.com") == expected
    assert entries("mia@example.com") == expected
    subjects = list(
        Mail.objects.filter(to="tom@example.com").order_by("id").values_list("subject", flat=True)
    )
    assert subjects == [
        "Your request is with Mia",
        "Mia confirmed your session",
        "Mia set the meeting link of your session",
        "You moved the session with Mia",
        "Mia confirmed your session",
        "You cancelled the session with Mia",
    ]
    moved = Mail.objects.get(to="tom@example.com", subject__startswith="You moved")
    assert "When: Tuesday 8 January 2030, 11:00 to 12:00 UTC" in moved.text
    assert "Before: Tuesday 8 January 2030, 09:00 to 10:00 UTC" in moved.text


def test_a_request_that_lapses_leaves_no_trace_in_calendars() -> None:
    mentor, tom = mentor_of(), person("tom")
    book(mentor, tom)
    assert bookings.expire_pending(now=NOW + timedelta(days=3)) == 1
    assert entries("tom@example.com") == entries("mia@example.com") == []
    assert Mail.objects.filter(subject="Your request to Mia has lapsed").count() == 1


def test_a_moved_request_that_lapses_is_taken_out_of_calendars() -> None:
    mentor, tom = mentor_of(), person("tom")
    booking = book(mentor, tom)
    later = NINE + 2 * HOUR
    bookings.reschedule(
        booking=booking, actor=tom, starts_at=later, ends_at=later + HOUR, version=None, now=NOW
    )
    bookings.expire_pending(now=NOW + timedelta(days=3))
    assert entries("tom@example.com") == [("REQUEST", "TENTATIVE", 2), ("CANCEL", "CANCELLED", 3)]


def test_a_held_session_asks_for_feedback_and_a_missed_one_does_not() -> None:
    mentor, tom = mentor_of(), person("tom")
    held, missed = book(mentor, tom), book(mentor, tom, NINE + 2 * HOUR)
    for booking in (held, missed):
        bookings.confirm(booking=booking, actor=mentor.user, version=None, now=NOW)
    after = NINE + 4 * HOUR
    bookings.complete(booking=held, actor=mentor.user, version=None, now=after)
    bookings.mark_no_show(booking=missed, actor=mentor.user, version=None, now=after)
    subjects = Mail.objects.filter(to="tom@example.com").order_by("-id").values_list("subject", flat=True)
    assert list(subjects[:2]) == [
        "You were missed at your session with Mia",
        "How was your session with Mia?",
    ]
