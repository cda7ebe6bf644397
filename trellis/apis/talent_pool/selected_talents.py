"""`/mentor/selected-talents/`: selecting a talent, and whom a coach has selected (talent-pool-api.md)."""

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_pool.judgements import (
    MENTOR_QUERY,
    JudgementInput,
    JudgementSerializer,
    JudgementsView,
    JudgeView,
    ListedJudgementSerializer,
    WholeJudgementSerializer,
)
from trellis.apis.talent_pool.posts import newest_posts_with_image
from trellis.core.http.idempotency import idempotent
from trellis.core.rendering import Computed, compile_page
from trellis.domain.messaging.queries import rooms as messaging
from trellis.domain.scouting import services
from trellis.domain.scouting.models import Selection
from trellis.domain.scouting.queries import selections_by

_PAIR = ("{coach.user_id}", "{talent.user_id}")


class ChatRoomId(Computed):
    """The private room of the coach and the talent."""

    output = serializers.UUIDField(allow_null=True)
    sql = messaging.private_room_sql(*_PAIR)

    def compute(self, row: Selection) -> Any:
        """Return the room's id, if there is a room."""
        room = messaging.private_room(one_id=row.coach.user_id, other_id=row.talent.user_id)
        return room.pk if room else None


class CanChat(Computed):
    """Whether the two have a room that is open: not closed, nor a minor's whom nobody guards."""

    output = serializers.BooleanField()
    sql = messaging.can_chat_sql(*_PAIR)

    def compute(self, row: Selection) -> bool:
        """Return whether they can chat."""
        return messaging.can_chat(one_id=row.coach.user_id, other_id=row.talent.user_id, now=timezone.now())


class _Selection(JudgementSerializer):
    selected_at = serializers.DateTimeField(source="judged_at")
    chat_room_id = ChatRoomId()
    can_chat = CanChat()

    class Meta:
        model = Selection
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


class SelectionSerializer(_Selection, WholeJudgementSerializer):
    """What selecting a talent answers."""


class SelectedTalentSerializer(_Selection, ListedJudgementSerializer):
    """A row of the list of selected talents, reduced as the document prints it."""

    posts = newest_posts_with_image("talent.posts")


SELECTED_TALENTS = compile_page(SelectedTalentSerializer)


class SelectView(JudgeView):
    """`POST /mentor/selected-talents/add/`."""

    @extend_schema(request=JudgementInput, responses={201: SelectionSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Select a talent: it leaves this mentor's pool, and a private chat room opens."""
        return self.judged(request, service=services.select_talent, serializer=SelectionSerializer)


class SelectedTalentsView(JudgementsView):
    """`GET /mentor/selected-talents/?user_id=`."""

    @extend_schema(parameters=MENTOR_QUERY, responses=SelectedTalentSerializer(many=True))
    def get(self, request: Request) -> HttpResponseBase:
        """List the talents whom a mentor selected, the latest first."""
        return self.listed(request, query=selections_by, page=SELECTED_TALENTS)
