"""What the mentee gets back of a session that is called off.

All until a day before it begins, half until two hours before, then nothing; all where the mentor calls it
off, or has moved it. docs/decisions/booking.md says why moving is no way around it.
"""

from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction

from trellis.core.writing.money import written
from trellis.domain.mentorship.models import Booking, Cancellation
from trellis.domain.mentorship.rules.rates import charged

WHOLE_UNTIL = timedelta(hours=24)
HALF_UNTIL = timedelta(hours=2)


class Part(Enum):
    """How much of what was paid is given back."""

    ALL = Fraction(1)
    HALF = Fraction(1, 2)
    NOTHING = Fraction(0)


def part_given_back(booking: Booking, *, by_mentor: bool, now: datetime) -> Part:
    """Return which part of what was paid the mentee gets back where a side calls the session off at `now`."""
    is_free_to_go = booking.cancellation == Cancellation.FREE or booking.is_moved_by_mentor
    ahead = booking.starts_at - now
    if by_mentor or is_free_to_go or ahead >= WHOLE_UNTIL:
        return Part.ALL
    return Part.HALF if ahead >= HALF_UNTIL else Part.NOTHING


def amount_of(part: Part, paid_minor: int, currency: str) -> int:
    """Return a part of what was paid, as it can be paid back to a card: never more than was paid."""
    return min(paid_minor, charged(part.value * paid_minor, currency))


def policy_in_words(booking: Booking) -> str:
    """Return the rule of a session in a sentence or two."""
    return _FREE if booking.cancellation == Cancellation.FREE else _BY_HOURS


def package_policy_in_words() -> str:
    """Return the rule of a package in some sentences."""
    return _OF_PACKAGE


def given_back_in_words(booking: Booking, *, to_mentor: bool) -> str:
    """Return what becomes of the money of a session that was called off; "" where nothing had been paid."""
    if booking.is_back_in_bundle:
        whose = "the mentee's" if to_mentor else "your"
        return f"The session is in {whose} package again."
    if booking.given_back_minor is None:
        return ""
    if not booking.given_back_minor:
        return "Nothing of it is paid back." if booking.price_minor else ""
    amount = written(booking.given_back_minor, booking.currency)
    return f"{amount} {'are paid back to the mentee.' if to_mentor else 'are on their way back to you.'}"


_BY_HOURS = (
    "Called off until 24 hours before it begins, everything is paid back, until 2 hours before half, then "
    "nothing. If the mentor calls it off, or has moved it, everything is paid back."
)
_OF_PACKAGE = (
    "A package can be given back until its days are over: all that its unused sessions cost is paid back. "
    "A session that is called off until 24 hours before it begins is in the package again; until 2 hours "
    "before, half of what it cost is paid back, then nothing. If the mentor calls it off, or has moved it, "
    "it is in the package again, or, once that is over, paid back."
)
_FREE = "It can be called off at no cost."
