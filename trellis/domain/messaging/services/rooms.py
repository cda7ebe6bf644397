"""Opening rooms, who may say something in one, and somebody's place there."""

from datetime import datetime

from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import UnknownAccount
from trellis.domain.guardians.rules import counts_as_minor
from trellis.domain.guardians.services.checking import refuse_unless_guarded
from trellis.domain.messaging.models import Room, RoomMember
from trellis.domain.messaging.queries.rooms import pair_of, people_in
from trellis.domain.messaging.refusals import RoomClosed, UnknownRoom
from trellis.domain.messaging.services.blocking import refuse_if_blocks_between, wait_for_blocks
from trellis.domain.messaging.services.silencing import refuse_if_silenced
from trellis.domain.messaging.services.watching import refuse_unwatched


def open_private_room(*, one_id: int, other_id: int, now: datetime) -> Room:
    """Return the private room of two accounts, opening it where there is none.

    Must be called in a transaction; many callers at once get the same room.
    """
    first, second = sorted((one_id, other_id))
    room, _ = Room.objects.get_or_create(first_id=first, second_id=second, defaults={"opened_at": now})
    return room


def refuse_unless_open(*, room: Room, user: User, now: datetime) -> list[User]:
    """Raise unless somebody may say something in a room now, else return who is in it; all that is said asks.

    The room of a minor and an adult is there from the start and stays closed until somebody guards the minor,
    who takes part in it. Must be called in the transaction of what is said, which no block and no end of a
    guardianship overtakes. Raises UnknownRoom, RoomClosed, Silenced, UnknownAccount where the other's account
    is closed, CannotWrite, NeedsGuardian.
    """
    people = people_in(room, now=now)
    if user.pk not in {each.pk for each in people}:
        raise UnknownRoom
    if room.closed_at is not None:
        raise RoomClosed
    refuse_if_silenced(person=user, now=now)
    if room.is_group:
        _refuse_in_group(user, people, now)
        return people
    if not all(each.is_active for each in pair_of(room)):
        raise UnknownAccount
    refuse_if_blocks_between(person=user, others=people)
    refuse_unless_guarded(people=pair_of(room), now=now)
    return people


def locked_place(*, room: Room, person: User, now: datetime) -> RoomMember:
    """Return somebody's place in a room that they may enter, locked; made where there is none.

    Must be called in a transaction, before anything but the room itself is locked.
    """
    rows = RoomMember.objects.select_for_update(no_key=True)
    place = rows.filter(room=room, person=person).first()
    if place is None and not room.is_group:
        RoomMember.objects.get_or_create(room=room, person=person, defaults={"joined_at": now})
        place = rows.get(room=room, person=person)
    if place is None or (room.is_group and place.left_at is not None):
        raise UnknownRoom
    return place


def _refuse_in_group(user: User, people: list[User], now: datetime) -> None:
    # Who blocks them hears nothing of it from the moment on in which they did.
    wait_for_blocks([user.pk])
    # Most groups have no minors, and then nobody's rows are read anew.
    if any(counts_as_minor(each, now) for each in people):
        refuse_unwatched(people, now=now)
