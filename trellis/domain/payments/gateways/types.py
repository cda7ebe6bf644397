"""What a gateway is, and what it answers, whichever it is. The words of states and events are Stripe's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import TextChoices


class IntentStatus(TextChoices):
    """How far somebody's paying has come; a declined card leads back to the first."""

    REQUIRES_PAYMENT_METHOD = "requires_payment_method"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    CANCELED = "canceled"


class RefundStatus(TextChoices):
    """A refund that was accepted may fail days later, also one that has succeeded."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class PayoutStatus(TextChoices):
    """How a payout fares; one that was paid may fail later."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"


class DisputeStatus(TextChoices):
    """How the dispute of a payer's bank stands; an inquiry has taken no money."""

    INQUIRY = "inquiry"
    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One attempt to be paid an amount, with as many cards as it takes.

    `reference` is the uuid of our payment, None where this site has not made the intent. `last_error` is a
    sentence about the last card, or empty. `next_action` is what the payer has to do, None where that is
    nothing. The client secret opens the intent to whoever has it: it is for the payer's browser alone.
    """

    id: str
    client_secret: str
    status: IntentStatus
    amount_minor: int
    amount_received_minor: int
    currency: str
    reference: UUID | None
    last_error: str = ""
    next_action: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayRefund:
    """Money on its way back to a payer; `intent_id` is empty where it was paid by none."""

    id: str
    status: RefundStatus
    amount_minor: int
    intent_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayDispute:
    """What a payer's bank says about a payment; `intent_id` is empty where it was paid by none."""

    id: str
    status: DisputeStatus
    amount_minor: int
    currency: str
    intent_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayPayout:
    """Money on its way to somebody's account; `reference` is the uuid that `pay_out` was given."""

    id: str
    status: PayoutStatus
    amount_minor: int
    currency: str
    reference: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayEvent:
    """What a gateway tells by itself, perhaps twice and in any order, of one thing or of none we know."""

    id: str
    type: str
    created: datetime
    intent: Intent | None = None
    refund: GatewayRefund | None = None
    dispute: GatewayDispute | None = None
    payout: GatewayPayout | None = None


class Gateway(Protocol):
    """Who moves money. All but `read_event` speak to the outside, and refuse to inside a transaction.

    A key names one attempt: the same key with the same content gets the first answer again, also where that
    was lost, and with another content is refused (GatewayRefuses). Without an answer GatewayAway is raised,
    and the same call with the same key may be made again. Amounts are whole minor units.
    """

    @property
    def name(self) -> str:
        """Which it is: `sandbox` or `stripe`."""

    def create_intent(
        self, *, key: str, amount_minor: int, currency: str, reference: UUID, description: str
    ) -> Intent:
        """Return a new intent that no card has been tried on; raise GatewayRefuses for what it cannot be."""

    def intent(self, intent_id: str) -> Intent:
        """Return how an intent stands; raise GatewayRefuses where there is none."""

    def cancel_intent(self, intent_id: str, *, key: str) -> Intent:
        """Return an intent that nobody can pay any more; one that succeeded or is being charged stays so."""

    def refund(self, *, key: str, intent_id: str, amount_minor: int) -> GatewayRefund:
        """Give so much back; raise GatewayRefuses where it is more than what is left."""

    def pay_out(
        self, *, key: str, account: str, amount_minor: int, currency: str, reference: UUID
    ) -> GatewayPayout:
        """Send so much to somebody's account there; raise GatewayRefuses where it cannot go there."""

    def refund_of(self, refund_id: str) -> GatewayRefund:
        """Return how a refund stands; raise GatewayRefuses where there is none."""

    def payout_of(self, payout_id: str) -> GatewayPayout:
        """Return how a payout stands; raise GatewayRefuses where there is none."""

    def read_event(self, body: bytes, signature: str, *, now: datetime) -> GatewayEvent:
        """Return what a gateway has sent; raise BadSignature unless it was it, within the last minutes."""
