"""What can be asked of rooms, in Python and in the SQL of what PostgreSQL renders."""

from trellis.domain.messaging.models import Room

_PRIVATE_ROOM = (
    "(SELECT {wanted} FROM messaging_room AS room"
    " WHERE room.first_id = least({one}, {other}) AND room.second_id = greatest({one}, {other}){and_so})"
)


def private_room(*, one_id: int, other_id: int) -> Room | None:
    """Return the private room of two accounts, if there is one."""
    first, second = sorted((one_id, other_id))
    return Room.objects.filter(first_id=first, second_id=second).first()


def private_room_sql(one: str, other: str) -> str:
    """Return the expression of that room's key; `one` and `other` are those of the accounts' ids."""
    return _PRIVATE_ROOM.format(wanted="room.id", one=one, other=other, and_so="")


def can_chat(*, one_id: int, other_id: int) -> bool:
    """Tell whether two accounts have a room that is not closed."""
    room = private_room(one_id=one_id, other_id=other_id)
    return room is not None and room.closed_at is None


def can_chat_sql(one: str, other: str) -> str:
    """Return the expression that tells it."""
    is_open = " AND room.closed_at IS NULL"
    return "EXISTS " + _PRIVATE_ROOM.format(wanted="1", one=one, other=other, and_so=is_open)
