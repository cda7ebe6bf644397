"""`messages/conversations`: with whom one talks (soosh-api.md, section 10)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.messages.output import read_message_json
from trellis.apis.soosh.messages.people import TalkerSerializer, title_of
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery, add_page_headers, counted_rows
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message, Room, RoomMember
from trellis.domain.messaging.queries.conversations import conversations_of
from trellis.domain.messaging.queries.pages import messages_by_id, places_of
from trellis.domain.messaging.queries.presence import shown_online
from trellis.domain.messaging.queries.rooms import pair_of


class ConversationsQuery(CountedPageQuery, Input):
    """Which page."""


class LastMessageOutput(serializers.Serializer[Any]):
    """The last message of a conversation that is not deleted."""

    id = serializers.UUIDField()
    sender_user_id = serializers.UUIDField(allow_null=True)
    message_text = serializers.CharField()
    created_at = serializers.DateTimeField()
    is_read = serializers.BooleanField()


class ConversationOutput(serializers.Serializer[Any]):
    """A conversation: with `participant`, or, where that is null, of several under a `title`.

    `last_message` is null while nobody has said anything. `is_online` is of the participant, where both let
    it be seen.
    """

    conversation_id = serializers.UUIDField()
    is_group = serializers.BooleanField()
    title = serializers.CharField()
    participant = TalkerSerializer(allow_null=True)
    last_message = LastMessageOutput(allow_null=True)
    unread_count = serializers.IntegerField()
    is_online = serializers.BooleanField()
    is_closed = serializers.BooleanField()
    muted_until = serializers.DateTimeField(allow_null=True)


class ConversationsOutput(serializers.Serializer[Any]):
    """A page of conversations; the headers tell which."""

    conversations = ConversationOutput(many=True)


_QUERY = ConversationsQuery()


class ConversationsView(SooshView):
    """`messages/conversations`."""

    @extend_schema(
        operation_id="messages_conversations_list",
        parameters=[ConversationsQuery],
        responses=ConversationsOutput,
    )
    def get(self, request: Request) -> Response:
        """List one's conversations, the one in which something was said last first."""
        asked, person = _QUERY.run_validation(request.GET), caller_of(request)
        rows, page = counted_rows(conversations_of(person), number=asked["page"], size=asked["limit"])
        shown = conversations_json(rows, viewer=person, now=timezone.now())
        response = Response({"conversations": shown})
        add_page_headers(response, page)
        return response


def conversations_json(rooms: Sequence[Room], *, viewer: User, now: datetime) -> list[dict[str, Any]]:
    """Return rooms of `conversations_of` as ConversationOutput describes them."""
    last_ids = [room.last_message_id for room in rooms if room.last_message_id]  # type: ignore[attr-defined]
    last, places = messages_by_id(last_ids), places_of(viewer, rooms)
    others = {room.pk: other for room in rooms if (other := other_of(room, viewer)) is not None}
    online = shown_online([each.pk for each in others.values()], viewer_id=viewer.pk, now=now)
    found = [
        _facts(
            room,
            viewer,
            other=others.get(room.pk),
            last=last.get(room.last_message_id),  # type: ignore[attr-defined]
            place=places.get(room.pk),
            online=online,
        )
        for room in rooms
    ]
    return list(ConversationOutput(found, many=True).data)


def other_of(room: Room, viewer: User) -> User | None:
    """Return the other of the two whose room it is; None of a group's, and for who is neither of them."""
    pair = pair_of(room)
    if viewer.pk not in {each.pk for each in pair}:
        return None
    return next(each for each in pair if each.pk != viewer.pk)


def _facts(
    room: Room,
    viewer: User,
    *,
    other: User | None,
    last: Message | None,
    place: RoomMember | None,
    online: frozenset[int],
) -> dict[str, Any]:
    read_up_to = place.read_up_to if place else 0
    return {
        "conversation_id": room.pk,
        "is_group": room.is_group,
        "title": title_of(room, other),
        "participant": other,
        "last_message": last and read_message_json(last, viewer=viewer, read_up_to=read_up_to),
        "unread_count": room.unread_count,  # type: ignore[attr-defined]
        "is_online": other is not None and other.pk in online,
        "is_closed": room.closed_at is not None,
        "muted_until": place.muted_until if place else None,
    }
