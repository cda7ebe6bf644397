"""That somebody is writing: told to who is connected, and kept nowhere."""

from datetime import datetime

from trellis.core.realtime import publish_to
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import person_room
from trellis.domain.guardians.queries import unguarded
from trellis.domain.messaging.models import Room
from trellis.domain.messaging.queries.blocking import blocks_among
from trellis.domain.messaging.queries.moderation import silences_at
from trellis.domain.messaging.queries.rooms import people_in
from trellis.domain.messaging.refusals import UnknownRoom
from trellis.domain.messaging.rules.feed import Typing


def tell_of_typing(*, person: User, room: Room, now: datetime) -> None:
    """Tell the others in a room that somebody writes something, but for those who cannot get it.

    Those are who has blocked them or is blocked by them; nobody can where nothing may be said. They are told
    nothing of that. Raises UnknownRoom for who is not in it.
    """
    people = people_in(room, now=now)
    if person.pk not in {each.pk for each in people}:
        raise UnknownRoom
    if room.closed_at is not None or unguarded(people, now=now) or _is_silenced(person, now):
        return
    others = {each.pk for each in people} - {person.pk}
    apart = {key for row in blocks_among([person.pk], others) for key in (row.blocker_id, row.blocked_id)}
    typing = Typing(room_id=str(room.pk), person_id=str(person.public_id), username=person.username)
    publish_to([person_room(each) for each in sorted(others - apart)], {"typing": typing})


def _is_silenced(person: User, now: datetime) -> bool:
    return silences_at(now).filter(person=person).exists()
