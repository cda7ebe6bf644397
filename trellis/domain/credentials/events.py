"""What this app publishes. What a badge says is on its row."""

from typing import TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.credentials.models import Badge, SigningKey


class Issued(TypedDict):
    """What it is for, and whether there was none of the same before."""

    kind: str
    is_first: bool


class Shown(TypedDict):
    """Whether others see it now."""

    is_shown: bool


class Revoked(TypedDict):
    """Why, in the words of staff."""

    reason: str


badge_issued = DomainEvent("badge.issued", Badge, Issued)
badge_shown = DomainEvent("badge.shown", Badge, Shown)
badge_withdrawn = DomainEvent("badge.withdrawn", Badge, Nothing)
badge_revoked = DomainEvent("badge.revoked", Badge, Nothing, Revoked)
key_compromised = DomainEvent("signing_key.compromised", SigningKey, Nothing)
