"""The two people of a session as they are told of it: each meets the other, at a time of their own zone."""

from dataclasses import dataclass
from datetime import tzinfo

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking
from trellis.domain.notifications.rules import beside, name_of, span, zone_named


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
        """The reader's timezone."""
        return zone_named(self._zone_name(self.reader))

    def when(self) -> str:
        """Return when the session is."""
        return span(self.booking.starts_at, self.booking.ends_at, self.zone)

    def when_for_other(self, zone: tzinfo) -> str:
        """Return when it is on the other's clock, told beside `zone`; "" where it is the same or unknown."""
        name = self._zone_name(self.other)
        if not name:
            return ""
        return beside(self.booking.starts_at, self.booking.ends_at, zone, zone_named(name))

    def _zone_name(self, person: User) -> str:
        """Return the timezone of one of the two; a mentor's hours may know it alone."""
        mentor = self.booking.mentor
        of_calendar = mentor.availability_timezone if person.pk == mentor.user_id else ""
        return person.known_timezone or of_calendar


def sides(booking: Booking) -> tuple[Side, Side]:
    """Return the mentor's side and the mentee's."""
    mentor, mentee = booking.mentor.user, booking.mentee
    return Side(booking, mentor, mentee), Side(booking, mentee, mentor)
