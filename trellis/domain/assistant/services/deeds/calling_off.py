"""A session is called off: what is given back is a part of what is approved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trellis.core.writing.money import as_number, written
from trellis.domain.accounts.models import User
from trellis.domain.assistant.services.deeds.reading import id_in, text_in
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.queries.bookings import booking_of
from trellis.domain.mentorship.refusals import InvalidTransition
from trellis.domain.mentorship.rules.bookings import Verb, is_agreed, role_in, status_at, what_can
from trellis.domain.mentorship.rules.cancellation import amount_of, part_given_back
from trellis.domain.mentorship.rules.limits import LONGEST_REASON
from trellis.domain.mentorship.services.bookings import cancel
from trellis.domain.notifications.rules import name_of, span, zone_of


def fill(user: User, details: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return what is to be called off, with what has been paid and what of it is given back.

    Raises NotParticipant and InvalidTransition.
    """
    booking = booking_of(user, id_in(details, "booking_id"))
    role = role_in(booking, user)
    if Verb.CANCEL not in what_can(booking, role, now):
        raise InvalidTransition(status_at(booking, now))
    paid = booking.price_minor if is_agreed(booking) else 0
    part = part_given_back(booking, by_mentor=role == "mentor", now=now)
    return {
        "booking_id": str(booking.public_id),
        "starts_at": booking.starts_at.isoformat(),
        "amount_minor": paid,
        "refund_minor": amount_of(part, paid, booking.currency),
        "currency": booking.currency,
        "reason": text_in(details, "reason")[:LONGEST_REASON],
    }


def preview(user: User, details: Mapping[str, Any]) -> str:
    """Return in a sentence which session would be called off, and what becomes of the money."""
    booking = booking_of(user, id_in(details, "booking_id"))
    when = span(booking.starts_at, booking.ends_at, zone_of(user))
    return f"Call off the session with {_other(booking, user)}: {when}. {_money(details)}"


def told(user: User, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the log tells of it."""
    booking = booking_of(user, id_in(details, "booking_id"))
    return {
        "booking_id": details["booking_id"],
        "with": _other(booking, user),
        "scheduled_at": details["starts_at"],
        "refund": as_number(details["refund_minor"], details["currency"]),
        "currency": details["currency"],
    }


def do(user: User, details: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Call it off; a job asks for what is given back. Raises what `cancel` does."""
    booking = booking_of(user, id_in(details, "booking_id"))
    cancel(booking=booking, actor=user, version=None, now=now, reason=details["reason"])
    return {}


def costs(details: Mapping[str, Any]) -> bool:
    """Tell whether something is lost by it."""
    return bool(details["refund_minor"] < details["amount_minor"])


def _money(details: Mapping[str, Any]) -> str:
    if not details["amount_minor"]:
        return "Nothing has been paid for it."
    if not details["refund_minor"]:
        return "Nothing of what was paid comes back."
    refund = written(details["refund_minor"], details["currency"])
    return f"Of {written(details['amount_minor'], details['currency'])} that were paid {refund} come back."


def _other(booking: Booking, user: User) -> str:
    other = booking.mentor.user if booking.mentee_id == user.pk else booking.mentee
    return name_of(other)
