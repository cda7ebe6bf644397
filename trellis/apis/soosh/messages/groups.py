"""`messages/groups`: several people who talk, an addition of ours."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.messages.input import GroupInput, MembersQuery, PeopleInput, TitleInput
from trellis.apis.soosh.messages.people import NOBODY, TalkerSerializer
from trellis.apis.soosh.messages.rooms import room_named
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.headers import add_page_headers, counted_rows
from trellis.domain.accounts.queries import account_of, accounts_of
from trellis.domain.messaging.models import Room, RoomMember
from trellis.domain.messaging.queries.pages import members_of
from trellis.domain.messaging.services.groups import (
    add_people,
    create_group,
    leave,
    remove_person,
    rename_group,
)

_QUERY = MembersQuery()


class GroupSerializer(serializers.ModelSerializer[Room]):
    """A group, by the id of its conversation."""

    conversation_id = serializers.UUIDField(source="pk")
    created_at = serializers.DateTimeField(source="opened_at")
    is_closed = serializers.SerializerMethodField()

    class Meta:
        model = Room
        fields = ["conversation_id", "title", "created_at", "is_closed"]

    def get_is_closed(self, room: Room) -> bool:
        """Return whether nobody is in it any more."""
        return room.closed_at is not None


class GroupOutput(serializers.Serializer[Any]):
    """A group as it is now."""

    group = GroupSerializer()


class PlaceSerializer(serializers.ModelSerializer[RoomMember]):
    """Somebody in a group."""

    user = TalkerSerializer(source="person")

    class Meta:
        model = RoomMember
        fields = ["user", "role", "joined_at"]


class PlacesOutput(serializers.Serializer[Any]):
    """A page of those who are in a group; the headers tell which."""

    members = PlaceSerializer(many=True)


class AddedOutput(serializers.Serializer[Any]):
    """Who is new in a group, guardians who come along among them."""

    added = TalkerSerializer(many=True)


class GroupsView(SooshView):
    """`messages/groups`."""

    @extend_schema(request=GroupInput, responses={201: GroupOutput, **NOBODY})
    @idempotent
    def post(self, request: Request) -> Response:
        """Open a group, which one owns. Who guards a minor among adults comes along."""
        given = validated(GroupInput, request)
        room = create_group(
            creator=caller_of(request),
            title=given["title"],
            people=accounts_of(given["user_ids"]),
            now=timezone.now(),
        )
        return Response(GroupOutput({"group": room}).data, status=status.HTTP_201_CREATED)


class GroupView(SooshView):
    """`messages/groups/{conversation_id}`."""

    @extend_schema(request=TitleInput, responses=GroupOutput)
    def put(self, request: Request, conversation_id: UUID) -> Response:
        """Call a group something else, as its owner."""
        given, person, now = validated(TitleInput, request), caller_of(request), timezone.now()
        room = room_named(person, conversation_id=conversation_id, now=now)
        renamed = rename_group(room=room, actor=person, title=given["title"], now=now)
        return Response(GroupOutput({"group": renamed}).data)


class MembersView(SooshView):
    """`messages/groups/{conversation_id}/members`."""

    @extend_schema(operation_id="messages_members_list", parameters=[MembersQuery], responses=PlacesOutput)
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """List who is in a group, in the order in which they came."""
        asked, now = _QUERY.run_validation(request.GET), timezone.now()
        room = room_named(caller_of(request), conversation_id=conversation_id, now=now)
        rows, page = counted_rows(members_of(room), number=asked["page"], size=asked["limit"])
        response = Response(PlacesOutput({"members": rows}).data)
        add_page_headers(response, page)
        return response

    @extend_schema(request=PeopleInput, responses={201: AddedOutput})
    @idempotent
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Have people come to a group, as its owner; they see what is said from then on."""
        given, person, now = validated(PeopleInput, request), caller_of(request), timezone.now()
        room = room_named(person, conversation_id=conversation_id, now=now)
        come = add_people(room=room, actor=person, people=accounts_of(given["user_ids"]), now=now)
        return Response(AddedOutput({"added": come}).data, status=status.HTTP_201_CREATED)


class MemberView(SooshView):
    """`messages/groups/{conversation_id}/members/{user_id}`."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, conversation_id: UUID, user_id: UUID) -> Response:
        """Take somebody out of a group, as its owner, or go oneself."""
        person, now = caller_of(request), timezone.now()
        room, other = room_named(person, conversation_id=conversation_id, now=now), account_of(user_id)
        if other.pk == person.pk:
            leave(room=room, person=person, now=now)
        else:
            remove_person(room=room, actor=person, person=other, now=now)
        return Response(status=status.HTTP_204_NO_CONTENT)
