"""What people are told of messages."""

from collections.abc import Sequence
from datetime import datetime

from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.messaging import events
from trellis.domain.messaging.models import Message, Report, Room, RoomMember, Silence
from trellis.domain.messaging.refusals import Silenced
from trellis.domain.messaging.rules.reports import Status
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


def tell_reporter(event: Happened[Report, events.Decided]) -> None:
    """Tell somebody what has become of what they reported."""
    is_dismissed = event.data["status"] == Status.DISMISSED
    outcome = "found nothing in it that has to go" if is_dismissed else "taken it away"
    notify(
        recipient=event.subject.reporter,
        kind=event.kind,
        title="We have looked at the message that you reported",
        body=f"Thank you for telling us. We have read the message and {outcome}. You can block who wrote it: "
        "then you hear nothing of them any more.",
        data={"report_id": str(event.subject.pk), "status": event.data["status"]},
        now=event.now,
    )


def tell_writer(event: Happened[Message, events.Removed]) -> None:
    """Tell somebody that staff have taken away what they wrote; never who has reported it."""
    if event.subject.sender is not None:
        notify(
            recipient=event.subject.sender,
            kind=event.kind,
            title="A message of yours was removed",
            body=f"You wrote it on {event.subject.created_at:%d %B %Y}. It breaks the rules of this site.",
            data={"message_id": str(event.subject.pk), "room_id": str(event.subject.room_id)},
            now=event.now,
        )


def tell_silenced(event: Happened[Silence, events.OfSilence]) -> None:
    """Tell somebody that they may write nothing for a while, and why."""
    row = event.subject
    notify(
        recipient=row.person,
        kind=event.kind,
        title="You cannot write messages for a while",
        body=f"{Silenced(row.until).sentence}\n\nThe reason: {row.why}",
        data={"until": event.data["until"]},
        now=event.now,
    )


def tell_heard(event: Happened[Silence, events.EndOfSilence]) -> None:
    """Tell somebody that they may write again."""
    notify(
        recipient=event.subject.person,
        kind=event.kind,
        title="You can write messages again",
        body="",
        data={},
        now=event.now,
    )
