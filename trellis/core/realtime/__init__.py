"""Messages to everybody in a room, whichever web process their WebSockets are connected to.

`publish` sends from ordinary code, `Hub` gives to sockets, `Socket` is what a door's WebSocket derives
from. PostgreSQL carries the messages (LISTEN/NOTIFY): docs/decisions/realtime.md.
"""

from trellis.core.realtime.hubs import GAP, Delivery, Hub, hub
from trellis.core.realtime.publishing import publish, publish_many, publish_to
from trellis.core.realtime.sender import Undelivered
from trellis.core.realtime.socket import Closed, Socket, in_database
from trellis.core.realtime.wire import Message, MessageTooLarge

__all__ = [
    "GAP",
    "Closed",
    "Delivery",
    "Hub",
    "Message",
    "MessageTooLarge",
    "Socket",
    "Undelivered",
    "hub",
    "in_database",
    "publish",
    "publish_many",
    "publish_to",
]
