"""Who has paid whom for what, what went back, what is disputed, and what was paid out.

Amounts are whole minor units of their currency. The ledger says where money is; these rows say why.
"""

from trellis.domain.payments.models.disputes import Dispute
from trellis.domain.payments.models.kept import KeptEvent
from trellis.domain.payments.models.payments import Payment
from trellis.domain.payments.models.payouts import Payout, PayoutAccount
from trellis.domain.payments.models.refunds import Refund
from trellis.domain.payments.models.sandbox import (
    SandboxEvent,
    SandboxIntent,
    SandboxKey,
    SandboxPayout,
    SandboxRefund,
)

__all__ = [
    "Dispute",
    "KeptEvent",
    "Payment",
    "Payout",
    "PayoutAccount",
    "Refund",
    "SandboxEvent",
    "SandboxIntent",
    "SandboxKey",
    "SandboxPayout",
    "SandboxRefund",
]
