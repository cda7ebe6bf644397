"""What calendars read is what was meant, whatever people call themselves and their sessions."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail as django_mail
from icalendar import Calendar

from tests.domain.mentorship.conftest import HOUR, MIA, STARTS, TOM, MakeBooking
from trellis.core.post import mail
from trellis.domain.accounts.models import User
from trellis.domain.calendar.queries import feed
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.mentorship.rules.calendars import google_link, invitation, outlook_link

pytestmark = pytest.mark.django_db
NASTY = [
    "Ann, Bob; and: Co\\Ltd",
    "line one\nline two\r\nline three",
    'a "quoted" ^name^ \'s',
    "Zoë Ünïcödé 日本語 🎉" * 8,
    "BEGIN:VEVENT\r\nATTENDEE:mailto:evil@example.com\r\nEND:VEVENT",
    "x" * 200,
    "日" * 200,
    "a\x07b\x1bc\u2028d\x85e\x0bf",
    "100 % \\n literally",
]


def event_of(content: bytes) -> Any:
    """Return the one event of a calendar file, after looking at the file's form."""
    for line in content.split(b"\r\n"):
        assert len(line) <= 75, line
        assert b"\n" not in line
    (event,) = Calendar.from_ical(content).events
    return event


def addresses(event: Any, name: str) -> list[str]:
    """Return the addresses of a property that may stand once or more often."""
    found = event.get(name, [])
    return [str(each) for each in (found if isinstance(found, list) else [found])]


def test_an_invitation_is_what_a_calendar_needs(booking: Booking) -> None:
    event = event_of(invitation(booking, method="REQUEST"))
    assert str(event["UID"]) == f"{booking.public_id}@localhost"
    assert int(event["SEQUENCE"]) == 2
    assert event.decoded("DTSTART") == STARTS
    assert event.decoded("DTEND") == STARTS + HOUR
    assert event["DTSTART"].to_ical() == b"20300108T200000Z"
    assert str(event["SUMMARY"]) == "Portfolio (Mia Moss and Tom Teak)"
    assert str(event["LOCATION"]) == str(event["URL"]) == "https://zoom.us/j/1"
    assert "Ten pictures." in str(event["DESCRIPTION"])
    assert "Join: https://zoom.us/j/1" in str(event["DESCRIPTION"])
    assert str(event["STATUS"]) == "CONFIRMED"


def test_it_is_organized_by_us_in_the_mentors_name(booking: Booking, settings: Any) -> None:
    settings.MAIL_FROM = "Trellis <no-reply@trellis.example>"
    organizer = event_of(invitation(booking, method="REQUEST"))["ORGANIZER"]
    assert str(organizer) == "mailto:no-reply@trellis.example"
    assert organizer.params["CN"] == "Mia Moss"


def test_only_the_mentors_copy_names_the_mentors_address(booking: Booking) -> None:
    for reader in (None, booking.mentee):
        content = invitation(booking, method="REQUEST", reader=reader)
        assert addresses(event_of(content), "ATTENDEE") == [f"mailto:{TOM}"]
        assert MIA.encode() not in content.replace(b"\r\n ", b"")
    own = event_of(invitation(booking, method="REQUEST", reader=booking.mentor.user))
    assert addresses(own, "ATTENDEE") == [f"mailto:{TOM}", f"mailto:{MIA}"]
    assert str(own["SUMMARY"]) == "Portfolio (Tom Teak)"


def test_the_uid_stays_and_the_sequence_rises_with_the_version(booking: Booking) -> None:
    events = []
    for version in (2, 3, 10):
        booking.version = version
        events.append(event_of(invitation(booking, method="REQUEST")))
    assert len({str(event["UID"]) for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == [2, 3, 10]


@pytest.mark.parametrize("text", NASTY)
def test_any_text_comes_out_as_it_went_in(make_booking: MakeBooking, text: str) -> None:
    booking = make_booking(topic=text[:200], description=text * 20)
    User.objects.filter(email=TOM).update(first_name=text[:150], last_name="")
    booking.mentee.refresh_from_db()
    event = event_of(invitation(booking, method="REQUEST", reader=booking.mentor.user))
    clean = "".join(c for c in text if c not in "\x07\x1b")
    lines = ["".join(line) for line in (clean * 20).strip().splitlines()]
    assert "\n".join(lines) in str(event["DESCRIPTION"])
    on_one_line = " ".join(clean[:200].split())
    assert str(event["SUMMARY"]).startswith(on_one_line), str(event["SUMMARY"])
    attendee = event["ATTENDEE"][0]
    name = " ".join(clean.split())
    assert attendee.params["CN"] == (name if len(name) <= 80 else name[:79] + "…")
    assert addresses(event, "ATTENDEE") == [f"mailto:{TOM}", f"mailto:{MIA}"]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_it_arrives_whole_through_a_mail(make_booking: MakeBooking, settings: Any, method: Any) -> None:
    settings.MAIL_IS_SENT = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    booking = make_booking(topic="Zoë, 日本語; " * 10)
    content = invitation(booking, method=method)
    attached = mail.Attachment("session.ics", f"text/calendar; method={method}", content.decode())
    row = mail.send(to=TOM, subject="x", text="x", html="<p>x</p>", attachment=attached, now=STARTS)
    mail.deliver(mail_id=row.pk)
    message = django_mail.outbox[0].message()
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    assert part.get_param("method") == method
    assert part.get_content_charset() == "utf-8"
    assert part.get_filename() == "session.ics"
    received = part.get_payload(decode=True)
    assert received.replace(b"\r\n", b"\n") == content.replace(b"\r\n", b"\n")
    row.refresh_from_db()
    assert (row.attachment_name, row.attachment) == ("session.ics", "")


def test_a_session_keeps_its_moment_on_both_sides_of_a_change_of_clocks(make_booking: MakeBooking) -> None:
    # New York puts its clocks forward on 10 March 2030; 09:00 is another moment of UTC from then on.
    for moment in (datetime(2030, 3, 8, 14, tzinfo=UTC), datetime(2030, 3, 11, 13, tzinfo=UTC)):
        event = event_of(invitation(make_booking(starts_at=moment), method="REQUEST"))
        assert event.decoded("DTSTART") == moment


def test_a_feed_has_both_roles_sessions_and_no_address(
    make_booking: MakeBooking, mentor: Mentor, mentee: User
) -> None:
    make_booking()
    make_booking(starts_at=STARTS + timedelta(days=1), status=Status.PENDING)
    make_booking(starts_at=STARTS + timedelta(days=2), status=Status.CANCELLED_BY_MENTOR)
    make_booking(starts_at=STARTS - timedelta(days=2), status=Status.COMPLETED)
    for user, other in ((mentor.user, "Tom Teak"), (mentee, "Mia Moss")):
        content = feed(user)
        calendar = Calendar.from_ical(content)
        assert [str(event["STATUS"]) for event in calendar.events] == [
            "TENTATIVE",
            "CONFIRMED",
            "CONFIRMED",
        ]
        assert {str(event["SUMMARY"]) for event in calendar.events} == {f"Portfolio ({other})"}
        assert b"mailto" not in content
        assert b"METHOD" not in content
        pending, *_ = calendar.events
        assert "URL" not in pending
        assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT30M"


def test_a_feed_costs_the_same_for_one_and_for_many(
    make_booking: MakeBooking, mentee: User, django_assert_num_queries: Any
) -> None:
    for day in range(10):
        make_booking(starts_at=STARTS + timedelta(days=day))
    with django_assert_num_queries(2):
        assert len(Calendar.from_ical(feed(mentee)).events) == 10


def test_a_stranger_has_nothing_in_their_feed(booking: Booking) -> None:
    stranger = User.objects.create(username="eve", email="eve@example.com")
    assert Calendar.from_ical(feed(stranger)).events == []


def test_links_for_web_calendars_say_the_same(make_booking: MakeBooking) -> None:
    booking = make_booking(topic="A&B #1 ünder 50 %")
    google = urlsplit(google_link(booking))
    asked = parse_qs(google.query)
    assert (google.scheme, google.netloc, google.path) == (
        "https",
        "calendar.google.com",
        "/calendar/render",
    )
    assert asked["action"] == ["TEMPLATE"]
    assert asked["dates"] == ["20300108T200000Z/20300108T210000Z"]
    assert asked["text"] == ["A&B #1 ünder 50 % (Mia Moss and Tom Teak)"]
    assert asked["location"] == ["https://zoom.us/j/1"]
    outlook = urlsplit(outlook_link(booking))
    asked = parse_qs(outlook.query)
    assert outlook.netloc == "outlook.live.com"
    assert asked["startdt"] == ["2030-01-08T20:00:00Z"]
    assert asked["enddt"] == ["2030-01-08T21:00:00Z"]
    assert asked["subject"] == ["A&B #1 ünder 50 % (Mia Moss and Tom Teak)"]
    assert MIA not in google_link(booking) + outlook_link(booking)
