"""What somebody does in a conversation without a word: reading, typing, muting. Additions of ours."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.messages.input import MuteUntilInput, ReadInput
from trellis.apis.soosh.messages.rooms import room_named
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.views import validated
from trellis.domain.messaging.queries.history import message_for
from trellis.domain.messaging.refusals import UnknownMessage
from trellis.domain.messaging.services.composing import tell_of_typing
from trellis.domain.messaging.services.places import mute
from trellis.domain.messaging.services.reading import read_up_to


class LeftUnreadOutput(serializers.Serializer[Any]):
    """How many messages of a conversation are unread now."""

    unread_count = serializers.IntegerField()


class MutedOutput(serializers.Serializer[Any]):
    """Until when no notices of a conversation come; null: they come."""

    muted_until = serializers.DateTimeField(allow_null=True)


class ReadView(SooshView):
    """`…/read`, of a conversation with somebody or of one's id."""

    @extend_schema(request=ReadInput, responses=LeftUnreadOutput)
    def post(
        self, request: Request, user_id: UUID | None = None, conversation_id: UUID | None = None
    ) -> Response:
        """Say that one has read it, up to a message or all of it. It is never unread again."""
        given, person, now = validated(ReadInput, request), caller_of(request), timezone.now()
        room, number = room_named(person, user_id=user_id, conversation_id=conversation_id, now=now), None
        if "message_id" in given:
            message = message_for(person=person, message_id=given["message_id"])
            if message.room_id != room.pk:
                raise UnknownMessage
            number = message.number
        unread = read_up_to(person=person, room=room, number=number, now=now)
        return Response({"unread_count": unread})


class TypingView(SooshView):
    """`…/typing`, of a conversation with somebody or of one's id."""

    @extend_schema(request=None, responses={204: None})
    def post(
        self, request: Request, user_id: UUID | None = None, conversation_id: UUID | None = None
    ) -> Response:
        """Tell the others, where they are connected, that one is writing just now. No body is read."""
        person, now = caller_of(request), timezone.now()
        room = room_named(person, user_id=user_id, conversation_id=conversation_id, now=now)
        tell_of_typing(person=person, room=room, now=now)
        return Response(status=status.HTTP_204_NO_CONTENT)


class MuteView(SooshView):
    """`…/mute`, of a conversation with somebody or of one's id."""

    @extend_schema(request=MuteUntilInput, responses=MutedOutput)
    def put(
        self, request: Request, user_id: UUID | None = None, conversation_id: UUID | None = None
    ) -> Response:
        """Have no notices of it come until then, or, with null, have them come again."""
        given, person, now = validated(MuteUntilInput, request), caller_of(request), timezone.now()
        room = room_named(person, user_id=user_id, conversation_id=conversation_id, now=now)
        place = mute(person=person, room=room, until=given["until"], now=now)
        return Response(MutedOutput(place).data)
