"""Messages as this door shows them, in lists and at its sockets (soosh-api.md, section 10)."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from trellis.core.links import link_to
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Attachment, Message
from trellis.domain.messaging.queries.facts import facts_of, facts_of_file
from trellis.domain.messaging.rules.feed import AttachedFacts, MessageFacts, is_read_by

_MOMENT = serializers.DateTimeField()


class AttachedOutput(serializers.Serializer[Any]):
    """A file that belongs to a message; `url` takes a token like everything else here."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    url = serializers.URLField()


class SpokenOutput(serializers.Serializer[Any]):
    """A message. Those of a conversation are in the order of `number`.

    `is_read` says of one's own that the other has read it and lets it be known, of another's that one has
    read it oneself. `recipient_user_id` is null in a group. Of a deleted one text and files are gone.
    """

    id = serializers.UUIDField()
    sender_user_id = serializers.UUIDField(allow_null=True)
    recipient_user_id = serializers.UUIDField(allow_null=True)
    message_text = serializers.CharField()
    ai_generated = serializers.BooleanField()
    is_read = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    conversation_id = serializers.UUIDField()
    number = serializers.IntegerField()
    edited_at = serializers.DateTimeField(allow_null=True)
    is_deleted = serializers.BooleanField()
    attachments = AttachedOutput(many=True)


def message_json(facts: MessageFacts, *, is_read: bool) -> dict[str, Any]:
    """Return a message as SpokenOutput describes it to somebody for whom it `is_read`."""
    return {
        "id": facts["id"],
        "sender_user_id": facts["sender_id"],
        "recipient_user_id": facts["recipient_id"],
        "message_text": facts["text"],
        "ai_generated": facts["ai_generated"],
        "is_read": is_read,
        "created_at": _moment(facts["created_at"]),
        "conversation_id": facts["room_id"],
        "number": facts["number"],
        "edited_at": _moment(facts["edited_at"]),
        "is_deleted": facts["is_deleted"],
        "attachments": [attached_json(each) for each in facts["attachments"]],
    }


def attached_json(facts: AttachedFacts) -> dict[str, Any]:
    """Return a file as AttachedOutput describes it."""
    return {**facts, "url": link_to("message-attachment", attachment_id=facts["id"])}


def _moment(text: str | None) -> str | None:
    """Return a moment of facts as it is printed everywhere else."""
    return None if text is None else str(_MOMENT.to_representation(datetime.fromisoformat(text)))


def read_message_json(message: Message, *, viewer: User, read_up_to: int) -> dict[str, Any]:
    """Return a message to somebody who has read its room up to a number.

    It was read WITH the rows that it names (queries/facts.py), and its attachments, where it has any.
    """
    attached = message.attachments.all() if message.attachment_count else ()
    facts = facts_of(message, [facts_of_file(each) for each in sorted(attached, key=_position)])
    has_read = message.number <= read_up_to
    return message_json(facts, is_read=is_read_by(facts, public_id=viewer.public_id, has_read=has_read))


def _position(attachment: Attachment) -> int:
    return attachment.position
