"""Having read what is said in a room, on whichever device."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists

from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.messaging import notices
from trellis.domain.messaging.models import Manners, Room
from trellis.domain.messaging.queries.blocking import blocks_among
from trellis.domain.messaging.queries.facts import other_in
from trellis.domain.messaging.queries.unread import unread_in
from trellis.domain.messaging.services.feeding import tell_of_reading
from trellis.domain.messaging.services.rooms import locked_place


@retried_once
def read_up_to(*, person: User, room: Room, number: int | None = None, now: datetime) -> int:
    """Note that somebody has read a room up to a number, all of it without one; return what is left unread.

    It only goes forward, and no further than what was said. All of the reader's devices are told, and, in a
    room of two, who wrote it, unless the reader does not let it be known, or one has blocked the other: then
    it is not known later either. `room` is one that they are in, read with its two people. Raises
    UnknownRoom where they have left it meanwhile.
    """
    with transaction.atomic():
        place = locked_place(room=room, person=person, now=now)
        newest = Room.objects.values_list("last_number", flat=True).get(pk=room.pk)
        after, up_to = place.read_up_to, newest if number is None else min(number, newest)
        if up_to <= after:
            return unread_in(room, person_id=person.pk)
        place.read_up_to = up_to
        place.save(update_fields=["read_up_to"])
        seen_by = _seen(room, person, after, up_to, now)
        unread = unread_in(room, person_id=person.pk)
        tell_of_reading(
            room,
            reader_id=person.pk,
            seen_by=seen_by,
            other_id=other_in(room, person_id=person.pk),
            after=after,
            up_to=up_to,
            unread=unread,
            now=now,
        )
        if not unread:
            notices.forget(room, person, now=now)
    return unread


def _seen(room: Room, reader: User, after: int, up_to: int, now: datetime) -> tuple[int, UUID] | None:
    """Mark the other's messages among these as seen; return who is to know of it, and by whom."""
    if room.first_id is None or room.second_id is None or reader.pk not in (room.first_id, room.second_id):
        return None
    writer_id = room.second_id if reader.pk == room.first_id else room.first_id
    rows = room.messages.filter(sender_id=writer_id, number__gt=after, number__lte=up_to, seen_at=None)
    is_hidden = Exists(Manners.objects.filter(person=reader, read_receipts=False))
    is_blocked = Exists(blocks_among([reader.pk], [writer_id]))
    marked = rows.filter(~is_hidden, ~is_blocked).update(seen_at=now)
    return (writer_id, reader.public_id) if marked else None
