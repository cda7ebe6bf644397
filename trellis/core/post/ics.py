"""Dates as calendars read them: files that go with mails, feeds, links into web calendars. Texts alone.

One date is one UID wherever it is written, and its SEQUENCE grows with every change: a calendar keeps the
newest.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vDuration

from trellis.core.post.vtimezone import vtimezone

Method = Literal["REQUEST", "CANCEL"]
_PRODUCT = "-//Trellis//Mentorship//EN"
_REFRESH = timedelta(minutes=30)


@dataclass(frozen=True)
class Attendee:
    """Somebody who is asked to come, and whether they said so."""

    email: str
    name: str
    has_agreed: bool


@dataclass(frozen=True)
class Entry:
    """One date. `status` is TENTATIVE, CONFIRMED or CANCELLED; `room` is an address, or empty."""

    uid: str
    sequence: int
    created_at: datetime
    updated_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    room: str
    status: str


def invitation(
    entry: Entry, *, method: Method, organizer: tuple[str, str], attendees: Iterable[Attendee]
) -> bytes:
    """Return the .ics file that puts a date into a calendar, changes it there, or takes it out.

    `organizer` is an address, to which calendars send answers, and a name.
    """
    calendar = _calendar()
    calendar.add("method", method)
    event = _event(entry)
    event.add("organizer", _address(*organizer))
    for attendee in attendees:
        event.add("attendee", _attendee(attendee))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed(entries: Iterable[Entry], *, name: str) -> bytes:
    """Return the dates as a calendar to subscribe to; nobody's address is in it."""
    calendar = _calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def published(
    entry: Entry,
    *,
    zone: ZoneInfo,
    last_at: datetime,
    is_all_day: bool = False,
    rule: Mapping[str, object] | None = None,
    place: str = "",
) -> bytes:
    """Return the .ics file of a date that is open to many, by the clock on the wall of its zone.

    So what happens again does so at the same hour after a change of the clocks, too. Whole days are days,
    without a zone. `rule` is how often it happens (RRULE), `last_at` when it does so last, `place` where.
    """
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    starts_at, ends_at = entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
    event = _event(replace(entry, starts_at=starts_at, ends_at=ends_at))
    if is_all_day:
        for name, at in (("dtstart", starts_at), ("dtend", ends_at)):
            del event[name]
            event.add(name, at.date())
    elif zone.key != "UTC":
        calendar.add_component(vtimezone(zone, first=entry.starts_at, last=last_at))
    if rule:
        event.add("rrule", dict(rule))
    if place:
        event.pop("location", None)
        event.add("location", plain(place))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def google_link(entry: Entry) -> str:
    """Return the address under which Google Calendar offers to add the date."""
    given = {
        "action": "TEMPLATE",
        "text": plain(entry.summary),
        "dates": f"{entry.starts_at:%Y%m%dT%H%M%SZ}/{entry.ends_at:%Y%m%dT%H%M%SZ}",
        "details": plain(entry.description),
        "location": entry.room,
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(given, quote_via=quote)}"


def outlook_link(entry: Entry) -> str:
    """Return the address under which Outlook on the web offers to add the date."""
    given = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": plain(entry.summary),
        "startdt": f"{entry.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{entry.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "body": plain(entry.description),
        "location": entry.room,
    }
    return f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(given, quote_via=quote)}"


def plain(text: str) -> str:
    """Return the text with ordinary line breaks, and without characters that no calendar may hold."""
    lines = "\n".join(text.splitlines())
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _second(entry.updated_at))
    event.add("created", _second(entry.created_at))
    event.add("last-modified", _second(entry.updated_at))
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", plain(entry.summary))
    event.add("description", plain(entry.description))
    event.add("transp", "OPAQUE")
    if entry.room:
        event.add("location", entry.room)
        event.add("url", entry.room)
    event["status"] = entry.status
    return event


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _attendee(attendee: Attendee) -> vCalAddress:
    address = _address(attendee.email, attendee.name)
    address.params["PARTSTAT"] = "ACCEPTED" if attendee.has_agreed else "NEEDS-ACTION"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["CUTYPE"] = "INDIVIDUAL"
    # Answers would go to nobody: people answer on the page.
    address.params["RSVP"] = "FALSE"
    return address


def _address(email: str, name: str) -> vCalAddress:
    return vCalAddress.new(email, cn=plain(name))
