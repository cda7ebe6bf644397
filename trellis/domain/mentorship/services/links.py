"""Where a mentor holds a session instead of in its room."""

from datetime import datetime

from trellis.domain.accounts.queries import age_of
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.refusals import InvalidLink
from trellis.domain.mentorship.rules.limits import ADULT_AT
from trellis.domain.mentorship.rules.meetings import meeting_at

_IN_THE_ROOM = "A session with somebody under 18 is held in its room on this site."


def own_link(booking: Booking, url: str, platform: str, now: datetime) -> dict[str, str]:
    """Return the columns that hold a mentor's own link; raise InvalidLink where it may be none."""
    if not may_have_own_link(booking, now):
        raise InvalidLink(_IN_THE_ROOM)
    return meeting_at(url, platform)


def may_have_own_link(booking: Booking, now: datetime) -> bool:
    """Tell whether a session may be held elsewhere: not with a minor, beside whom a guardian comes in."""
    ages = (age_of(person, today=now.date()) for person in (booking.mentor.user, booking.mentee))
    return all(age is None or age >= ADULT_AT for age in ages)
