"""`/mentor/rejected-talents/`: rejecting a talent, and whom a coach has rejected (talent-pool-api.md).

Taking it back is an addition.
"""

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_pool.answers import OF_PAIRS
from trellis.apis.talent_pool.judgements import (
    MENTOR,
    MENTOR_QUERY,
    JudgementInput,
    JudgementSerializer,
    JudgementsView,
    JudgeView,
    ListedJudgementSerializer,
    OfMentorView,
    WholeJudgementSerializer,
    actor_id,
)
from trellis.apis.talent_pool.posts import newest_posts_with_video
from trellis.core.http.idempotency import idempotent
from trellis.core.rendering import compile_page
from trellis.domain.scouting import services
from trellis.domain.scouting.models import Rejection
from trellis.domain.scouting.queries import rejections_by, talent_of_user


class _Rejection(JudgementSerializer):
    rejected_at = serializers.DateTimeField(source="judged_at")

    class Meta:
        model = Rejection
        fields = [
            "id",
            "mentor",
            "talent",
            "rejected_at",
            "talent_profile",
            "mentor_profile",
            "posts",
        ]


class RejectionSerializer(_Rejection, WholeJudgementSerializer):
    """What rejecting a talent answers."""


class RejectedTalentSerializer(_Rejection, ListedJudgementSerializer):
    """A row of the list of rejected talents, reduced as the document prints it."""

    posts = newest_posts_with_video("talent.posts")


REJECTED_TALENTS = compile_page(RejectedTalentSerializer)


class RejectView(JudgeView):
    """`POST /mentor/rejected-talents/add/`."""

    @extend_schema(request=JudgementInput, responses={201: RejectionSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Reject a talent: it leaves this mentor's pool, and is told."""
        return self.judged(request, service=services.reject_talent, serializer=RejectionSerializer)


class RejectionView(OfMentorView):
    """`DELETE /mentor/rejected-talents/{talent_id}/?user_id=`."""

    answers = OF_PAIRS

    @extend_schema(parameters=[MENTOR], request=None, responses={204: None})
    def delete(self, request: Request, talent_id: int) -> Response:
        """Take a rejection back: the talent is in this mentor's pool again. Ids are those of accounts."""
        coach = self.mentor_named(request, acting=True)
        services.take_rejection_back(
            coach=coach, talent=talent_of_user(talent_id), actor_id=actor_id(request), now=timezone.now()
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class RejectedTalentsView(JudgementsView):
    """`GET /mentor/rejected-talents/?user_id=`."""

    @extend_schema(parameters=MENTOR_QUERY, responses=RejectedTalentSerializer(many=True))
    def get(self, request: Request) -> HttpResponseBase:
        """List the talents whom a mentor rejected, the latest first."""
        return self.listed(request, query=rejections_by, page=REJECTED_TALENTS)
