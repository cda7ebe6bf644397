"""What payments publish. The subject is the payment, refund, dispute or payout itself."""

from typing import Literal, TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.payments.models import Dispute, Payment, Payout, PayoutAccount, Refund

Why = Literal["given_up", "lapsed", "gateway", "refused", "misplaced"]


class Cancelled(TypedDict):
    """Why nobody can pay any more."""

    why: Why


class FailedRefund(TypedDict):
    """Whether the gateway had accepted it before."""

    was_accepted: bool


payment_opened = DomainEvent("payment.opened", Payment, Nothing)
payment_completed = DomainEvent("payment.completed", Payment, Nothing)
payment_declined = DomainEvent("payment.declined", Payment, Nothing)
payment_cancelled = DomainEvent("payment.cancelled", Payment, Cancelled)
# Money came that was not asked for, or too late: the subject says why, and all of it goes back.
payment_misplaced = DomainEvent("payment.misplaced", Payment, Nothing)
payment_earned = DomainEvent("payment.earned", Payment, Nothing)
refund_begun = DomainEvent("refund.begun", Refund, Nothing)
refund_made = DomainEvent("refund.made", Refund, Nothing)
refund_failed = DomainEvent("refund.failed", Refund, FailedRefund)
dispute_opened = DomainEvent("dispute.opened", Dispute, Nothing)
dispute_closed = DomainEvent("dispute.closed", Dispute, Nothing)
payout_begun = DomainEvent("payout.begun", Payout, Nothing)
payout_made = DomainEvent("payout.made", Payout, Nothing)
payout_failed = DomainEvent("payout.failed", Payout, Nothing)
payout_account_set = DomainEvent("payout_account.set", PayoutAccount, Nothing)
