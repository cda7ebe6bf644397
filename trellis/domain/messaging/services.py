"""What can happen in a conversation."""

from datetime import datetime

from trellis.domain.messaging.models import Room


def open_private_room(*, one_id: int, other_id: int, now: datetime) -> Room:
    """Return the private room of two accounts, opening it where there is none.

    Must be called in a transaction; many callers at once get the same room.
    """
    first, second = sorted((one_id, other_id))
    room, _ = Room.objects.get_or_create(first_id=first, second_id=second, defaults={"opened_at": now})
    return room
