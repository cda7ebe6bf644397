"""What is kept of an event that a job tries again: of an intent its id alone, since it is asked for anew."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from trellis.domain.payments.gateways.types import (
    DisputeStatus,
    GatewayDispute,
    GatewayEvent,
    GatewayPayout,
    GatewayRefund,
    PayoutStatus,
    RefundStatus,
)


def about_of(event: GatewayEvent) -> dict[str, Any]:
    """Return what an event is about, as JSON has it."""
    about: dict[str, Any] = {"intent": event.intent.id} if event.intent is not None else {}
    for name, told in (("refund", event.refund), ("dispute", event.dispute), ("payout", event.payout)):
        if told is not None:
            about[name] = {key: _plain(value) for key, value in asdict(told).items()}
    return about


def refund_in(about: Mapping[str, Any]) -> GatewayRefund | None:
    """Return the refund that it is about, None where it is none."""
    said = about.get("refund")
    return GatewayRefund(**{**said, "status": RefundStatus(said["status"])}) if said else None


def dispute_in(about: Mapping[str, Any]) -> GatewayDispute | None:
    """Return the dispute that it is about, None where it is none."""
    said = about.get("dispute")
    return GatewayDispute(**{**said, "status": DisputeStatus(said["status"])}) if said else None


def payout_in(about: Mapping[str, Any]) -> GatewayPayout | None:
    """Return the payout that it is about, None where it is none."""
    said = about.get("payout")
    if not said:
        return None
    reference = UUID(said["reference"]) if said["reference"] else None
    return GatewayPayout(**{**said, "status": PayoutStatus(said["status"]), "reference": reference})


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)
