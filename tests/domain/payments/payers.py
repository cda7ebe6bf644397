"""Payments as doors and pages meet them: of a session, asked for now, and paid by cards of the sandbox."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules.choices import RefundReason, SubjectKind
from trellis.domain.payments.services.earning import earn
from trellis.domain.payments.services.on_page import pay_with_card
from trellis.domain.payments.services.opening import ask_gateway, open_payment
from trellis.domain.payments.services.refunding import ask_refund, begin_refund

GOOD, DECLINED, ASKS = "4242424242424242", "4000000000000002", "4000002500003155"
SLOW, WITHOUT_FUNDS = "4000000000000077", "4000000000009995"
HOUR = timedelta(hours=1)


def person(name: str, **fields: Any) -> User:
    """Make an account."""
    made = {"username": name, "email": f"{name}@example.com", "first_name": name.title(), **fields}
    return User.objects.create(**made)


def booking_of(mentee: User, mentor: Mentor, *, starts_in: timedelta = 48 * HOUR) -> Booking:
    """Write a session that waits for its payment."""
    now = timezone.now()
    return Booking.objects.create(
        mentor=mentor,
        mentee=mentee,
        starts_at=now + starts_in,
        ends_at=now + starts_in + HOUR,
        blocked_until=now + starts_in + HOUR,
        topic="Portfolio",
        expires_at=now + timedelta(minutes=15),
        confirmed_by="payment",
        cancellation="by_hours",
        price_minor=7500,
        created_at=now,
        updated_at=now,
    )


def asked(payer: User, amount: int = 7500, currency: str = "USD", **changes: Any) -> Payment:
    """Open a payment, and have its intent made."""
    now = timezone.now()
    said = {
        "payer": payer,
        "payee": None,
        "subject_kind": SubjectKind.BOOKING,
        "subject_id": uuid4(),
        "title": "A session",
        "amount_minor": amount,
        "currency": currency,
        "due_at": now + timedelta(minutes=15),
        "now": now,
    }
    with transaction.atomic():
        payment = open_payment(**{**said, **changes})
    return ask_gateway(payment=payment, now=now)


def for_booking(booking: Booking, **changes: Any) -> Payment:
    """Open the payment of a session."""
    payee, subject_id = booking.mentor.user, booking.public_id
    return asked(booking.mentee, payee=payee, subject_id=subject_id, **changes)


def with_card(payment: Payment, card: str = GOOD, *, now: datetime | None = None) -> Payment:
    """Pay it, as its payer does on the page."""
    return pay_with_card(payment=payment, card=card, attempt=str(uuid4()), now=now or timezone.now())


def refunded(payment: Payment, amount: int, *, now: datetime | None = None) -> None:
    """Give some of it back, by the sandbox, which accepts it."""
    moment = now or timezone.now()
    with transaction.atomic():
        refund = begin_refund(payment=payment, amount_minor=amount, reason=RefundReason.CANCELLED, now=moment)
    assert refund is not None
    ask_refund(refund=refund, now=moment)


def earned(payment: Payment, *, now: datetime) -> None:
    """Share it: what was paid for has happened."""
    with transaction.atomic():
        earn(payment=payment, now=now)
