"""In which currency, and in whose time, somebody is told what they have earned."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import MENTORING
from trellis.domain.mentorship.queries.mentors import mentor_of_user
from trellis.domain.mentorship.refusals import OnlyForMentors
from trellis.domain.mentorship.rules.rates import CURRENCY


@dataclass(frozen=True)
class Earner:
    """Somebody who is paid for sessions: the currency of their own rate, and the zone of their months."""

    currency: str
    zone: ZoneInfo


def earner(user: User) -> Earner:
    """Return how somebody is told of their earnings; raise OnlyForMentors for beginners, who have none.

    The timezone that is known of the account counts before the one in which a mentor's hours are set.
    """
    mentor = mentor_of_user(user)
    if mentor is None and user.journey not in MENTORING:
        raise OnlyForMentors
    hours = mentor.availability_timezone if mentor is not None else "UTC"
    currency = mentor.currency if mentor is not None else CURRENCY
    return Earner(currency, ZoneInfo(user.known_timezone or hours))
