"""What somebody has not read: counted from the messages, whoever asks."""

from uuid import UUID

from django.db import connection

from trellis.domain.messaging.models import Room
from trellis.domain.messaging.queries.conversations import hidden_sql, rooms_sql

# Theirs alone: what others said after what they have read, and what is still there of it.
UNREAD_SQL = (
    "(SELECT count(*) FROM messaging_message AS unread WHERE unread.room_id = {room}"
    " AND unread.number > {seen} AND unread.sender_id IS DISTINCT FROM {person}"
    " AND unread.deleted_at IS NULL AND NOT {hidden})"
)
_READ = (
    "coalesce((SELECT greatest(place.read_up_to, place.sees_after) FROM messaging_roommember AS place"
    " WHERE place.room_id = {room} AND place.person_id = {person}), 0)"
)


def unread_sql(room: str, person: str) -> str:
    """Return the expression of how many messages of a room an account, given by ids, has not read."""
    read = _READ.format(room=room, person=person)
    return UNREAD_SQL.format(room=room, person=person, seen=read, hidden=hidden_sql("unread", person))


def unread_in(room: Room, *, person_id: int) -> int:
    """Return how many messages of a room somebody has not read."""
    return _counted(f"SELECT {unread_sql('%(room)s', '%(person)s')}", room=room.pk, person=person_id)


def unread_of(person_id: int) -> int:
    """Return how many messages somebody has not read, in all their rooms."""
    each = unread_sql("room.id", "%(person)s")
    sql = f"SELECT coalesce(sum({each}), 0) FROM ({rooms_sql('%(person)s')}) AS room (id)"  # noqa: S608
    return _counted(sql, person=person_id)


def _counted(sql: str, **values: int | UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])
