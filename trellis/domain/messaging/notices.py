"""What people are told of messages: at once in the app, by mail only of what they have not read by then."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.messaging import events
from trellis.domain.messaging.models import Message, Report, Room, RoomMember, Silence
from trellis.domain.messaging.refusals import Silenced
from trellis.domain.messaging.rules.limits import MAILED_AFTER
from trellis.domain.messaging.rules.reports import Status
from trellis.domain.messaging.rules.texts import excerpt
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.rules.notice import Notice
from trellis.domain.notifications.rules.words import name_of
from trellis.domain.notifications.services.changing import say_anew, take_back
from trellis.domain.notifications.services.reading import mark_topic_read
from trellis.domain.notifications.services.telling import notify, notify_all

_SENT = "message.sent"


def tell_of_message(message: Message, people: Collection[User], *, now: datetime) -> None:
    """Tell those in a room of what somebody else of them has said, unless they have muted it.

    Of a room of two `data` has `user_id`, by whom it is, for the other of the two; for others and of groups
    the room alone.
    """
    muted = RoomMember.objects.filter(room=message.room_id, muted_until__gt=now)
    deaf = {message.sender_id, *muted.values_list("person_id", flat=True)}
    hearing = [each for each in people if each.pk not in deaf]
    room, sender = message.room, message.sender
    pair = {room.first_id, room.second_id}
    the_other = [each for each in hearing if sender and {each.pk, sender.pk} == pair]
    data = {"room_id": str(room.pk), "message_id": str(message.pk)}
    if the_other and sender:
        _tell(message, the_other, {**data, "user_id": str(sender.public_id)}, now)
    _tell(message, [each for each in hearing if each not in the_other], data, now)


def told_of(message: Message) -> set[int]:
    """Return who has been told of a message as of the last in its room."""
    rows = Notification.objects.filter(topic=_topic(message.room_id), data__message_id=str(message.pk))
    return set(rows.values_list("recipient_id", flat=True))


def follow(message: Message) -> None:
    """Have what people were told of a message, and have not read, say what it says now; gone where it is."""
    topic, only = _topic(message.room_id), {"message_id": str(message.pk)}
    if message.deleted_at is not None:
        take_back(topic=topic, only=only)
    else:
        say_anew(topic=topic, title=_title(message), body=_body(message), only=only)


def forget(room: Room, person: User, *, now: datetime) -> None:
    """Have what somebody was told of a room count as read: they have read the room."""
    mark_topic_read(person_id=person.pk, topic=_topic(room.pk), now=now)


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


def _tell(message: Message, people: Sequence[User], data: dict[str, Any], now: datetime) -> None:
    if not people:
        return
    notice = Notice(
        kind=_SENT,
        title=_title(message),
        body=_body(message),
        data=data,
        topic=_topic(message.room_id),
        again=lambda count: (f"{count} new messages", _where(message)),
        mail_at=now + MAILED_AFTER,
        unless_online=True,
    )
    notify_all(recipients=people, notice=notice, now=now)


def _topic(room_id: UUID) -> str:
    return f"room:{room_id}"


def _title(message: Message) -> str:
    title = f"Message from {_by(message)}"
    return f"{title} in {message.room.title}" if message.room.title else title


def _where(message: Message) -> str:
    return f"In {message.room.title}." if message.room.title else f"The last is from {_by(message)}."


def _body(message: Message) -> str:
    files = message.attachment_count
    return excerpt(message.text) or ("A file." if files == 1 else f"{files} files.")


def _by(message: Message) -> str:
    return name_of(message.sender) if message.sender else "somebody"
