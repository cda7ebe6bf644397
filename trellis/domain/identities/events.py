"""What this app publishes. The subject is the identity."""

from typing import TypedDict

from trellis.core.events import DomainEvent
from trellis.domain.identities.models import Identity
from trellis.domain.identities.rules.providers import Key


class Linked(TypedDict):
    """By which provider the account is opened from now on."""

    provider: Key


identity_linked = DomainEvent("identity.linked", Identity, Linked)
