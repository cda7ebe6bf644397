"""Where people talk, what they say there, and whom they do not want to hear from."""

from trellis.domain.messaging.models.blocks import Block
from trellis.domain.messaging.models.presence import Presence
from trellis.domain.messaging.models.rooms import Room

__all__ = ["Block", "Presence", "Room"]
