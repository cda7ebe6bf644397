"""What somebody sets for a room, or for all of them."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Manners, Room, RoomMember
from trellis.domain.messaging.services.feeding import tell_of_room
from trellis.domain.messaging.services.rooms import locked_place


class MannersChanged(TypedDict, total=False):
    """What is to be another; what is left out stays."""

    read_receipts: bool
    show_presence: bool


def mute(*, person: User, room: Room, until: datetime | None, now: datetime) -> RoomMember:
    """Have somebody get no notices of a room until then, or again where that is None; return their place.

    The room goes on for them as before. Their devices are told. Raises UnknownRoom.
    """
    with transaction.atomic():
        place = locked_place(room=room, person=person, now=now)
        if place.muted_until != until:
            place.muted_until = until
            place.save(update_fields=["muted_until"])
            tell_of_room(room, people=[person.pk], now=now)
    return place


def set_manners(*, person: User, **changes: Unpack[MannersChanged]) -> Manners:
    """Change what somebody lets others see of them from now on; what was read before stays as it was."""
    manners, _ = Manners.objects.update_or_create(person=person, defaults=changes)
    return manners
