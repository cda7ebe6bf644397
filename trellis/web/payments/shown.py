"""What the page of a payment shows, by how far its payer is."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from trellis.core.writing.money import in_words
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules import limits
from trellis.domain.payments.rules.paying import Ended, Step, is_given_back, step_of, why_ended
from trellis.domain.payments.rules.receipts import HOUSE
from trellis.domain.payments.services.on_page import takes_cards
from trellis.web.payments.cards import offered
from trellis.web.payments.subjects import subject_of

_SOON, _LATER = 3, 15  # seconds until the page looks again by itself
_WHY = {
    Ended.LATE: "The time to pay is over, and what was kept for you is free again. Nothing was charged.",
    Ended.CALLED_OFF: "This is not to be paid any more. Nothing was charged.",
    Ended.MISPLACED: (
        "Your money came when this could not be paid any more, or was not what was asked for. All of it goes"
        " back to your card."
    ),
}


def shown(payment: Payment, *, now: datetime) -> dict[str, Any]:
    """Return what the template asks for."""
    step = step_of(payment, now=now)
    price = in_words(payment.amount_minor, payment.currency)
    return {
        "subject": subject_of(payment),
        "payee": payment.payee.full_name if payment.payee is not None else HOUSE,
        "price": price,
        "currency": payment.currency,
        "show_currency": payment.currency not in price,
        "due_at": payment.due_at,
        "is_due_today": payment.due_at is not None
        and timezone.localdate(payment.due_at) == timezone.localdate(now),
        "cards": offered(),
        "longest_number": limits.LONGEST_CARD_NUMBER,
        **_state(payment, step, price, now),
    }


def _state(payment: Payment, step: Step, price: str, now: datetime) -> dict[str, Any]:
    match step:
        case Step.PREPARING:
            return _waiting("Nearly there", "We are getting your payment ready.")
        case Step.CARD if takes_cards(payment):
            said = payment.last_error
            return _said("open", f"Pay {price}", ("Not paid yet", "ajar"), declined=said)
        case Step.CARD | Step.ANSWER if not takes_cards(payment):
            return _said("elsewhere", f"Pay {price}", ("Not paid yet", "ajar"), refresh=_LATER)
        case Step.ANSWER:
            return _said("step", "One more step", ("Not paid yet", "ajar"))
        case Step.WAITING:
            return _waiting("Your bank takes its time", "Your card is being charged.")
        case Step.PAID:
            return _paid(payment)
    return _said("over", _HEADINGS[why_ended(payment, now=now)], ("Not paid", "danger")) | {
        "why_over": _WHY[why_ended(payment, now=now)]
    }


_HEADINGS = {
    Ended.LATE: "Too late to pay",
    Ended.CALLED_OFF: "Nothing to pay any more",
    Ended.MISPLACED: "Your money goes back",
}


def _paid(payment: Payment) -> dict[str, Any]:
    back = in_words(payment.refunded_minor, payment.received_currency)
    words, heading, badge = "", "Paid", ("Paid", "open")
    if is_given_back(payment):
        words, heading, badge = (
            f"All of it, {back}, goes back to your card.",
            "Given back",
            ("Given back", "info"),
        )
    elif payment.refunded_minor:
        words = f"{back} of it goes back to your card."
    if payment.disputed_at is not None:
        badge = ("Disputed", "danger")
    more = {
        "back": words,
        "receipt_url": reverse("web:receipt", kwargs={"payment_id": payment.public_id}),
    }
    return _said("paid", heading, badge) | more


def _waiting(heading: str, words: str) -> dict[str, Any]:
    return _said("waiting", heading, ("Not paid yet", "ajar"), refresh=_SOON) | {"waiting": words}


def _said(
    state: str, heading: str, badge: tuple[str, str], *, refresh: int = 0, declined: str = ""
) -> dict[str, Any]:
    return {"state": state, "heading": heading, "badge": badge, "refresh": refresh, "declined": declined}
