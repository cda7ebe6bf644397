"""Rooms: whether there is one, who is in it, whether it is open; in Python and in PostgreSQL's SQL."""

from datetime import datetime
from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.guardians.queries import unguarded, unguarded_sql, who_guards
from trellis.domain.messaging.models import Room
from trellis.domain.messaging.refusals import UnknownRoom

_PRIVATE_ROOM = (
    "(SELECT {wanted} FROM messaging_room AS room"
    " WHERE room.first_id = least({one}, {other}) AND room.second_id = greatest({one}, {other}){and_so})"
)


def private_room(*, one_id: int, other_id: int) -> Room | None:
    """Return the private room of two accounts, if there is one."""
    first, second = sorted((one_id, other_id))
    return Room.objects.filter(first_id=first, second_id=second).select_related("first", "second").first()


def private_room_sql(one: str, other: str) -> str:
    """Return the expression of that room's key; `one` and `other` are those of the accounts' ids."""
    return _PRIVATE_ROOM.format(wanted="room.id", one=one, other=other, and_so="")


def room_for(*, person: User, room_id: UUID, now: datetime) -> Room:
    """Return a room to somebody who is in it, closed or not; raise UnknownRoom."""
    room = Room.objects.filter(pk=room_id).select_related("first", "second").first()
    if room is None or person.pk not in {each.pk for each in people_in(room, now=now)}:
        raise UnknownRoom
    return room


def can_chat(*, one_id: int, other_id: int, now: datetime) -> bool:
    """Tell whether two accounts have a room that is open: not closed, nor a minor's whom nobody guards."""
    room = private_room(one_id=one_id, other_id=other_id)
    return room is not None and room.closed_at is None and not unguarded(pair_of(room), now=now)


def pair_of(room: Room) -> list[User]:
    """Return the two people whose room it is; nobody of a group's."""
    return [each for each in (room.first, room.second) if each is not None]


def people_in(room: Room, *, now: datetime) -> list[User]:
    """Return who takes part in a room: its two people, and who guards the one of them that is a minor.

    Of a group: its members whose account is open.
    """
    if room.is_group:
        places = room.members.filter(left_at=None)
        return list(User.objects.filter(places_in_rooms__in=places, is_active=True).order_by("pk"))
    pair = pair_of(room)
    known = {each.pk for each in pair}
    return [*pair, *(each for each in who_guards(pair, now=now) if each.pk not in known)]


def can_chat_sql(one: str, other: str) -> str:
    """Return the expression that tells it."""
    is_open = " AND room.closed_at IS NULL"
    there = "EXISTS " + _PRIVATE_ROOM.format(wanted="1", one=one, other=other, and_so=is_open)
    return f"({there} AND NOT {unguarded_sql(one, other)})"
