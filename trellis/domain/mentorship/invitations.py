"""Sessions as calendars read them: invitations that go with mails, feeds, links into web calendars.

One session is one UID wherever it is written, and its SEQUENCE is the booking's version, which every
change raises: a calendar keeps the newest. An organizer's address is where calendars send answers, so it
is ours; the mentor's own address is in nobody's copy but theirs.
"""

import unicodedata
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vDuration

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.queries import bookings_of
from trellis.domain.notifications.rules import name_of

Method = Literal["REQUEST", "CANCEL"]

_PRODUCT = "-//Trellis//Mentorship//EN"
_IN_FEED = (Status.PENDING, Status.CONFIRMED, Status.COMPLETED)
_LONGEST_FEED = 500
_REFRESH = timedelta(minutes=30)
_STATUS: dict[str, str] = {
    Status.PENDING: "TENTATIVE",
    Status.CONFIRMED: "CONFIRMED",
    Status.COMPLETED: "CONFIRMED",
    Status.NO_SHOW: "CONFIRMED",
}
_WITH_ROOM = (Status.CONFIRMED, Status.COMPLETED)


def invitation(booking: Booking, *, method: Method, reader: User | None = None) -> bytes:
    """Return the .ics file that puts a session into a calendar, changes it there, or takes it out.

    `reader` is whose copy it is: the mentor's names the mentor among the attendees, every other one
    the mentee alone.
    """
    calendar = _calendar()
    calendar.add("method", method)
    event = _event(booking, reader)
    event["status"] = "CANCELLED" if method == "CANCEL" else _STATUS.get(booking.status, "CANCELLED")
    organizer = parseaddr(settings.MAIL_FROM)[1]
    event.add("organizer", _address(organizer, booking.mentor.user))
    mentor = booking.mentor.user
    for person in [booking.mentee, *([mentor] if reader is not None and reader.pk == mentor.pk else [])]:
        event.add("attendee", _attendee(booking, person))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed(user: User) -> bytes:
    """Return all of a person's sessions as a calendar to subscribe to; no address of anybody is in it."""
    calendar = _calendar()
    calendar.add("x-wr-calname", "Trellis sessions")
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    for booking in bookings_of(user, statuses=_IN_FEED)[:_LONGEST_FEED]:
        event = _event(booking, user)
        event["status"] = _STATUS[booking.status]
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def google_link(booking: Booking) -> str:
    """Return the address under which Google Calendar offers to add the session."""
    given = {
        "action": "TEMPLATE",
        "text": _summary(booking, None),
        "dates": f"{booking.starts_at:%Y%m%dT%H%M%SZ}/{booking.ends_at:%Y%m%dT%H%M%SZ}",
        "details": _description(booking),
        "location": _room(booking),
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(given, quote_via=quote)}"


def outlook_link(booking: Booking) -> str:
    """Return the address under which Outlook on the web offers to add the session."""
    given = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": _summary(booking, None),
        "startdt": f"{booking.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{booking.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "body": _description(booking),
        "location": _room(booking),
    }
    return f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(given, quote_via=quote)}"


def uid_of(booking: Booking) -> str:
    """Return the name of a session in every calendar."""
    return f"{booking.public_id}@{urlsplit(settings.TRELLIS_PUBLIC_URL).hostname or 'trellis'}"


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(booking: Booking, reader: User | None) -> Event:
    event = Event()
    event.add("uid", uid_of(booking))
    event.add("sequence", booking.version)
    event.add("dtstamp", _second(booking.updated_at))
    event.add("created", _second(booking.created_at))
    event.add("last-modified", _second(booking.updated_at))
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("summary", _summary(booking, reader))
    event.add("description", _description(booking))
    event.add("transp", "OPAQUE")
    if room := _room(booking):
        event.add("location", room)
        event.add("url", room)
    return event


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _summary(booking: Booking, reader: User | None) -> str:
    both = [booking.mentor.user, booking.mentee]
    others = [name_of(each) for each in both if reader is None or each.pk != reader.pk]
    return _plain(f"{' '.join(booking.topic.split())} ({' and '.join(others)})")


def _description(booking: Booking) -> str:
    """Return what a session is about and where it is held."""
    parts = [
        f"A session of {name_of(booking.mentor.user)} (mentor) and {name_of(booking.mentee)}.",
        booking.description.strip(),
    ]
    if room := _room(booking):
        parts.append(f"Join: {room}")
    return _plain("\n\n".join(part for part in parts if part))


def _room(booking: Booking) -> str:
    return booking.meeting_url if booking.status in _WITH_ROOM else ""


def _attendee(booking: Booking, person: User) -> vCalAddress:
    address = _address(person.email, person)
    is_mentor = person.pk == booking.mentor.user_id
    # Both have said yes when a session is confirmed; what the mentee moves is the mentor's to confirm.
    has_agreed = booking.status != Status.PENDING or not is_mentor
    address.params["PARTSTAT"] = "ACCEPTED" if has_agreed else "NEEDS-ACTION"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["CUTYPE"] = "INDIVIDUAL"
    # Answers would go to nobody: people answer on the page.
    address.params["RSVP"] = "FALSE"
    return address


def _address(email: str, person: User) -> vCalAddress:
    return vCalAddress.new(email, cn=_plain(name_of(person)))


def _plain(text: str) -> str:
    """Return the text with ordinary line breaks, and without characters that no calendar may hold."""
    lines = "\n".join(text.splitlines())
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
