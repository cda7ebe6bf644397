"""Sessions as calendars hold them.

SEQUENCE is the booking's version, which every change raises. An organizer's address is where calendars send
answers, so it is ours; the mentor's own address is in nobody's copy but theirs.
"""

from dataclasses import replace
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from trellis.core.post import ics
from trellis.core.post.ics import Attendee, Entry, Method
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.rules.bookings import tells_its_link
from trellis.domain.mentorship.rules.meetings import place_of
from trellis.domain.notifications.rules import name_of

_STATUS: dict[str, str] = {
    Status.PENDING: "TENTATIVE",
    Status.CONFIRMED: "CONFIRMED",
    Status.COMPLETED: "CONFIRMED",
    Status.NO_SHOW: "CONFIRMED",
}


def invitation(booking: Booking, *, method: Method, reader: User | None = None) -> bytes:
    """Return the .ics file that puts a session into a calendar, changes it there, or takes it out.

    `reader` is whose copy it is: the mentor's names the mentor among the attendees, every other one
    the mentee alone.
    """
    entry = entry_of(booking, reader)
    if method == "CANCEL":
        entry = replace(entry, status="CANCELLED")
    mentor = booking.mentor.user
    people = [booking.mentee, *([mentor] if reader is not None and reader.pk == mentor.pk else [])]
    return ics.invitation(
        entry,
        method=method,
        organizer=(parseaddr(settings.MAIL_FROM)[1], name_of(mentor)),
        attendees=[_attendee(booking, person) for person in people],
    )


def entry_of(booking: Booking, reader: User | None) -> Entry:
    """Return the session as the calendar of `reader` holds it, or anybody's."""
    return Entry(
        uid=f"{booking.public_id}@{urlsplit(settings.TRELLIS_PUBLIC_URL).hostname or 'trellis'}",
        sequence=booking.version,
        created_at=booking.created_at,
        updated_at=booking.updated_at,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        summary=_summary(booking, reader),
        description=_description(booking),
        room=_room(booking),
        status=_STATUS.get(booking.status, "CANCELLED"),
    )


def google_link(booking: Booking) -> str:
    """Return the address under which Google Calendar offers to add the session."""
    return ics.google_link(entry_of(booking, None))


def outlook_link(booking: Booking) -> str:
    """Return the address under which Outlook on the web offers to add the session."""
    return ics.outlook_link(entry_of(booking, None))


def _summary(booking: Booking, reader: User | None) -> str:
    both = [booking.mentor.user, booking.mentee]
    others = [name_of(each) for each in both if reader is None or each.pk != reader.pk]
    return f"{' '.join(booking.topic.split())} ({' and '.join(others)})"


def _description(booking: Booking) -> str:
    """Return what a session is about and where it is held."""
    parts = [
        f"A session of {name_of(booking.mentor.user)} (mentor) and {name_of(booking.mentee)}.",
        booking.description.strip(),
    ]
    if room := _room(booking):
        parts.append(f"Join: {room}")
    return "\n\n".join(part for part in parts if part)


def _room(booking: Booking) -> str:
    return place_of(booking) if tells_its_link(booking) else ""


def _attendee(booking: Booking, person: User) -> Attendee:
    is_mentor = person.pk == booking.mentor.user_id
    # Both have said yes when a session is confirmed; what the mentee moves is the mentor's to confirm.
    has_agreed = booking.status != Status.PENDING or not is_mentor
    return Attendee(person.email, name_of(person), has_agreed)
