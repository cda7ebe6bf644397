"""`/mentor/selected-talents/`: selecting a talent, and whom a coach has selected (talent-pool-api.md)."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_pool.base import OpenContractView
from trellis.apis.talent_pool.decisions import (
    MENTOR_QUERY,
    DecisionInput,
    DecisionSerializer,
    decided,
    mentor_asked_for,
    pair_named,
)
from trellis.apis.talent_pool.people import (
    CoachSerializer,
    ShortCoachSerializer,
    ShortTalentSerializer,
    TalentSerializer,
)
from trellis.apis.talent_pool.posts import newest_posts, newest_posts_with_image
from trellis.core.paging.cursors import newest_first, respond
from trellis.core.rendering import Computed, compile_page
from trellis.domain.messaging.models import Room
from trellis.domain.scouting import services
from trellis.domain.scouting.models import Decision, Verdict
from trellis.domain.scouting.queries import decisions_of

_ROOM_OF_PAIR = """(
    SELECT {wanted} FROM messaging_room AS room
    WHERE room.first_id = least({{coach.user_id}}, {{talent.user_id}})
      AND room.second_id = greatest({{coach.user_id}}, {{talent.user_id}})
)"""


class ChatRoomId(Computed):
    """The private room of the coach and the talent."""

    output = serializers.UUIDField(allow_null=True)
    sql = _ROOM_OF_PAIR.format(wanted="room.id")

    def compute(self, row: Decision) -> Any:
        """Return the room's id, if there is a room."""
        room = _room_of(row)
        return room.pk if room else None


class CanChat(Computed):
    """Whether the two have a room that is not closed."""

    output = serializers.BooleanField()
    sql = "EXISTS " + _ROOM_OF_PAIR.format(wanted="1").replace("WHERE", "WHERE room.closed_at IS NULL AND", 1)

    def compute(self, row: Decision) -> bool:
        """Return whether they can chat."""
        room = _room_of(row)
        return room is not None and room.closed_at is None


class _Selection(DecisionSerializer):
    selected_at = serializers.DateTimeField(source="decided_at")
    chat_room_id = ChatRoomId()
    can_chat = CanChat()

    class Meta(DecisionSerializer.Meta):
        fields = [
            "id",
            "mentor",
            "talent",
            "selected_at",
            "talent_profile",
            "mentor_profile",
            "posts",
            "chat_room_id",
            "can_chat",
        ]


class SelectionSerializer(_Selection):
    """What selecting a talent answers."""

    talent_profile = TalentSerializer(source="talent")
    mentor_profile = CoachSerializer(source="coach")
    posts = newest_posts("talent.posts")


class SelectedTalentSerializer(_Selection):
    """A row of the list of selected talents, reduced as the document prints it."""

    talent_profile = ShortTalentSerializer(source="talent")
    mentor_profile = ShortCoachSerializer(source="coach")
    posts = newest_posts_with_image("talent.posts")


SELECTED_TALENTS = compile_page(SelectedTalentSerializer)


class SelectView(OpenContractView):
    """`POST /mentor/selected-talents/add/`."""

    @extend_schema(request=DecisionInput, responses={201: SelectionSerializer})
    def post(self, request: Request) -> Response:
        """Select a talent: it leaves this mentor's pool, and a private chat room opens."""
        coach, talent = pair_named(self, request)
        decision = decided(services.select_talent, request, coach, talent)
        return Response(SelectionSerializer(decision).data, status=status.HTTP_201_CREATED)


class SelectedTalentsView(OpenContractView):
    """`GET /mentor/selected-talents/?user_id=`."""

    @extend_schema(parameters=MENTOR_QUERY, responses=SelectedTalentSerializer(many=True))
    def get(self, request: Request) -> HttpResponse:
        """List the talents whom a mentor selected, the latest first."""
        decisions = decisions_of(mentor_asked_for(self, request), Verdict.SELECTED)
        return respond(SELECTED_TALENTS, newest_first(decisions, request=request), request=request)


def _room_of(decision: Decision) -> Room | None:
    first, second = sorted((decision.coach.user_id, decision.talent.user_id))
    return Room.objects.filter(first_id=first, second_id=second).first()
