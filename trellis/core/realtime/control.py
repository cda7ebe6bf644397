"""What the rest of the site orders open sockets to do, wherever they are connected.

An order is part of the current transaction: it is given when that commits. Whoever opens a socket meanwhile
is told too, because a socket listens first and asks for its rights then.
"""

from collections.abc import Iterable

from trellis.core.realtime.publishing import publish_to
from trellis.core.realtime.wire import Message

_KEY = "control"
_CHECK: Message = {_KEY: "check"}
_END: Message = {_KEY: "end"}


def check_sockets(rooms: Iterable[str]) -> None:
    """Have every socket in these rooms ask at once whether it may still be open, not only by its clock."""
    publish_to(rooms, _CHECK)


def end_sockets(rooms: Iterable[str]) -> None:
    """Close every socket in these rooms with 4401: its client must sign in again."""
    publish_to(rooms, _END)


def is_order(message: Message) -> bool:
    """Tell whether a message of a room is an order, which no client is shown."""
    return _KEY in message


def is_end(message: Message) -> bool:
    """Tell whether it is the order to close."""
    return message == _END
