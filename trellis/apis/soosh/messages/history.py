"""`messages/conversation/{user_id}` and `messages/conversations/{conversation_id}`: what was said.

Both are read by asking for them (soosh-api.md, section 10).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.messages.conversations import other_of
from trellis.apis.soosh.messages.input import SpokenQuery
from trellis.apis.soosh.messages.output import SpokenOutput, read_message_json
from trellis.apis.soosh.messages.people import TalkerSerializer, title_of
from trellis.apis.soosh.messages.rooms import other_in, room_named, room_with
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.answering import named
from trellis.core.paging.headers import CountedPage, add_page_headers, counted_rows
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message, Room
from trellis.domain.messaging.queries.history import messages_of, read_up_to_of
from trellis.domain.messaging.queries.pages import members_of, number_of, whole
from trellis.domain.messaging.queries.rooms import pair_of, people_in
from trellis.domain.messaging.services.reading import read_up_to

_NO_MESSAGE = "There is no such message in this conversation."
_QUERY = SpokenQuery()


class MemberOutput(serializers.Serializer[Any]):
    """Somebody in a conversation, and what they are there."""

    user = TalkerSerializer()
    role = serializers.ChoiceField(choices=["member", "owner", "guardian"])


class SpokenHistoryOutput(serializers.Serializer[Any]):
    """A part of a conversation, in which the newest message is the last.

    `conversation_id` is null until somebody has said something. `participant` is null where there are more.
    """

    participant = TalkerSerializer(allow_null=True)
    conversation_id = serializers.UUIDField(allow_null=True)
    is_group = serializers.BooleanField()
    title = serializers.CharField()
    is_closed = serializers.BooleanField()
    members = MemberOutput(many=True)
    messages = SpokenOutput(many=True)
    unread_count = serializers.IntegerField()


class WithView(SooshView):
    """`messages/conversation/{user_id}`."""

    @extend_schema(parameters=[SpokenQuery], responses=SpokenHistoryOutput)
    def get(self, request: Request, user_id: UUID) -> Response:
        """Show what one and somebody else have said to each other; by that one has read all of it."""
        asked, person = _QUERY.run_validation(request.GET), caller_of(request)
        other = other_in(person, user_id)
        room = room_with(person, other)
        if room is None:
            return _answered(_nothing(other), [], CountedPage([], asked.get("page", 1), asked["limit"], 0))
        return _shown(room, person, asked)


class ConversationView(SooshView):
    """`messages/conversations/{conversation_id}`, an addition: also of groups, and for guardians."""

    @extend_schema(
        operation_id="messages_conversations_retrieve",
        parameters=[SpokenQuery],
        responses=SpokenHistoryOutput,
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """Show what was said in a conversation; by that one has read all of it."""
        asked, person = _QUERY.run_validation(request.GET), caller_of(request)
        return _shown(room_named(person, conversation_id=conversation_id, now=timezone.now()), person, asked)


def _shown(room: Room, person: User, asked: dict[str, Any]) -> Response:
    now = timezone.now()
    # No further than what had been said when the room was looked up: what comes meanwhile is not shown.
    unread = read_up_to(person=person, room=room, number=room.last_number, now=now)
    up_to = read_up_to_of(room, person=person)
    rows, page = _part(room, person, asked)
    messages = [read_message_json(each, viewer=person, read_up_to=up_to) for each in rows]
    return _answered(_facts(room, person, unread=unread, now=now), messages, page)


def _part(room: Room, person: User, asked: dict[str, Any]) -> tuple[Sequence[Message], CountedPage]:
    """Return the messages that are asked for, in their order, and where they stand among all."""
    rows, size = messages_of(room, person=person), asked["limit"]
    if "after" in asked:
        later = rows.filter(number__gt=_number(asked, "after", room, person))
        return counted_rows(whole(later), number=1, size=size)
    if "before" in asked:
        rows = rows.filter(number__lt=_number(asked, "before", room, person))
    newest_first = whole(rows).order_by("-number")
    found, page = counted_rows(newest_first, number=asked.get("page", 1), size=size)
    return found[::-1], page


def _number(asked: dict[str, Any], end: str, room: Room, person: User) -> int:
    number = number_of(asked[end], room=room, person=person)
    if number is None:
        raise named(end, _NO_MESSAGE)
    return number


def _facts(room: Room, person: User, *, unread: int, now: datetime) -> dict[str, Any]:
    other = other_of(room, person)
    return {
        "participant": other,
        "conversation_id": room.pk,
        "is_group": room.is_group,
        "title": title_of(room, other),
        "is_closed": room.closed_at is not None,
        "members": _members(room, now),
        "unread_count": unread,
    }


def _nothing(other: User) -> dict[str, Any]:
    """Return the facts of a conversation that nobody has begun."""
    return {
        "participant": other,
        "conversation_id": None,
        "is_group": False,
        "title": "",
        "is_closed": False,
        "members": [],
        "unread_count": 0,
    }


def _members(room: Room, now: datetime) -> list[dict[str, Any]]:
    if room.is_group:
        return [{"user": each.person, "role": each.role} for each in members_of(room)]
    pair = {each.pk for each in pair_of(room)}
    return [
        {"user": each, "role": "member" if each.pk in pair else "guardian"}
        for each in people_in(room, now=now)
    ]


def _answered(facts: dict[str, Any], messages: list[dict[str, Any]], page: CountedPage) -> Response:
    response = Response({**SpokenHistoryOutput({**facts, "messages": []}).data, "messages": messages})
    add_page_headers(response, page)
    return response
