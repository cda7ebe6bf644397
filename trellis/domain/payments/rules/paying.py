"""How far somebody is with paying, and what they can do about it now."""

from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from trellis.domain.payments.rules.choices import Status

if TYPE_CHECKING:
    from trellis.domain.payments.models import Payment


class Step(Enum):
    """What comes next."""

    PREPARING = auto()  # the gateway has not said yet that it can be paid
    CARD = auto()
    ANSWER = auto()  # the payer's bank asks them
    WAITING = auto()  # the bank takes its time
    PAID = auto()
    OVER = auto()  # nobody can pay it any more, or in time


class Ended(Enum):
    """Why nobody can pay it any more."""

    LATE = auto()
    CALLED_OFF = auto()
    MISPLACED = auto()  # money came all the same, and goes back


_STEPS = {
    Status.CREATING: Step.PREPARING,
    Status.PENDING: Step.CARD,
    Status.ACTION_REQUIRED: Step.ANSWER,
    Status.PROCESSING: Step.WAITING,
    Status.COMPLETED: Step.PAID,
    Status.CANCELLED: Step.OVER,
}
# Before a card is being charged the end of the time to pay counts, swept up or not.
_ENDS = (Step.PREPARING, Step.CARD, Step.ANSWER)


def step_of(payment: "Payment", *, now: datetime) -> Step:
    """Return what comes next in paying it."""
    step = _STEPS[Status(payment.status)]
    is_late = payment.due_at is not None and payment.due_at <= now
    return Step.OVER if step in _ENDS and is_late else step


def why_ended(payment: "Payment", *, now: datetime) -> Ended:
    """Return why it cannot be paid any more."""
    if payment.misplaced:
        return Ended.MISPLACED
    is_late = payment.due_at is not None and payment.due_at <= now
    return Ended.LATE if is_late else Ended.CALLED_OFF


def has_receipt(payment: "Payment") -> bool:
    """Tell whether there is a receipt: what was paid stays so, whatever went back since."""
    return payment.status == Status.COMPLETED


def can_be_paid(payment: "Payment", *, now: datetime) -> bool:
    """Tell whether money may still come for it, as it was asked for."""
    return step_of(payment, now=now) not in (Step.PAID, Step.OVER)


def is_given_back(payment: "Payment") -> bool:
    """Tell whether all that was paid has gone back, or is on its way."""
    return payment.received_minor > 0 and payment.refunded_minor >= payment.received_minor


def is_away(payment: "Payment") -> bool:
    """Tell whether nothing of what was paid is here: given back, or with the payer's bank."""
    away = payment.refunded_minor + payment.disputed_minor
    return payment.received_minor > 0 and away >= payment.received_minor
