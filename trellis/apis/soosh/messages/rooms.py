"""Which conversation a request is about: that with somebody, or the one of an id."""

from datetime import datetime
from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_of
from trellis.domain.accounts.refusals import UnknownAccount
from trellis.domain.messaging.models import Room
from trellis.domain.messaging.queries.rooms import private_room, room_for
from trellis.domain.messaging.refusals import UnknownRoom


def room_named(
    person: User, *, user_id: UUID | None = None, conversation_id: UUID | None = None, now: datetime
) -> Room:
    """Return a room that somebody is in; raise UnknownAccount, or UnknownRoom."""
    if conversation_id is not None:
        return room_for(person=person, room_id=conversation_id, now=now)
    room = None if user_id is None else room_with(person, other_in(person, user_id))
    if room is None:
        raise UnknownRoom
    return room


def room_with(person: User, other: User) -> Room | None:
    """Return the room of somebody with somebody else; raise UnknownAccount for whom nobody can write to.

    That is a closed account with whom they have none.
    """
    room = private_room(one_id=person.pk, other_id=other.pk)
    if room is None and not other.is_active:
        raise UnknownAccount
    return room


def other_in(person: User, user_id: UUID) -> User:
    """Return somebody else by their id; raise UnknownAccount."""
    other = account_of(user_id)
    if other.pk == person.pk:
        raise UnknownAccount
    return other
