"""In which currency, and in whose time, somebody is told what they have earned."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import MENTORING
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.mentors import mentor_of_user
from trellis.domain.mentorship.refusals import OnlyForMentors
from trellis.domain.mentorship.rules.rates import CURRENCY


@dataclass(frozen=True)
class Earner:
    """Somebody who is paid for sessions: the currency of their own rate, and the zone of their months.

    `mentor` is None for who may mentor and has not said yet what.
    """

    currency: str
    zone: ZoneInfo
    mentor: Mentor | None


def earner(user: User) -> Earner:
    """Return how somebody is told of their earnings; raise OnlyForMentors for beginners, who have none."""
    mentor = mentor_of_user(user)
    if mentor is None and user.journey not in MENTORING:
        raise OnlyForMentors
    currency = mentor.currency if mentor is not None else CURRENCY
    return Earner(currency, _zone(user, mentor), mentor)


def zone_of_numbers(user: User) -> ZoneInfo:
    """Return in whose time somebody is told numbers.

    The timezone that is known of the account counts before the one in which a mentor's hours are set.
    """
    return _zone(user, None if user.known_timezone else mentor_of_user(user))


def _zone(user: User, mentor: Mentor | None) -> ZoneInfo:
    return ZoneInfo(user.known_timezone or (mentor.availability_timezone if mentor is not None else "UTC"))
