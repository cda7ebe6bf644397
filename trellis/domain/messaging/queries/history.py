"""What was said: in a room, or by its key."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Block, Message, Room, RoomMember
from trellis.domain.messaging.queries.conversations import rooms_of
from trellis.domain.messaging.queries.facts import WITH
from trellis.domain.messaging.refusals import UnknownMessage


def messages_of(room: Room, *, person: User) -> QuerySet[Message]:
    """Return the messages of a room that somebody is in, as they see them: in the order of their numbers.

    Those that were deleted are there, and their texts are not to be shown. What is before or after one is
    found by `number__lt` and `number__gt`.
    """
    return seen_by(person).filter(room=room).order_by("number")


def message_for(*, person: User, message_id: UUID) -> Message:
    """Return a message that somebody sees; raise UnknownMessage."""
    found = seen_by(person).filter(pk=message_id, room__in=rooms_of(person)).select_related(*WITH).first()
    if found is None:
        raise UnknownMessage
    return found


def seen_by(person: User) -> QuerySet[Message]:
    """Return the messages that are not kept from somebody, wherever they are in the room.

    In a group they see nothing that was said before they came, nor by whom they have blocked.
    """
    places = RoomMember.objects.filter(room=OuterRef("room"), person=person)
    is_earlier = Exists(places.filter(sees_after__gte=OuterRef("number")))
    is_blocked = Exists(Block.objects.filter(blocker=person, blocked=OuterRef("sender")))
    return Message.objects.filter(~is_earlier, Q(room__first__isnull=False) | ~is_blocked)


def read_up_to_of(room: Room, *, person: User) -> int:
    """Return the number up to which somebody has read a room."""
    place = RoomMember.objects.filter(room=room, person=person).values_list("read_up_to", flat=True)
    return place.first() or 0
