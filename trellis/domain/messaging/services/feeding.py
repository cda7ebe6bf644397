"""Adding to the feeds of those whom something concerns, and telling their sockets."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from trellis.core.realtime import publish_to
from trellis.domain.accounts.queries import person_room
from trellis.domain.messaging.models import Message, Room
from trellis.domain.messaging.rules.feed import Kind, MessageFacts, Push, moment

# Locked in the order of the accounts' ids, by everybody, until the transaction ends: so the numbers of a feed
# are in the order of commits, and nobody waits in a circle.
_ADD = """
WITH counted AS (
  INSERT INTO messaging_feed AS feed (person_id, last_number)
  SELECT person_id, 1 FROM unnest(%(people)s::bigint[]) AS asked (person_id) ORDER BY person_id
  ON CONFLICT (person_id) DO UPDATE SET last_number = feed.last_number + 1
  RETURNING person_id, last_number
), added AS (
  INSERT INTO messaging_feedentry (person_id, number, kind, room_id, message_id, after, up_to, at)
  SELECT person_id, last_number, %(kind)s, %(room)s, %(message)s, %(after)s, %(up_to)s, %(at)s FROM counted
)
SELECT person_id::text, last_number FROM counted
"""


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

    Must be called in the transaction of that, last of all that locks but notices.
    """
    numbers = _add(kind, message.room_id, people, message_id=message.pk, now=now)
    told = _push(kind, message.room_id, numbers, now)
    _send(told | Push(message=facts, readers=sorted(readers)))  # type: ignore[typeddict-item]


def tell_of_reading(
    kind: Kind,
    room: Room,
    *,
    person_id: int,
    after: int,
    up_to: int,
    other_id: UUID | None,
    unread: int | None = None,
    now: datetime,
) -> None:
    """Tell a person's devices what they have read (READ), or what of theirs was seen (SEEN)."""
    numbers = _add(kind, room.pk, [person_id], after=after, up_to=up_to, now=now)
    other = str(other_id) if other_id else None
    told = _push(kind, room.pk, numbers, now)
    _send(told | Push(after=after, up_to=up_to, other_id=other, unread=unread))  # type: ignore[typeddict-item]


def tell_of_room(room: Room, *, people: Collection[int], now: datetime) -> None:
    """Tell these people's devices that something about a room is another, which they ask for again."""
    _send(_push(Kind.ROOM, room.pk, _add(Kind.ROOM, room.pk, people, now=now), now))


def _add(
    kind: Kind,
    room_id: UUID,
    people: Collection[int],
    *,
    message_id: UUID | None = None,
    after: int | None = None,
    up_to: int | None = None,
    now: datetime,
) -> dict[str, int]:
    values = {"kind": kind, "room": room_id, "message": message_id, "after": after, "up_to": up_to, "at": now}
    with connection.cursor() as cursor:
        cursor.execute(_ADD, {**values, "people": sorted(people)})
        return dict(cursor.fetchall())


def _push(kind: Kind, room_id: UUID, numbers: dict[str, int], now: datetime) -> Push:
    return Push(
        kind=kind.value,
        room_id=str(room_id),
        at=moment(now),
        numbers=numbers,
        message=None,
        readers=[],
        after=None,
        up_to=None,
        other_id=None,
        unread=None,
    )


def _send(push: Push) -> None:
    publish_to([person_room(int(person_id)) for person_id in push["numbers"]], {"feed": push})
