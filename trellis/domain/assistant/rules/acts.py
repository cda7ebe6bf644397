"""What an agent can do for somebody, how a proposal ends, and how an act stands."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models

# An approval is of something that was just read or heard.
PROPOSED_FOR = timedelta(minutes=15)
UNDO_FOR = timedelta(seconds=30)


class ActKind(models.TextChoices):
    """What an agent can do."""

    SCHEDULE = "schedule_session", "Book a session"
    CANCEL = "cancel_session", "Call a session off"
    MOVE = "move_session", "Move a session"
    SEND = "send_message", "Send a message"
    PAY = "pay", "Pay for something"


class Outcome(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    FAILED = "failed"


class ActionType(models.TextChoices):
    """What was done, in the words of the log."""

    SCHEDULED_BOOKING = "scheduled_booking"
    CANCELLED_BOOKING = "cancelled_booking"
    MOVED_BOOKING = "moved_booking"
    SENT_MESSAGE = "sent_message"
    OPENED_PAYMENT = "opened_payment"


class ActionStatus(models.TextChoices):
    """How an act stands. What touches a session that stands waits for as long as it can be undone."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"


TYPE_OF: dict[ActKind, ActionType] = {
    ActKind.SCHEDULE: ActionType.SCHEDULED_BOOKING,
    ActKind.CANCEL: ActionType.CANCELLED_BOOKING,
    ActKind.MOVE: ActionType.MOVED_BOOKING,
    ActKind.SEND: ActionType.SENT_MESSAGE,
    ActKind.PAY: ActionType.OPENED_PAYMENT,
}
# Done once they can no longer be undone: a session that was called off cannot always be had back.
DELAYED = frozenset({ActKind.CANCEL, ActKind.MOVE})


def fingerprint_of(kind: str, details: Mapping[str, Any]) -> str:
    """Return what stands for one act with its content and price: another content, another fingerprint."""
    said = json.dumps([str(kind), details], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()
