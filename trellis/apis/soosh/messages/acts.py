"""What the client of a messages' socket may ask for: what requests do, too, by the same services."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from trellis.apis.soosh.messages.input import ReadInput, SendInput
from trellis.apis.soosh.messages.output import read_message_json
from trellis.apis.soosh.messages.rooms import room_named
from trellis.core.http.input import Input
from trellis.core.realtime import Message
from trellis.core.throttling import take
from trellis.core.writing.fields import LineField
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_of
from trellis.domain.messaging.models import Room
from trellis.domain.messaging.queries.history import message_for
from trellis.domain.messaging.refusals import UnknownMessage
from trellis.domain.messaging.rules.limits import LONGEST_CLIENT_ID
from trellis.domain.messaging.services.composing import tell_of_typing
from trellis.domain.messaging.services.reading import read_up_to
from trellis.domain.messaging.services.sending import send_message

Act = Callable[[User, Message], Message | None]
_ONE_WAY = "Name somebody, or a conversation, and not both."


class WhereInput(Input):
    """Which conversation: that with somebody, or the one of an id."""

    user_id = serializers.UUIDField(required=False)
    conversation_id = serializers.UUIDField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse none and both."""
        if ("user_id" in attrs) == ("conversation_id" in attrs):
            raise serializers.ValidationError({"conversation_id": [_ONE_WAY]})
        return attrs


class ReadHereInput(ReadInput, WhereInput):
    """Up to which message of it."""


class SendHereInput(SendInput):
    """A message with the client's own name for it, by which one that is sent again is known."""

    client_id = LineField(max_length=LONGEST_CLIENT_ID, required=False)


def _send(person: User, message: Message) -> Message:
    """Say something; sent again with its `client_id` it is the message of before."""
    given, now = _given(SendHereInput, message), timezone.now()
    # As many as by requests, and counted with them.
    take({"soosh": str(person.pk)})
    sent = send_message(
        sender=person,
        text=given["message_text"],
        attachments=given["attachment_ids"],
        client_id=given.get("client_id"),
        now=now,
        **_to(person, given, now),
    )
    shown = {**read_message_json(sent, viewer=person, read_up_to=0), "is_delivered": True}
    return {"type": "sent", "client_id": given.get("client_id"), "message": shown}


def _read(person: User, message: Message) -> Message:
    """Note that they have read; the answer goes to this device, and news of it to all of them."""
    given, now = _given(ReadHereInput, message), timezone.now()
    room = _room(person, given, now)
    unread = read_up_to(person=person, room=room, number=_number(person, room, given), now=now)
    return {"type": "read", "conversation_id": str(room.pk), "unread_count": unread}


def _type(person: User, message: Message) -> None:
    """Tell the others that they write; nothing is answered."""
    given, now = _given(WhereInput, message), timezone.now()
    tell_of_typing(person=person, room=_room(person, given, now), now=now)


ACTS: Mapping[str, Act] = {"send": _send, "read": _read, "typing": _type}


def _given(kind: type[Input], message: Message) -> dict[str, Any]:
    serializer = kind(data=message)
    serializer.is_valid(raise_exception=True)
    given: dict[str, Any] = serializer.validated_data
    return given


def _to(person: User, given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    if "conversation_id" in given:
        return {"room": room_named(person, conversation_id=given["conversation_id"], now=now)}
    return {"recipient": account_of(given["recipient_user_id"])}


def _room(person: User, given: Mapping[str, Any], now: datetime) -> Room:
    names = {name: given.get(name) for name in ("user_id", "conversation_id")}
    return room_named(person, **names, now=now)


def _number(person: User, room: Room, given: Mapping[str, Any]) -> int | None:
    if "message_id" not in given:
        return None
    message = message_for(person=person, message_id=given["message_id"])
    if message.room_id != room.pk:
        raise UnknownMessage
    return message.number
