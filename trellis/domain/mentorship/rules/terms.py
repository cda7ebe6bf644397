"""Under which terms a session is booked: kept on its row, and obeyed by every verb, whatever the door."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from trellis.core.writing.currencies import step_of
from trellis.core.writing.money import written
from trellis.domain.mentorship import models
from trellis.domain.mentorship.models import (
    Booking,
    Cancellation,
    CompletedBy,
    ConfirmedBy,
    Mentor,
    Package,
    Status,
)
from trellis.domain.mentorship.refusals import NotBookable
from trellis.domain.mentorship.rules.bookings import Role, status_at
from trellis.domain.mentorship.rules.limits import OPENS_BEFORE_MINUTES, PENDING_FOR
from trellis.domain.mentorship.rules.rates import CURRENCY, charged
from trellis.domain.mentorship.rules.reasons import lasting

_MINUTES = 60  # of an hour, of which rates are
# Of SOOSH: how long somebody has to pay, and from when on a session can be joined.
UNPAID_FOR = timedelta(minutes=15)
_OPENS_BEFORE = timedelta(minutes=10)
_KEEPS_ITS_LENGTH = "A session that is paid for, or a first talk, keeps its length."


@dataclass(frozen=True)
class Price:
    """What a session costs, in the smallest units of the currency."""

    minor: int
    currency: str


@dataclass(frozen=True)
class Terms:
    """How long a time is held and for whose word, when the room opens, who says how it was, what it costs."""

    hold: timedelta
    confirmed_by: ConfirmedBy
    opens_before: timedelta
    completed_by: CompletedBy
    cancellation: Cancellation
    price: Price

    def held_until(self, starts_at: datetime, now: datetime) -> datetime:
        """Return when a session lapses that nobody confirms: before it begins at the latest."""
        return min(now + self.hold, starts_at)

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a booking that keep them."""
        return {
            "confirmed_by": self.confirmed_by,
            "opens_before_minutes": self.opens_before // timedelta(minutes=1),
            "completed_by": self.completed_by,
            "cancellation": self.cancellation,
            "price_minor": self.price.minor,
            "currency": self.price.currency,
        }


# Sessions of Mansa: asked for, and the mentor answers.
MANSA = Terms(
    hold=PENDING_FOR,
    confirmed_by=ConfirmedBy.MENTOR,
    opens_before=timedelta(minutes=OPENS_BEFORE_MINUTES),
    completed_by=CompletedBy.MENTOR,
    cancellation=Cancellation.FREE,
    price=Price(0, CURRENCY),
)


def soosh_terms(price: Price) -> Terms:
    """Return the terms of a session of SOOSH: paid for within minutes, or fixed at once where it is free."""
    is_paid = price.minor > 0
    return Terms(
        hold=UNPAID_FOR,
        confirmed_by=ConfirmedBy.PAYMENT if is_paid else ConfirmedBy.NOBODY,
        opens_before=_OPENS_BEFORE,
        completed_by=CompletedBy.EITHER,
        cancellation=Cancellation.BY_HOURS if is_paid else Cancellation.FREE,
        price=price,
    )


def package_terms(part: Price) -> Terms:
    """Return the terms of a session of a package, whose price is its part of that one's, however small."""
    return replace(soosh_terms(Price(1, part.currency)), price=part)


def first_talk_terms(mentor: Mentor) -> Terms:
    """Return the terms of a free first talk: the mentor answers, as at Mansa."""
    return Terms(
        hold=PENDING_FOR,
        confirmed_by=ConfirmedBy.MENTOR,
        opens_before=_OPENS_BEFORE,
        completed_by=CompletedBy.EITHER,
        cancellation=Cancellation.FREE,
        price=Price(0, mentor.currency),
    )


def price_of(mentor: Mentor, minutes: int) -> Price:
    """Return what a session of so many minutes costs at SOOSH; 0 with a mentor who takes nothing there."""
    rate = mentor.rate_minor or 0
    if not rate or mentor.terms == models.Terms.FREE:
        return Price(0, mentor.currency)
    minor = charged(Fraction(rate * minutes, _MINUTES), mentor.currency)
    # A price is no gift, however short the session.
    return Price(max(minor, step_of(mentor.currency)), mentor.currency)


def part_of(*, unused_minor: int, sessions_left: int, currency: str) -> int:
    """Return which part of what is left of a package its next session takes along; the last one takes all."""
    if sessions_left == 1:
        return unused_minor
    step = step_of(currency)
    return unused_minor // sessions_left // step * step


def terms_in_words(mentor: Mentor, packages: Iterable[Package] = ()) -> str:
    """Return what sessions cost, of a free first talk and packages; "" where there is nothing to say."""
    price = written(mentor.rate_minor, mentor.currency) if mentor.rate_minor else ""
    parts = []
    if price and mentor.terms == models.Terms.PRICED:
        parts.append(f"An hour costs {price}")
    elif price and mentor.terms == models.Terms.BOTH:
        parts.append(f"Sessions are free here; elsewhere an hour costs {price}")
    if mentor.free_talk_minutes:
        parts.append(f"a first talk of {lasting(mentor.free_talk_minutes)} is free")
    parts += [
        f"{each.sessions} sessions cost {written(each.price_minor, each.currency)} in {each.valid_days} days"
        for each in packages
    ]
    line = "; ".join(parts)
    return f"{line[0].upper()}{line[1:]}." if line else ""


def refuse_other_length(booking: Booking, starts_at: datetime, ends_at: datetime) -> None:
    """Raise NotBookable for a length that was not paid for, and for a time when its package is over."""
    is_as_long_as_paid_for = booking.price_minor or booking.bundle or booking.is_first_talk
    if is_as_long_as_paid_for and ends_at - starts_at != booking.ends_at - booking.starts_at:
        raise NotBookable(_KEEPS_ITS_LENGTH)
    if booking.bundle is not None and ends_at > booking.bundle.valid_until:
        raise NotBookable(over_by(booking.bundle.valid_until))


def moved_by(booking: Booking, role: Role, starts_at: datetime, now: datetime) -> dict[str, Any]:
    """Return what changes of a booking, besides its time, when this side moves it."""
    changes: dict[str, Any] = {"status": status_at(booking, now)}
    if booking.confirmed_by == ConfirmedBy.MENTOR:
        changes["expires_at"] = MANSA.held_until(starts_at, now)
        if role == "mentee":
            changes["status"] = Status.PENDING
    if booking.cancellation == Cancellation.BY_HOURS:
        changes["is_moved_by_mentor"] = role == "mentor"
    return changes


def covering(mentor: Mentor, length: timedelta) -> timedelta:
    """Return how long as many sessions in a row last as are needed to give this length."""
    session, buffer = (timedelta(minutes=each) for each in (mentor.session_minutes, mentor.buffer_minutes))
    row = session
    while row < length:
        row += buffer + session
    return row


def over_by(valid_until: datetime) -> str:
    """Return that a package ends before a session would, in a sentence."""
    return f"The package is over by then: it is valid until {valid_until:%d %B %Y, %H:%M} UTC."
