"""Dates as calendars read them, whatever they are of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from icalendar import Calendar

from trellis.core.post import ics

AT = datetime(2030, 1, 8, 20, tzinfo=UTC)
ENTRY = ics.Entry(
    uid="7@trellis.example",
    sequence=3,
    created_at=AT - timedelta(days=2),
    updated_at=AT - timedelta(days=1, microseconds=5),
    starts_at=AT,
    ends_at=AT + timedelta(hours=1),
    summary="Portfolio",
    description="Ten pictures.",
    room="https://zoom.us/j/1",
    status="CONFIRMED",
)


def _only(content: bytes) -> Any:
    (event,) = Calendar.from_ical(content).events
    return event


def test_an_invitation_says_who_asks_and_who_has_agreed() -> None:
    ann = ics.Attendee("ann@example.com", "Ann", has_agreed=False)
    organizer = ("office@trellis.example", "Tom")
    event = _only(ics.invitation(ENTRY, method="REQUEST", organizer=organizer, attendees=[ann]))
    assert str(event["ORGANIZER"]) == "mailto:office@trellis.example"
    assert str(event["ATTENDEE"]) == "mailto:ann@example.com"
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert (str(event["UID"]), int(event["SEQUENCE"])) == ("7@trellis.example", 3)
    assert event.decoded("DTSTAMP") == AT - timedelta(days=1, seconds=1)


def test_a_feed_has_every_date_and_nobodys_address() -> None:
    other = replace(ENTRY, uid="8@trellis.example", room="")
    content = ics.feed([ENTRY, other], name="Trellis sessions")
    calendar = Calendar.from_ical(content)
    assert [str(event["UID"]) for event in calendar.events] == ["7@trellis.example", "8@trellis.example"]
    assert str(calendar["X-WR-CALNAME"]) == "Trellis sessions"
    assert b"ATTENDEE" not in content
    assert "LOCATION" not in calendar.events[1]


def test_links_into_web_calendars_carry_the_date() -> None:
    google = parse_qs(urlsplit(ics.google_link(ENTRY)).query)
    assert google["dates"] == ["20300108T200000Z/20300108T210000Z"]
    outlook = parse_qs(urlsplit(ics.outlook_link(replace(ENTRY, summary="A\x07B"))).query)
    assert (outlook["subject"], outlook["location"]) == (["AB"], ["https://zoom.us/j/1"])
