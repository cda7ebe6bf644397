"""Adding to the feeds of those whom something concerns, and telling their sockets."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from trellis.core.realtime import publish_to
from trellis.domain.accounts.queries import person_room
from trellis.domain.messaging.models import FeedEntry, Message, Room
from trellis.domain.messaging.rules.feed import Kind, MessageFacts, Push, moment

# Feeds are locked in the order of the accounts' ids, all at once, until the transaction ends: so the numbers
# of each are in the order of commits, and nobody waits in a circle.
_ADD = """
WITH counted AS (
  INSERT INTO messaging_feed AS feed (person_id, last_number)
  SELECT person_id, 1 FROM unnest(%(people)s::bigint[]) AS asked (person_id) ORDER BY person_id
  ON CONFLICT (person_id) DO UPDATE SET last_number = feed.last_number + 1
  RETURNING person_id, last_number
), added AS (
  INSERT INTO messaging_feedentry (person_id, number, kind, room_id, message_id, after, up_to, at)
  SELECT person_id, last_number, kind, %(room)s, %(message)s, %(after)s, %(up_to)s, %(at)s
  FROM counted JOIN unnest(%(people)s::bigint[], %(kinds)s::text[]) AS given (person_id, kind)
    USING (person_id)
)
SELECT person_id, last_number FROM counted
"""
_BATCH = 5_000


def tell_of_message(
    kind: Kind,
    message: Message,
    *,
    facts: MessageFacts,
    people: Collection[int],
    readers: Collection[int] = (),
    now: datetime,
) -> None:
    """Tell these people's devices that a message was said, edited or deleted; of them who has read it.

    Must be called in the transaction of that, last of all that locks but notices, and once.
    """
    numbers = _add(message.room_id, dict.fromkeys(people, kind), now=now, message_id=message.pk)
    _send(kind, message.room_id, numbers, now, message=facts, readers=sorted(readers))


def tell_of_reading(
    room: Room,
    *,
    reader_id: int,
    seen_by: tuple[int, UUID] | None,
    other_id: UUID | None,
    after: int,
    up_to: int,
    unread: int,
    now: datetime,
) -> None:
    """Tell the reader's devices what is read, and those of whose messages these are that they were seen.

    `seen_by` is who wrote them and the reader's public id; None where nobody is to know. `other_id` is the
    public id of the other of the two, as the reader sees it. As for messages: last, and once.
    """
    kinds = {reader_id: Kind.READ} | ({seen_by[0]: Kind.SEEN} if seen_by else {})
    numbers = _add(room.pk, kinds, now=now, after=after, up_to=up_to)
    span = {"after": after, "up_to": up_to}
    reader = {reader_id: numbers[reader_id]}
    _send(Kind.READ, room.pk, reader, now, **span, other_id=_text(other_id), unread=unread)
    if seen_by:
        writer = {seen_by[0]: numbers[seen_by[0]]}
        _send(Kind.SEEN, room.pk, writer, now, **span, other_id=_text(seen_by[1]))


def tell_of_room(room: Room, *, people: Collection[int], now: datetime) -> None:
    """Tell these people's devices that something about a room is another, which they ask for again.

    As for messages: last, and once.
    """
    numbers = _add(room.pk, dict.fromkeys(people, Kind.ROOM), now=now)
    _send(Kind.ROOM, room.pk, numbers, now)


def forget_entries(*, before: datetime) -> None:
    """Delete the entries of all feeds from before a moment, some at a time."""
    old = FeedEntry.objects.filter(at__lt=before).order_by("at")
    while keys := list(old.values_list("pk", flat=True)[:_BATCH]):
        FeedEntry.objects.filter(pk__in=keys).delete()


def _add(
    room_id: UUID,
    kinds: Mapping[int, Kind],
    *,
    now: datetime,
    message_id: UUID | None = None,
    after: int | None = None,
    up_to: int | None = None,
) -> dict[int, int]:
    people = sorted(kinds)
    values = {"room": room_id, "message": message_id, "after": after, "up_to": up_to, "at": now}
    with connection.cursor() as cursor:
        cursor.execute(_ADD, {**values, "people": people, "kinds": [kinds[each].value for each in people]})
        return dict(cursor.fetchall())


def _send(kind: Kind, room_id: UUID, numbers: Mapping[int, int], now: datetime, **told: Any) -> None:
    push = Push(
        kind=kind.value,
        room_id=str(room_id),
        at=moment(now),
        numbers={str(person_id): number for person_id, number in numbers.items()},
        message=None,
        readers=[],
        after=None,
        up_to=None,
        other_id=None,
        unread=None,
    )
    push.update(told)  # type: ignore[typeddict-item]
    publish_to([person_room(each) for each in sorted(numbers)], {"feed": push})


def _text(public_id: UUID | None) -> str | None:
    return str(public_id) if public_id else None
