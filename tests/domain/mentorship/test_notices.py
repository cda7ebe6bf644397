"""Each change of a session tells both sides, in their own words and time, and puts it into calendars."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from icalendar import Calendar

from tests.domain.mentorship.conftest import (
    HOUR,
    MIA,
    STARTS,
    TOM,
    MakeBooking,
    mail_to,
    publish,
    words,
)
from trellis.core.models import Event, Mail
from trellis.domain.accounts.models import User
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.mentorship.notices import sessions as notices
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db
BY_MENTOR, BY_MENTEE = Status.CANCELLED_BY_MENTOR, Status.CANCELLED_BY_MENTEE
EVERY_EVENT = [
    events.booking_requested,
    events.booking_confirmed,
    events.booking_cancelled,
    events.booking_expired,
    events.booking_rescheduled,
    events.meeting_link_added,
    events.booking_completed,
    events.booking_missed,
]


def subjects() -> tuple[str, str]:
    """Return what the mentor and the mentee read first."""
    return mail_to(MIA).subject, mail_to(TOM).subject


def method_of(mail: Mail) -> str | None:
    """Return the method of the calendar entry that goes with a mail; None where none does."""
    if not mail.attachment_name:
        return None
    method = str(Calendar.from_ical(mail.attachment)["METHOD"])
    assert mail.attachment_type == f"text/calendar; method={method}"
    return method


def test_a_request_asks_the_mentor_and_reassures_the_mentee(make_booking: MakeBooking, mentee: User) -> None:
    booking = make_booking(status=Status.PENDING, meeting_url="", version=1)
    publish(events.booking_requested, booking, actor=mentee)
    assert subjects() == ("Tom Teak asks you for a session", "Your request is with Mia Moss")
    asked = mail_to(MIA)
    assert "Ten pictures." in asked.text
    assert TOM in asked.text
    assert "/community/mentorship/mentor/bookings" in asked.text
    assert "Please answer by Wednesday 9 January 2030, 03:00" in asked.text
    assert "The mentor answers by Wednesday 9 January 2030, 13:30" in mail_to(TOM).text
    assert [method_of(mail) for mail in Mail.objects.all()] == [None, None]


def test_a_confirmation_says_when_in_the_readers_own_time_and_in_utc(booking: Booking) -> None:
    publish(events.booking_confirmed, booking)
    assert subjects() == ("You confirmed the session with Tom Teak", "Mia Moss confirmed your session")
    assert (
        "When: Tuesday 8 January 2030, 15:00 to 16:00 (America/New York time; 2030-01-08 20:00 UTC)"
        in mail_to(MIA).text
    )
    assert (
        "When: Wednesday 9 January 2030, 01:30 to 02:30 (Asia/Kolkata time; 2030-01-08 20:00 UTC)"
        in mail_to(TOM).text
    )
    for mail in Mail.objects.all():
        assert method_of(mail) == "REQUEST"
        assert "Join the session: https://zoom.us/j/1" in mail.text
        assert '<a href="https://zoom.us/j/1"' in mail.html


def test_a_session_over_midnight_and_one_in_utc_are_told_right(mentee: User, booking: Booking) -> None:
    Booking.objects.filter(pk=booking.pk).update(ends_at=STARTS + 5 * HOUR, blocked_until=STARTS + 5 * HOUR)
    User.objects.filter(pk=mentee.pk).update(timezone="UTC")
    publish(events.booking_confirmed, Booking.objects.get(pk=booking.pk))
    assert "Tuesday 8 January 2030, 20:00 to Wednesday 9 January 2030, 01:00 UTC\n" in mail_to(TOM).text, (
        mail_to(TOM).text
    )


def test_a_timezone_that_is_none_is_utc(mentee: User, booking: Booking) -> None:
    for name in ("Mars/Base", "../etc", ""):
        User.objects.filter(pk=mentee.pk).update(timezone=name)
        Mail.objects.all().delete()
        publish(events.booking_confirmed, Booking.objects.get(pk=booking.pk))
        assert "20:00 to 21:00 UTC" in mail_to(TOM).text


@pytest.mark.parametrize(
    ("status", "previous", "to_mentor", "to_mentee"),
    [
        (
            BY_MENTOR,
            "confirmed",
            "You cancelled the session with Tom Teak",
            "Mia Moss cancelled your session",
        ),
        (
            BY_MENTEE,
            "confirmed",
            "Tom Teak cancelled your session",
            "You cancelled the session with Mia Moss",
        ),
        (BY_MENTOR, "pending", "You declined the request of Tom Teak", "Mia Moss declined your request"),
        (BY_MENTEE, "pending", "Tom Teak withdrew their request", "You withdrew your request to Mia Moss"),
    ],
)
def test_a_cancellation_says_who_and_why(
    make_booking: MakeBooking, status: str, previous: str, to_mentor: str, to_mentee: str
) -> None:
    booking = make_booking(status=status, cancellation_reason="I am <b>ill</b>.", version=3)
    publish(events.booking_cancelled, booking, previous_status=previous)
    assert subjects() == (to_mentor, to_mentee)
    for mail in Mail.objects.all():
        assert "Reason: I am <b>ill</b>." in mail.text
        assert "<b>ill" not in mail.html
        assert "zoom.us" not in mail.text
        assert method_of(mail) is None, "no calendar holds what was never sent"
    assert f"/community/mentorship/{booking.mentor.public_id}" in mail_to(TOM).text


@pytest.mark.parametrize("invited_by", [events.booking_confirmed, events.booking_rescheduled])
@pytest.mark.parametrize(
    ("event", "status"),
    [
        (events.booking_cancelled, BY_MENTOR),
        (events.booking_cancelled, BY_MENTEE),
        (events.booking_expired, Status.CANCELLED_EXPIRED),
    ],
)
def test_what_was_sent_to_calendars_is_taken_out_of_them(
    booking: Booking, event: Any, status: str, invited_by: Any
) -> None:
    publish(invited_by, booking)
    invited = Calendar.from_ical(mail_to(TOM).attachment).events[0]
    Mail.objects.all().delete()
    Booking.objects.filter(pk=booking.pk).update(status=status, version=3)
    publish(event, Booking.objects.get(pk=booking.pk), previous_status="confirmed")
    for mail in Mail.objects.all():
        assert method_of(mail) == "CANCEL"
        cancelled = Calendar.from_ical(mail.attachment).events[0]
        assert str(cancelled["STATUS"]) == "CANCELLED"
        assert cancelled["UID"] == invited["UID"]
        assert int(cancelled["SEQUENCE"]) > int(invited["SEQUENCE"])


def test_an_invitation_to_somebody_elses_session_is_none_to_this_one(make_booking: MakeBooking) -> None:
    other = make_booking(starts_at=STARTS + 5 * HOUR)
    publish(events.booking_confirmed, other)
    Mail.objects.all().delete()
    booking = make_booking(status=BY_MENTOR)
    publish(events.booking_cancelled, booking, previous_status="pending")
    assert {method_of(mail) for mail in Mail.objects.all()} == {None}


def test_an_expiry_tells_both(make_booking: MakeBooking) -> None:
    booking = make_booking(status=Status.CANCELLED_EXPIRED, meeting_url="")
    publish(events.booking_expired, booking)
    assert subjects() == ("The request of Tom Teak has lapsed", "Your request to Mia Moss has lapsed")
    assert {method_of(mail) for mail in Mail.objects.all()} == {None}


def test_a_mentors_move_stands_and_tells_the_time_before(booking: Booking, mentor: Mentor) -> None:
    before = STARTS - timedelta(days=1)
    publish(
        events.booking_rescheduled,
        booking,
        actor=mentor.user,
        previous_starts_at=before.isoformat(),
        previous_ends_at=(before + HOUR).isoformat(),
    )
    assert subjects() == ("You moved the session with Tom Teak", "Mia Moss moved your session")
    told = mail_to(TOM)
    assert "Before: Tuesday 8 January 2030, 01:30 to 02:30" in told.text
    assert "The new time stands." in told.text
    assert method_of(told) == "REQUEST"
    assert str(Calendar.from_ical(told.attachment).events[0]["STATUS"]) == "CONFIRMED"


def test_a_mentees_move_has_yet_to_be_confirmed(make_booking: MakeBooking, mentee: User) -> None:
    booking = make_booking(status=Status.PENDING, version=3)
    publish(events.booking_rescheduled, booking, actor=mentee)
    assert subjects() == ("Tom Teak moved your session", "You moved the session with Mia Moss")
    for mail in Mail.objects.all():
        assert "has yet to be confirmed" in mail.text
        assert "zoom.us" not in words([mail]), "no room before it is confirmed"
        assert str(Calendar.from_ical(mail.attachment).events[0]["STATUS"]) == "TENTATIVE"


def test_a_new_link_reaches_both_and_their_calendars(make_booking: MakeBooking) -> None:
    publish(events.meeting_link_added, make_booking(meeting_url="https://meet.example/a?b=1&c=2"))
    assert subjects() == (
        "You set the meeting link for Tom Teak",
        "Mia Moss set the meeting link of your session",
    )
    for mail in Mail.objects.all():
        assert "Join the session: https://meet.example/a?b=1&c=2" in mail.text
        assert str(Calendar.from_ical(mail.attachment).events[0]["URL"]) == "https://meet.example/a?b=1&c=2"


def test_a_completed_session_asks_the_mentee_for_feedback(make_booking: MakeBooking) -> None:
    publish(events.booking_completed, make_booking(status=Status.COMPLETED))
    assert subjects() == (
        "Your session with Tom Teak is complete",
        "How was your session with Mia Moss?",
    )
    assert "How was your session with Mia Moss?\n" in mail_to(TOM).text
    assert "Your session with Tom Teak is complete.\n" in mail_to(MIA).text
    assert "Give feedback: http://localhost:8000/community/mentorship/bookings" in mail_to(TOM).text
    assert {method_of(mail) for mail in Mail.objects.all()} == {None}


def test_a_no_show_is_told_to_both(make_booking: MakeBooking) -> None:
    publish(events.booking_missed, make_booking(status=Status.NO_SHOW))
    assert subjects() == (
        "You noted that Tom Teak did not come",
        "You were missed at your session with Mia Moss",
    )


@pytest.mark.parametrize("event", EVERY_EVENT, ids=lambda event: event.kind)
def test_nothing_that_the_mentee_reads_holds_the_mentors_address(booking: Booking, event: Any) -> None:
    publish(events.booking_confirmed, booking)
    publish(event, booking)
    told = words(Mail.objects.filter(to=TOM))
    notes = Notification.objects.filter(recipient=booking.mentee)
    told += "\n".join(f"{note.title} {note.body} {note.data}" for note in notes)
    # Folded lines of a calendar entry may have a line break anywhere.
    assert "private.example" not in told.replace("\r\n ", "").replace("\n ", "")
    assert TOM in words(Mail.objects.filter(to=MIA))


def test_a_person_without_a_name_is_never_called_by_an_address(booking: Booking) -> None:
    User.objects.filter(email=MIA).update(first_name="", last_name="")
    publish(events.booking_confirmed, Booking.objects.get(pk=booking.pk))
    assert mail_to(TOM).subject == "mia confirmed your session"


@pytest.mark.parametrize("event", EVERY_EVENT, ids=lambda event: event.kind)
def test_both_find_it_among_their_notifications(booking: Booking, event: Any) -> None:
    publish(event, booking)
    notes = list(Notification.objects.order_by("id"))
    assert [note.recipient_id for note in notes] == [booking.mentor.user_id, booking.mentee_id]
    for note in notes:
        assert note.kind == event.kind
        assert note.data == {
            "booking_id": str(booking.public_id),
            "status": "confirmed",
            "starts_at": "2030-01-08T20:00:00+00:00",
        }


def test_names_and_topics_break_neither_a_header_nor_a_page(make_booking: MakeBooking) -> None:
    User.objects.filter(email=TOM).update(first_name="Tom\r\nBcc: all@example.com", last_name="<b>&")
    booking = make_booking(topic='<script>alert("x")</script>\nTopic: other')
    booking.mentee.refresh_from_db()
    publish(events.booking_confirmed, booking)
    mail = mail_to(MIA)
    assert mail.subject == "You confirmed the session with Tom Bcc: all@example.com <b>&"
    assert "<script" not in mail.html
    assert 'Topic: <script>alert("x")</script> Topic: other' in mail.text


@pytest.mark.parametrize("event", EVERY_EVENT, ids=lambda event: event.kind)
def test_a_handler_that_fails_undoes_the_change(
    booking: Booking, event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(notices, "notify", fail)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(topic="changed")
        publish(event, booking)
    assert Booking.objects.get(pk=booking.pk).topic == "Portfolio"
    assert not Event.objects.exists()
    assert not Mail.objects.exists()


def test_the_cost_of_telling_does_not_grow_with_the_history(
    booking: Booking, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _ in range(20):
        publish(events.meeting_link_added, booking)
    fresh = Booking.objects.select_related("mentor__user", "mentee").get(pk=booking.pk)
    with django_assert_max_num_queries(16):
        publish(events.booking_cancelled, fresh, previous_status="confirmed")
