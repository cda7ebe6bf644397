"""Reads what Stripe says, and the sandbox in the same words, also of what others have made on the account."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from trellis.domain.payments.gateways.amounts import from_stripe
from trellis.domain.payments.gateways.refusals import BadSignature
from trellis.domain.payments.gateways.types import (
    DisputeStatus,
    GatewayDispute,
    GatewayEvent,
    GatewayPayout,
    GatewayRefund,
    Intent,
    IntentStatus,
    PayoutStatus,
    RefundStatus,
)

Said = Mapping[str, Any]
_INTENTS = {
    **{status.value: status for status in IntentStatus},
    # A card is known and not tried yet, and tried and not charged yet: neither is so of intents of ours.
    "requires_confirmation": IntentStatus.REQUIRES_PAYMENT_METHOD,
    "requires_capture": IntentStatus.PROCESSING,
}
_REFUNDS = {
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}
_DISPUTES = {
    "needs_response": DisputeStatus.OPEN,
    "under_review": DisputeStatus.OPEN,
    "won": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
    # Lost, and somebody asks again; and given back by the bank before there was a dispute.
    "appeal_under_review": DisputeStatus.LOST,
    "prevented": DisputeStatus.LOST,
}
_PAYOUTS = {"paid": PayoutStatus.PAID, "failed": PayoutStatus.FAILED, "canceled": PayoutStatus.FAILED}


def marked(*, site: str, **said: str) -> dict[str, str]:
    """Return the metadata that tell what this site has made from what others have."""
    return {"site": site, **said}


def intent_of(said: Said, *, site: str) -> Intent:
    """Return a PaymentIntent as ours."""
    currency = said["currency"].upper()
    return Intent(
        id=said["id"],
        client_secret=said.get("client_secret") or "",
        status=_INTENTS.get(said["status"], IntentStatus.PROCESSING),
        amount_minor=from_stripe(said["amount"], currency),
        amount_received_minor=from_stripe(said.get("amount_received") or 0, currency),
        currency=currency,
        reference=_reference(said, site),
        last_error=(said.get("last_payment_error") or {}).get("message") or "",
        next_action=said.get("next_action"),
    )


def refund_of(said: Said) -> GatewayRefund:
    """Return a Refund as ours."""
    return GatewayRefund(
        id=said["id"],
        status=_REFUNDS.get(said.get("status") or "", RefundStatus.PENDING),
        amount_minor=from_stripe(said["amount"], said["currency"].upper()),
        intent_id=_id(said.get("payment_intent")),
    )


def dispute_of(said: Said) -> GatewayDispute:
    """Return a Dispute as ours: what a bank only asks about is an inquiry."""
    currency = said["currency"].upper()
    return GatewayDispute(
        id=said["id"],
        status=_DISPUTES.get(said["status"], DisputeStatus.INQUIRY),
        amount_minor=from_stripe(said["amount"], currency),
        currency=currency,
        intent_id=_id(said.get("payment_intent")),
        reason=said.get("reason") or "",
    )


def transfer_of(said: Said, *, site: str) -> GatewayPayout:
    """Return a Transfer as ours: it is there at once, and can be taken back as a whole."""
    status = PayoutStatus.FAILED if said.get("reversed") else PayoutStatus.PAID
    return _payout(said, status, site)


def event_of(body: bytes, *, site: str) -> GatewayEvent:
    """Return an event whose signature is good; of a kind that we do not know, only that it came."""
    try:
        said = json.loads(body)
        made = {"id": said["id"], "type": said["type"]}
        if said.get("object") != "event":
            return GatewayEvent(**made, created=datetime.fromisoformat(said["created"]))
        found = said["data"]["object"]
        read = _readers(site).get(found.get("object"))
        about = read(found) if read else {}
        return GatewayEvent(**made, created=datetime.fromtimestamp(said["created"], UTC), **about)
    except (ValueError, KeyError, TypeError, AttributeError):
        # Whoever knows the secret sends no such thing.
        raise BadSignature(sentence="This is no event.") from None


def _readers(site: str) -> dict[str, Callable[[Said], dict[str, Any]]]:
    return {
        "payment_intent": lambda said: {"intent": intent_of(said, site=site)},
        "refund": lambda said: {"refund": refund_of(said)},
        "dispute": lambda said: {"dispute": dispute_of(said)},
        "transfer": lambda said: {"payout": transfer_of(said, site=site)},
        "payout": lambda said: {
            "payout": _payout(said, _PAYOUTS.get(said["status"], PayoutStatus.PENDING), site)
        },
    }


def _payout(said: Said, status: PayoutStatus, site: str) -> GatewayPayout:
    currency = said["currency"].upper()
    return GatewayPayout(
        id=said["id"],
        status=status,
        amount_minor=from_stripe(said["amount"], currency),
        currency=currency,
        reference=_reference(said, site),
    )


def _reference(said: Said, site: str) -> UUID | None:
    """Return the uuid that this site has given it, None where another has made it."""
    metadata = said.get("metadata") or {}
    if metadata.get("site") != site:
        return None
    try:
        return UUID(metadata.get("reference", ""))
    except ValueError:
        return None


def _id(said: Any) -> str:
    """Return the id of what is named, whether by that or as a whole."""
    return (said["id"] if isinstance(said, Mapping) else said) or ""
