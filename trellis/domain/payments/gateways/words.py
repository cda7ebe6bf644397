"""Says what the sandbox has in the words of Stripe, so that one reader reads both."""

from typing import Any

from trellis.domain.payments.gateways.amounts import written_at_stripe
from trellis.domain.payments.gateways.reading import marked
from trellis.domain.payments.gateways.types import DisputeStatus, IntentStatus, PayoutStatus
from trellis.domain.payments.models.sandbox import SandboxEvent, SandboxIntent, SandboxPayout, SandboxRefund

Words = dict[str, Any]
# What is to be done is done on the page that asks for the card.
_NEXT_ACTION = {"type": "use_sandbox"}
_DISPUTES = {DisputeStatus.OPEN: "needs_response", DisputeStatus.WON: "won", DisputeStatus.LOST: "lost"}


def intent_in_words(row: SandboxIntent, *, site: str) -> Words:
    """Return an intent as a PaymentIntent."""
    error = {"message": row.last_error, "code": row.last_code} if row.last_error else None
    return {
        **_made(row, "payment_intent"),
        **_priced(row.amount_minor, row.currency),
        "amount_received": written_at_stripe(row.received_minor, row.currency),
        "client_secret": row.client_secret,
        "status": row.status,
        "last_payment_error": error,
        "next_action": _NEXT_ACTION if row.status == IntentStatus.REQUIRES_ACTION else None,
        "metadata": marked(site=site, reference=str(row.reference)),
    }


def refund_in_words(row: SandboxRefund) -> Words:
    """Return a refund as a Refund."""
    return {
        **_made(row, "refund"),
        **_priced(row.amount_minor, row.intent.currency),
        "payment_intent": row.intent.gateway_id,
        "status": row.status,
    }


def dispute_in_words(row: SandboxIntent) -> Words:
    """Return what a bank says about an intent as a Dispute."""
    return {
        **_made(row, "dispute"),
        "id": row.gateway_id.replace("pi_", "dp_", 1),
        **_priced(row.amount_minor, row.currency),
        "payment_intent": row.gateway_id,
        "status": _DISPUTES[DisputeStatus(row.dispute)],
        "reason": "fraudulent",
    }


def payout_in_words(row: SandboxPayout, *, site: str) -> Words:
    """Return a payout as a Transfer."""
    return {
        **_made(row, "transfer"),
        **_priced(row.amount_minor, row.currency),
        "reversed": row.status == PayoutStatus.FAILED,
        "metadata": marked(site=site, reference=str(row.reference)),
    }


def event_in_words(row: SandboxEvent) -> Words:
    """Return an event as an Event."""
    return {**_made(row, "event"), "type": row.type, "livemode": False, "data": {"object": row.data}}


def _made(row: Any, kind: str) -> Words:
    return {"id": row.gateway_id, "object": kind, "created": int(row.created_at.timestamp())}


def _priced(amount_minor: int, currency: str) -> Words:
    return {"amount": written_at_stripe(amount_minor, currency), "currency": currency.lower()}
