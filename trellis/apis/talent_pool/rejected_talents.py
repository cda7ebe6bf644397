"""`/mentor/rejected-talents/`: rejecting a talent, and whom a coach has rejected (talent-pool-api.md)."""

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
from trellis.apis.talent_pool.posts import newest_posts, newest_posts_with_video
from trellis.core.paging.cursors import newest_first, respond
from trellis.core.rendering import compile_page
from trellis.domain.scouting import services
from trellis.domain.scouting.models import Verdict
from trellis.domain.scouting.queries import decisions_of


class _Rejection(DecisionSerializer):
    rejected_at = serializers.DateTimeField(source="decided_at")

    class Meta(DecisionSerializer.Meta):
        fields = [
            "id",
            "mentor",
            "talent",
            "rejected_at",
            "talent_profile",
            "mentor_profile",
            "posts",
        ]


class RejectionSerializer(_Rejection):
    """What rejecting a talent answers."""

    talent_profile = TalentSerializer(source="talent")
    mentor_profile = CoachSerializer(source="coach")
    posts = newest_posts("talent.posts")


class RejectedTalentSerializer(_Rejection):
    """A row of the list of rejected talents, reduced as the document prints it."""

    talent_profile = ShortTalentSerializer(source="talent")
    mentor_profile = ShortCoachSerializer(source="coach")
    posts = newest_posts_with_video("talent.posts")


REJECTED_TALENTS = compile_page(RejectedTalentSerializer)


class RejectView(OpenContractView):
    """`POST /mentor/rejected-talents/add/`."""

    @extend_schema(request=DecisionInput, responses={201: RejectionSerializer})
    def post(self, request: Request) -> Response:
        """Reject a talent: it leaves this mentor's pool, and is told."""
        coach, talent = pair_named(self, request)
        decision = decided(services.reject_talent, request, coach, talent)
        return Response(RejectionSerializer(decision).data, status=status.HTTP_201_CREATED)


class RejectedTalentsView(OpenContractView):
    """`GET /mentor/rejected-talents/?user_id=`."""

    @extend_schema(parameters=MENTOR_QUERY, responses=RejectedTalentSerializer(many=True))
    def get(self, request: Request) -> HttpResponse:
        """List the talents whom a mentor rejected, the latest first."""
        decisions = decisions_of(mentor_asked_for(self, request), Verdict.REJECTED)
        return respond(REJECTED_TALENTS, newest_first(decisions, request=request), request=request)
