"""The two people of a session as they are told of it: each meets the other, at a time of their own zone."""

from dataclasses import dataclass
from datetime import tzinfo

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking
from trellis.domain.notifications.rules import name_of, span, zone_named


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
