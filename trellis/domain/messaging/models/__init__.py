"""Where people talk, what they say there, and what each of them is still to learn of it."""

from trellis.domain.messaging.models.attachments import Attachment
from trellis.domain.messaging.models.blocks import Block
from trellis.domain.messaging.models.feed import Feed, FeedEntry
from trellis.domain.messaging.models.manners import Manners
from trellis.domain.messaging.models.messages import Message
from trellis.domain.messaging.models.presence import Presence
from trellis.domain.messaging.models.reports import FormerText, Report, Silence
from trellis.domain.messaging.models.rooms import Room, RoomMember

__all__ = [
    "Attachment",
    "Block",
    "Feed",
    "FeedEntry",
    "FormerText",
    "Manners",
    "Message",
    "Presence",
    "Report",
    "Room",
    "RoomMember",
    "Silence",
]
