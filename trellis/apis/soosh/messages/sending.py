"""`messages/send`, and what becomes of a message then (soosh-api.md, section 10)."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.messages.input import EditInput, SendInput, TextInput
from trellis.apis.soosh.messages.output import SpokenOutput, read_message_json
from trellis.apis.soosh.messages.people import NOBODY
from trellis.apis.soosh.messages.rooms import room_named
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_of
from trellis.domain.messaging.models import Message
from trellis.domain.messaging.queries.history import message_for
from trellis.domain.messaging.services.changing import delete_message, edit_message
from trellis.domain.messaging.services.sending import send_message


class SentMessage(SpokenOutput):
    """A message that is sent: it waits for whom it is for, wherever they are."""

    is_delivered = serializers.BooleanField()


class SentOutput(serializers.Serializer[Any]):
    """What was sent."""

    message = SentMessage()


class EditedOutput(serializers.Serializer[Any]):
    """A message as it is now."""

    message = SpokenOutput()


class SendView(SooshView):
    """`messages/send`."""

    @extend_schema(request=SendInput, responses={201: SentOutput, **NOBODY})
    @idempotent
    def post(self, request: Request) -> Response:
        """Say something to somebody, or in a conversation; to who is to be left alone it is 403."""
        given, sender = validated(SendInput, request), caller_of(request)
        if "conversation_id" in given:
            room = room_named(sender, conversation_id=given["conversation_id"], now=timezone.now())
            return _sent(sender, given, room=room)
        return _sent(sender, given, recipient=account_of(given["recipient_user_id"]))


class SayView(SooshView):
    """`messages/conversations/{conversation_id}/messages`, an addition."""

    @extend_schema(request=TextInput, responses={201: SentOutput})
    @idempotent
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Say something in a conversation."""
        given, sender = validated(TextInput, request), caller_of(request)
        return _sent(
            sender, given, room=room_named(sender, conversation_id=conversation_id, now=timezone.now())
        )


class MessageView(SooshView):
    """`messages/{message_id}`, an addition."""

    @extend_schema(request=EditInput, responses=EditedOutput)
    def put(self, request: Request, message_id: UUID) -> Response:
        """Have a message of one's own say something else, within 15 minutes; 409 later."""
        given, person = validated(EditInput, request), caller_of(request)
        message = message_for(person=person, message_id=message_id)
        edited = edit_message(person=person, message=message, text=given["message_text"], now=timezone.now())
        return Response({"message": _own_json(edited, person)})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, message_id: UUID) -> Response:
        """Take a message of one's own back, within 15 minutes; 409 later."""
        person = caller_of(request)
        message = message_for(person=person, message_id=message_id)
        delete_message(person=person, message=message, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _sent(sender: User, given: dict[str, Any], **where: Any) -> Response:
    message = send_message(
        sender=sender,
        text=given["message_text"],
        attachments=given["attachment_ids"],
        now=timezone.now(),
        **where,
    )
    shown = {**_own_json(message, sender), "is_delivered": True}
    return Response({"message": shown}, status=status.HTTP_201_CREATED)


def _own_json(message: Message, sender: User) -> dict[str, Any]:
    return read_message_json(message, viewer=sender, read_up_to=0)
