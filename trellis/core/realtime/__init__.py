"""Messages to everybody in a room, whichever web process their WebSockets are connected to.

`publish` sends from ordinary code, `Hub` gives to sockets. A door's WebSocket derives from
`accounts.sockets.AccountSocket`, which is a `SignedSocket`, which is a `Socket`. PostgreSQL carries the
messages, or Redis: docs/decisions/realtime.md.
"""

from trellis.core.realtime.asking import in_database
from trellis.core.realtime.control import check_sockets, end_sockets
from trellis.core.realtime.hubs import GAP, Delivery, Hub, hub
from trellis.core.realtime.publishing import publish, publish_many, publish_to
from trellis.core.realtime.sender import Undelivered
from trellis.core.realtime.signed import SignedSocket
from trellis.core.realtime.socket import Closed, Socket
from trellis.core.realtime.wire import Message, MessageTooLarge

__all__ = [
    "GAP",
    "Closed",
    "Delivery",
    "Hub",
    "Message",
    "MessageTooLarge",
    "SignedSocket",
    "Socket",
    "Undelivered",
    "check_sockets",
    "end_sockets",
    "hub",
    "in_database",
    "publish",
    "publish_many",
    "publish_to",
]
