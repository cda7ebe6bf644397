"""Whole pages of what somebody sees, each with as many queries for many rows as for one."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Manners, Message, Room, RoomMember
from trellis.domain.messaging.queries.facts import WITH
from trellis.domain.messaging.queries.history import messages_of
from trellis.domain.messaging.refusals import NotAGroup


def whole(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Return messages with all that is told of them."""
    return messages.select_related(*WITH).prefetch_related("attachments")


def messages_by_id(ids: Collection[UUID]) -> dict[UUID, Message]:
    """Return these messages with all that is told of them."""
    return whole(Message.objects.all()).in_bulk(ids)


def places_of(person: User, rooms: Collection[Room]) -> dict[UUID, RoomMember]:
    """Return somebody's place in each of these rooms in which they have one."""
    places = RoomMember.objects.filter(person=person, room__in=[room.pk for room in rooms])
    return {place.room_id: place for place in places}


def number_of(message_id: UUID, *, room: Room, person: User) -> int | None:
    """Return the number of a message that somebody sees in a room; None where there is no such."""
    rows = messages_of(room, person=person).filter(pk=message_id)
    return rows.values_list("number", flat=True).first()


def members_of(group: Room) -> QuerySet[RoomMember]:
    """Return who is in a group now, who came first before the others; raise NotAGroup."""
    if not group.is_group:
        raise NotAGroup
    rows = RoomMember.objects.filter(room=group, left_at=None)
    return rows.select_related("person").order_by("joined_at", "pk")


def manners_of(person: User) -> Manners:
    """Return what somebody lets others see: what they have chosen, or what holds for all at first."""
    return Manners.objects.filter(person=person).first() or Manners(person=person)
