"""The two people of a session as notices speak of them: names without addresses, times in their own zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trellis.core.post.mail import one_line
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking

_LONGEST_NAME = 80


@dataclass(frozen=True)
class Side:
    """One of the two people of a session, who is told something of it."""

    booking: Booking
    reader: User
    other: User

    @property
    def is_mentor(self) -> bool:
        """Whether the reader is the mentor."""
        return self.reader.pk == self.booking.mentor.user_id

    @property
    def other_name(self) -> str:
        """Whom the reader meets."""
        return name_of(self.other)

    @property
    def zone(self) -> tzinfo:
        """The reader's timezone. An account that says UTC says nothing yet; a mentor's calendar may."""
        name = self.reader.timezone
        if self.is_mentor and name == "UTC":
            name = self.booking.mentor.availability_timezone
        return zone_named(name)

    def when(self) -> str:
        """Return when the session is."""
        return span(self.booking.starts_at, self.booking.ends_at, self.zone)


def sides(booking: Booking) -> tuple[Side, Side]:
    """Return the mentor's side and the mentee's."""
    mentor, mentee = booking.mentor.user, booking.mentee
    return Side(booking, mentor, mentee), Side(booking, mentee, mentor)


def name_of(user: User) -> str:
    """Return a person's name on one line; never their address, which a username may hold."""
    return one_line(user.full_name or user.username.partition("@")[0], longest=_LONGEST_NAME)


def zone_named(name: str) -> tzinfo:
    """Return the timezone of this name; UTC for what is no timezone (any more)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def span(first: datetime, last: datetime, zone: tzinfo) -> str:
    """Write a stretch of time in a zone that is named, and what it begins at in UTC."""
    start, end = first.astimezone(zone), last.astimezone(zone)
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{_day(end)}, {end:%H:%M}"
    return f"{_day(start)}, {start:%H:%M} to {until} {_in_zone(start)}"


def moment(at: datetime, zone: tzinfo) -> str:
    """Write one moment, as `span` writes its beginning."""
    there = at.astimezone(zone)
    return f"{_day(there)}, {there:%H:%M} {_in_zone(there)}"


def _day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}"


def _in_zone(at: datetime) -> str:
    name = str(at.tzinfo)
    if name == "UTC":
        return "UTC"
    return f"({name.replace('_', ' ')} time; {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"
