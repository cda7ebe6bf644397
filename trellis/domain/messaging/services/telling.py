"""Telling people of what was said: with it where they are few, by a job where they are many.

The devices of all are told with it (services/feeding.py); this is of notices, mails and pushes.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.tasks import enqueue
from trellis.domain.accounts.models import User
from trellis.domain.messaging import notices
from trellis.domain.messaging.models import Message, RoomMember
from trellis.domain.messaging.queries.blocking import who_has_blocked
from trellis.domain.messaging.queries.rooms import people_in
from trellis.domain.messaging.rules.limits import TOLD_AT_ONCE


def hearing(message: Message, people: Sequence[User]) -> list[User]:
    """Return who of the people in its room hears of a message: in a group not who has blocked its writer."""
    deaf = who_has_blocked(message.sender_id) if message.room.is_group else set()
    return [each for each in people if each.pk not in deaf]


def tell_people(message: Message, people: Sequence[User], *, now: datetime) -> None:
    """Tell these people that something was said; called in the transaction of that, last."""
    from trellis.domain.messaging.tasks import tell_many

    if len(people) <= TOLD_AT_ONCE:
        notices.tell_of_message(message, people, now=now)
    else:
        enqueue(tell_many, message_id=str(message.pk))


def tell_later(*, message_id: UUID, now: datetime) -> None:
    """Tell who has not read a message by now, unless it was deleted meanwhile."""
    with transaction.atomic():
        # Its deletion waits, and then takes back what is told here.
        rows = Message.objects.select_for_update(of=("self",), no_key=True)
        found = rows.select_related("room__first", "room__second", "sender")
        message = found.filter(pk=message_id, deleted_at=None).first()
        if message is None:
            return
        people = hearing(message, people_in(message.room, now=now))
        read = RoomMember.objects.filter(room=message.room, read_up_to__gte=message.number)
        known = {*read.values_list("person_id", flat=True), *notices.told_of(message)}
        notices.tell_of_message(message, [each for each in people if each.pk not in known], now=now)
