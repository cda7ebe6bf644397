"""Who is paid for sessions, in which currency, and in whose time their months are."""

from zoneinfo import ZoneInfo

from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import MENTORING
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.rules.rates import CURRENCY


def may_earn(user: User, mentor: Mentor | None) -> bool:
    """Tell whether somebody is far enough on their way to be paid, or is a mentor all the same."""
    return user.journey in MENTORING or mentor is not None


def currency_of(mentor: Mentor | None) -> str:
    """Return the currency of the mentor's own rate, the usual one where there is none."""
    return mentor.currency if mentor is not None else CURRENCY


def zone_of(user: User, mentor: Mentor | None) -> ZoneInfo:
    """Return the timezone that is known of the account, else the one in which the mentor's hours are set."""
    hours = mentor.availability_timezone if mentor is not None else "UTC"
    return ZoneInfo(user.known_timezone or hours)
