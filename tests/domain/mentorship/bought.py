"""Sessions of SOOSH for these tests: held, paid for by the sandbox, and of packages."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.domain.mentorship.world import NINE, NOW, mentor_of
from tests.domain.payments.world import pay
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Bundle, Mentor
from trellis.domain.mentorship.services.reserving import Reserved, Wish, reserve
from trellis.domain.mentorship.services.terms import Offered, set_terms
from trellis.domain.payments.models import Payment
from trellis.domain.payments.services.confirming import look


def priced(name: str = "mia", rate: str = "75", currency: str = "USD", **changes: Any) -> Mentor:
    """Make a mentor whose hour costs so much; `changes` are of their terms, or of their profile."""
    terms = {key: changes.pop(key) for key in ("terms", "free_talk_minutes", "packages") if key in changes}
    mentor = mentor_of(name, **changes)
    given = {"hourly_rate": Decimal(rate), "currency": currency, **terms}
    return set_terms(mentor=mentor, changes=given, now=NOW)


def with_package(
    sessions: int = 3, price: str = "200", days: int = 90, **changes: Any
) -> tuple[Mentor, UUID]:
    """Make such a mentor who offers a package, and return them with its id."""
    offered = Offered(sessions=sessions, price=Decimal(price), valid_days=days)
    mentor = priced(packages=[offered], **changes)
    return mentor, mentor.packages.get().public_id


def hold(
    mentor: Mentor, mentee: User, starts_at: datetime = NINE, *, now: datetime = NOW, **wish: Any
) -> Reserved:
    """Ask for a session as SOOSH does."""
    return reserve(mentor=mentor, mentee=mentee, wish=Wish(starts_at=starts_at, **wish), now=now)


def pay_for(made: Reserved, *, now: datetime = NOW) -> Booking:
    """Pay for what is held, with a good card, and return the booking as it is then."""
    payment = made.payment
    assert payment is not None
    pay(payment)
    look(payment=payment, now=now)
    return again(made.booking)


def bought(
    mentor: Mentor, mentee: User, starts_at: datetime = NINE, *, now: datetime = NOW, **wish: Any
) -> Booking:
    """Book a session and pay for it."""
    return pay_for(hold(mentor, mentee, starts_at, now=now, **wish), now=now)


def again(booking: Booking) -> Booking:
    """Return the booking as it is now."""
    rows = Booking.objects.select_related("mentor__user", "mentee", "bundle", "payment", "refund")
    return rows.get(pk=booking.pk)


def payment_of(booking: Booking) -> Payment:
    """Return the payment of a booking, or of its package, as it is now."""
    key = booking.payment_id if booking.bundle is None else booking.bundle.payment_id
    return Payment.objects.get(pk=key)


def bundle_of(booking: Booking) -> Bundle:
    """Return the package of a booking as it is now."""
    return Bundle.objects.get(pk=booking.bundle_id)
