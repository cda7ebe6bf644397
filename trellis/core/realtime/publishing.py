"""Sending to rooms from ordinary, synchronous code."""

from collections.abc import Iterable, Sequence

from trellis.core.realtime.carriers import send_on_commit
from trellis.core.realtime.wire import Message, as_entries


def publish(*, room: str, message: Message) -> None:
    """Send `message` to everybody in `room`: at once, or when the current transaction commits.

    Raise MessageTooLarge. Who is not connected never sees it: what must be kept is a row as well.
    """
    publish_many([(room, message)])


def publish_many(messages: Iterable[tuple[str, Message]]) -> None:
    """Send many messages in order, and together."""
    _send([entry for room, message in messages for entry in as_entries([room], message)])


def publish_to(rooms: Iterable[str], message: Message) -> None:
    """Send one message to everybody who is in any of `rooms`, as `publish` does.

    A socket in several of them gets it once; twice only where the rooms are so many that, with the
    message, they are more than LARGEST_MESSAGE, and it is in both halves. No rooms: nothing is sent.
    """
    _send(as_entries(rooms, message))


def _send(entries: Sequence[str]) -> None:
    if entries:
        send_on_commit(entries)
