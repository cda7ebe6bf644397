"""What this app publishes."""

from typing import TypedDict

from trellis.core.events import DomainEvent
from trellis.domain.messaging.models import Block


class OfBlock(TypedDict):
    """Whom it is about."""

    blocked_id: int


person_blocked = DomainEvent("person.blocked", Block, OfBlock)
person_unblocked = DomainEvent("person.unblocked", Block, OfBlock)
