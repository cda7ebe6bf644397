"""Sending to rooms from ordinary, synchronous code."""

from collections.abc import Iterable

from django.db import connection

from trellis.core.realtime.wire import CHANNEL, Message, as_entry, as_payloads

NOTIFY = "SELECT pg_notify(%s, part) FROM unnest(%s::text[]) WITH ORDINALITY AS p (part, n) ORDER BY n"


def publish(*, room: str, message: Message) -> None:
    """Send `message` to everybody in `room`: at once, or when the current transaction commits.

    Raise MessageTooLarge. Who is not connected never sees it: what must be kept is a row as well.
    """
    publish_many([(room, message)])


def publish_many(messages: Iterable[tuple[str, Message]]) -> None:
    """Send many messages in order, with one statement for all of them."""
    entries = [as_entry(room, message) for room, message in messages]
    if not entries:
        return
    with connection.cursor() as cursor:
        cursor.execute(NOTIFY, [CHANNEL, as_payloads(entries)])
