"""What people are told of messages."""

from collections.abc import Sequence
from datetime import datetime

from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message, Room, RoomMember
from trellis.domain.messaging.rules.texts import excerpt
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.services import notify

_SENT = "message.sent"


def tell_of_message(message: Message, people: Sequence[User], *, now: datetime) -> None:
    """Tell those in a room of what somebody else of them has said, unless they have muted it."""
    muted = RoomMember.objects.filter(room=message.room_id, muted_until__gt=now)
    deaf = {message.sender_id, *muted.values_list("person_id", flat=True)}
    for person in people:
        if person.pk not in deaf:
            notify(
                recipient=person,
                kind=_SENT,
                title="New message",
                body=excerpt(message.text),
                data={"room_id": str(message.room_id), "message_id": str(message.pk)},
                now=now,
            )


def follow(message: Message) -> None:
    """Have notices of a message say what it says now; none where it is deleted."""
    told = Notification.objects.filter(kind=_SENT, data__message_id=str(message.pk))
    if message.deleted_at is not None:
        told.delete()
    else:
        told.update(body=excerpt(message.text))


def forget(room: Room, person: User, *, now: datetime) -> None:
    """Have what somebody was told of a room count as read."""
    told = Notification.objects.filter(recipient=person, kind=_SENT, data__room_id=str(room.pk), read_at=None)
    told.update(read_at=now)
