"""Selecting and rejecting talents, and the lists of both (talent-pool-api.md, 2 to 6)."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_pool.base import OpenContractView, Refused
from trellis.apis.talent_pool.people import (
    CoachSerializer,
    SelectingCoachSerializer,
    ShortCoachSerializer,
    ShortTalentSerializer,
    TalentSerializer,
)
from trellis.apis.talent_pool.posts import (
    newest_posts,
    newest_posts_with_image,
    newest_posts_with_video,
)
from trellis.core.paging.cursors import PageQuery, newest_first, respond
from trellis.core.rendering import Computed, compile_page
from trellis.domain.messaging.models import Room
from trellis.domain.scouting import services
from trellis.domain.scouting.models import Coach, Decision, Talent, Verdict
from trellis.domain.scouting.queries import (
    coach_of_user,
    decisions_of,
    selections_of_talent,
    talent_of_user,
)

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


class _DecisionSerializer(serializers.ModelSerializer[Decision]):
    mentor = serializers.IntegerField(source="coach.user_id")
    talent = serializers.IntegerField(source="talent.user_id")

    class Meta:
        model = Decision


class _Selection(_DecisionSerializer):
    selected_at = serializers.DateTimeField(source="decided_at")
    chat_room_id = ChatRoomId()
    can_chat = CanChat()

    class Meta(_DecisionSerializer.Meta):
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


class _Rejection(_DecisionSerializer):
    rejected_at = serializers.DateTimeField(source="decided_at")

    class Meta(_DecisionSerializer.Meta):
        fields = [
            "id",
            "mentor",
            "talent",
            "rejected_at",
            "talent_profile",
            "mentor_profile",
            "posts",
        ]


class SelectionSerializer(_Selection):
    """What selecting a talent answers."""

    talent_profile = TalentSerializer(source="talent")
    mentor_profile = CoachSerializer(source="coach")
    posts = newest_posts("talent.posts")


class RejectionSerializer(_Rejection):
    """What rejecting a talent answers."""

    talent_profile = TalentSerializer(source="talent")
    mentor_profile = CoachSerializer(source="coach")
    posts = newest_posts("talent.posts")


class SelectedTalentSerializer(_Selection):
    """A row of the list of selected talents, reduced as the document prints it."""

    talent_profile = ShortTalentSerializer(source="talent")
    mentor_profile = ShortCoachSerializer(source="coach")
    posts = newest_posts_with_image("talent.posts")


class RejectedTalentSerializer(_Rejection):
    """A row of the list of rejected talents, reduced as the document prints it."""

    talent_profile = ShortTalentSerializer(source="talent")
    mentor_profile = ShortCoachSerializer(source="coach")
    posts = newest_posts_with_video("talent.posts")


class SelectedBySerializer(serializers.ModelSerializer[Decision]):
    """A coach who selected the talent, and when."""

    mentor = SelectingCoachSerializer(source="coach")
    selected_at = serializers.DateTimeField(source="decided_at")

    class Meta:
        model = Decision
        fields = ["mentor", "selected_at"]


class DecisionInput(serializers.Serializer[Any]):
    """Who decides on whom: ids of accounts."""

    user_id = serializers.IntegerField(help_text="Mentor User ID")
    talent_id = serializers.IntegerField(help_text="Talent User ID")


SELECTED_TALENTS = compile_page(SelectedTalentSerializer)
REJECTED_TALENTS = compile_page(RejectedTalentSerializer)
SELECTED_BY = compile_page(SelectedBySerializer)
_MENTOR_QUERY: list[Any] = [OpenApiParameter("user_id", int, required=True), PageQuery]


class SelectView(OpenContractView):
    """`POST /mentor/selected-talents/add/`."""

    @extend_schema(request=DecisionInput, responses={201: SelectionSerializer})
    def post(self, request: Request) -> Response:
        """Select a talent: it leaves this mentor's pool, and a private chat room opens."""
        coach, talent = _pair(self, request)
        decision = _decided(services.select_talent, request, coach, talent)
        return Response(SelectionSerializer(decision).data, status=status.HTTP_201_CREATED)


class RejectView(OpenContractView):
    """`POST /mentor/rejected-talents/add/`."""

    @extend_schema(request=DecisionInput, responses={201: RejectionSerializer})
    def post(self, request: Request) -> Response:
        """Reject a talent: it leaves this mentor's pool, and is told."""
        coach, talent = _pair(self, request)
        decision = _decided(services.reject_talent, request, coach, talent)
        return Response(RejectionSerializer(decision).data, status=status.HTTP_201_CREATED)


class SelectedTalentsView(OpenContractView):
    """`GET /mentor/selected-talents/?user_id=`."""

    @extend_schema(parameters=_MENTOR_QUERY, responses=SelectedTalentSerializer(many=True))
    def get(self, request: Request) -> HttpResponse:
        """List the talents whom a mentor selected, the latest first."""
        decisions = decisions_of(_mentor_asked_for(self, request), Verdict.SELECTED)
        return respond(SELECTED_TALENTS, newest_first(decisions, request=request), request=request)


class RejectedTalentsView(OpenContractView):
    """`GET /mentor/rejected-talents/?user_id=`."""

    @extend_schema(parameters=_MENTOR_QUERY, responses=RejectedTalentSerializer(many=True))
    def get(self, request: Request) -> HttpResponse:
        """List the talents whom a mentor rejected, the latest first."""
        decisions = decisions_of(_mentor_asked_for(self, request), Verdict.REJECTED)
        return respond(REJECTED_TALENTS, newest_first(decisions, request=request), request=request)


class SelectedByView(OpenContractView):
    """`GET /mentor/mentors/selected-talent/{user_id}/`."""

    @extend_schema(parameters=[PageQuery], responses=SelectedBySerializer(many=True))
    def get(self, request: Request, user_id: int) -> HttpResponse:
        """List the mentors who selected a talent, the latest first."""
        self.refuse_strangers(request, user_id=user_id, acting=False)
        talent = talent_of_user(user_id)
        if talent is None:
            raise exceptions.NotFound("Talent user not found")
        decisions = selections_of_talent(talent)
        return respond(SELECTED_BY, newest_first(decisions, request=request), request=request)


def _pair(view: OpenContractView, request: Request) -> tuple[Coach, Talent]:
    """Return the coach and the talent that the body names, if the caller may decide for the coach."""
    coach_user_id, talent_user_id = _ids(request.data)
    view.refuse_strangers(request, user_id=coach_user_id, acting=True)
    coach, talent = coach_of_user(coach_user_id), talent_of_user(talent_user_id)
    if coach is None or talent is None:
        raise Refused("Mentor or Talent user not found.", status=404)
    return coach, talent


def _ids(body: Any) -> tuple[int, int]:
    """Return both ids; the document names absent ones by the body's words, invalid ones by the row's."""
    if not isinstance(body, dict) or "user_id" not in body or "talent_id" not in body:
        raise Refused("user_id and talent_id are required.", status=400)
    field = serializers.IntegerField()
    values: list[int] = []
    errors: dict[str, Any] = {}
    for name, key in (("mentor", "user_id"), ("talent", "talent_id")):
        if body[key] in (None, ""):
            errors[name] = ["This field is required."]
            continue
        try:
            values.append(field.run_validation(body[key]))
        except serializers.ValidationError as error:
            errors[name] = error.detail
    if errors:
        raise exceptions.ValidationError(errors)
    return values[0], values[1]


def _decided(service: Any, request: Request, coach: Coach, talent: Talent) -> Decision:
    actor_id = request.user.pk if request.user.is_authenticated else None
    try:
        decision: Decision = service(coach=coach, talent=talent, actor_id=actor_id, now=timezone.now())
    except services.AlreadyDecided as error:
        verdict = error.decision.verdict
        raise Refused(f"This mentor has already {verdict} this talent.", status=400) from None
    return decision


def _mentor_asked_for(view: OpenContractView, request: Request) -> Coach:
    given = request.GET.get("user_id", "")
    if not given:
        raise Refused("user_id query parameter is required.", status=400)
    try:
        user_id = serializers.IntegerField().run_validation(given)
    except serializers.ValidationError as error:
        raise exceptions.ValidationError({"user_id": error.detail}) from None
    view.refuse_strangers(request, user_id=user_id, acting=False)
    coach = coach_of_user(user_id)
    if coach is None:
        raise Refused("Mentor user not found.", status=404)
    return coach


def _room_of(decision: Decision) -> Room | None:
    first, second = sorted((decision.coach.user_id, decision.talent.user_id))
    return Room.objects.filter(first_id=first, second_id=second).first()
