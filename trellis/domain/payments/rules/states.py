"""What follows from how an intent stands at the gateway: states move by rank, not by arrival."""

from typing import Literal

from trellis.domain.payments.gateways.types import IntentStatus
from trellis.domain.payments.gateways.types import RefundStatus as GatewayRefundStatus
from trellis.domain.payments.rules.choices import OPEN, Misplaced, RefundStatus, Status

Shown = Literal[
    "creating", "pending", "action_required", "processing", "completed", "cancelled", "disputed", "refunded"
]
# Of what is no end; a payment that was declined is pending again.
_STANDS: dict[IntentStatus, Status] = {
    IntentStatus.REQUIRES_PAYMENT_METHOD: Status.PENDING,
    IntentStatus.REQUIRES_ACTION: Status.ACTION_REQUIRED,
    IntentStatus.PROCESSING: Status.PROCESSING,
}
# A refund that has succeeded may fail days later; what failed stays so.
_RANKS = {
    RefundStatus.CREATING: 0,
    RefundStatus.PENDING: 1,
    RefundStatus.SUCCEEDED: 2,
    RefundStatus.FAILED: 3,
}


def is_open(status: str) -> bool:
    """Tell whether a payment with this status can still be paid."""
    return status in OPEN


def standing_of(status: IntentStatus) -> Status:
    """Return where a payment stands whose intent has this status, which is no end."""
    return _STANDS[status]


def is_end(status: IntentStatus) -> bool:
    """Tell whether an intent with this status stays as it is, whatever is told of it later."""
    return status not in _STANDS


def misplaced(*, status: str, asked: tuple[int, str], received: tuple[int, str]) -> Misplaced | None:
    """Return why money (amount, currency) is not what was asked for, by the payment's status; else None."""
    if not is_open(status):
        return Misplaced.LATE
    if received[1] != asked[1]:
        return Misplaced.CURRENCY
    return Misplaced.AMOUNT if received[0] != asked[0] else None


def follows(status: str, told: GatewayRefundStatus) -> bool:
    """Tell whether what is told of a refund is news to one with this status."""
    return _RANKS[RefundStatus(told)] > _RANKS[RefundStatus(status)]


def shown(*, status: str, is_disputed: bool, received_minor: int, refunded_minor: int) -> Shown:
    """Return the word for a payment that people are shown: also whether it is disputed, or all paid back."""
    if is_disputed:
        return "disputed"
    if received_minor and refunded_minor >= received_minor:
        return "refunded"
    return Status(status).value  # type: ignore[return-value]
