"""Paying: what is approved is opened for its person. An agent holds no card, and moves no money."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trellis.core.links import link_to
from trellis.core.writing.money import as_number, written
from trellis.domain.accounts.models import User
from trellis.domain.assistant.services.deeds.reading import id_in
from trellis.domain.payments.queries.own import own_payment
from trellis.domain.payments.refusals import TooLateToPay
from trellis.domain.payments.rules.paying import can_be_paid


def fill(user: User, details: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return what is to be paid. Raises NoPayment, and TooLateToPay where nobody can."""
    payment = own_payment(user, id_in(details, "payment_id"))
    if not can_be_paid(payment, now=now):
        raise TooLateToPay
    return {
        "payment_id": str(payment.public_id),
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "title": payment.title,
    }


def preview(user: User, details: Mapping[str, Any]) -> str:
    """Return what would be paid."""
    return f"Pay {written(details['amount_minor'], details['currency'])}: {details['title']}."


def told(user: User, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the log tells of it."""
    return {
        "title": details["title"],
        "payment_id": details["payment_id"],
        "amount": as_number(details["amount_minor"], details["currency"]),
        "currency": details["currency"],
    }


def do(user: User, details: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return where it is paid, by a card of the person's own."""
    return {"payment_url": link_to("web:pay-payment", payment_id=id_in(details, "payment_id"))}
