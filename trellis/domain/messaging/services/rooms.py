"""Opening rooms, and who may say something in one."""

from datetime import datetime

from trellis.domain.accounts.models import User
from trellis.domain.guardians.services.checking import refuse_unless_guarded
from trellis.domain.messaging.models import Room
from trellis.domain.messaging.queries.rooms import pair_of, people_in
from trellis.domain.messaging.refusals import RoomClosed, UnknownRoom
from trellis.domain.messaging.services.watching import refuse_unwatched


def open_private_room(*, one_id: int, other_id: int, now: datetime) -> Room:
    """Return the private room of two accounts, opening it where there is none.

    Must be called in a transaction; many callers at once get the same room.
    """
    first, second = sorted((one_id, other_id))
    room, _ = Room.objects.get_or_create(first_id=first, second_id=second, defaults={"opened_at": now})
    return room


def refuse_unless_open(*, room: Room, user: User, now: datetime) -> None:
    """Raise unless somebody may read and say something in a room now; whatever is said asks it.

    The room of a minor and an adult is there from the start and stays closed until somebody guards the minor,
    who takes part in it. Must be called in the transaction of what is said. Raises UnknownRoom, RoomClosed,
    NeedsGuardian.
    """
    people = people_in(room, now=now)
    if user.pk not in {each.pk for each in people}:
        raise UnknownRoom
    if room.closed_at is not None:
        raise RoomClosed
    if room.is_group:
        refuse_unwatched(people, now=now)
    else:
        refuse_unless_guarded(people=pair_of(room), now=now)
