"""What is told of a message: the one place that makes it, for the hub and for what is read later."""

from collections.abc import Iterable
from uuid import UUID

from trellis.domain.messaging.models import Attachment, Message, Room
from trellis.domain.messaging.rules.feed import AttachedFacts, MessageFacts, moment

# What a message must be read with for its facts to take no query.
WITH = ("sender", "room__first", "room__second")


def facts_of(message: Message, attached: Iterable[AttachedFacts] = ()) -> MessageFacts:
    """Return the facts of a message, which was read WITH the rows that it names, and of its attachments."""
    is_deleted = message.deleted_at is not None
    recipient = recipient_of(message)
    return MessageFacts(
        id=str(message.pk),
        room_id=str(message.room_id),
        number=message.number,
        sender_id=str(message.sender.public_id) if message.sender else None,
        recipient_id=str(recipient) if recipient else None,
        text="" if is_deleted else message.text,
        ai_generated=message.ai_generated,
        is_seen=message.seen_at is not None,
        is_deleted=is_deleted,
        created_at=moment(message.created_at),
        edited_at=moment(message.edited_at) if message.edited_at else None,
        attachments=[] if is_deleted else list(attached),
    )


def attached_to(message: Message) -> list[AttachedFacts]:
    """Return the facts of what is attached to a message, with a query where something is."""
    if not message.attachment_count:
        return []
    return [facts_of_file(each) for each in message.attachments.order_by("position")]


def facts_of_file(attachment: Attachment) -> AttachedFacts:
    """Return the facts of a file that belongs to a message."""
    return AttachedFacts(
        id=str(attachment.pk), name=attachment.name, media_type=attachment.media_type, size=attachment.size
    )


def recipient_of(message: Message) -> UUID | None:
    """Return the public id of who a message was written to: the other of two, None in a group.

    None, too, of what a guardian says.
    """
    return other_in(message.room, person_id=message.sender_id)


def other_in(room: Room, *, person_id: int | None) -> UUID | None:
    """Return the public id of the other of the two whose room it is; None for who is neither of them."""
    if person_id is None or room.first is None or room.second is None:
        return None
    others = {room.first_id: room.second.public_id, room.second_id: room.first.public_id}
    return others.get(person_id)
