"""`opportunities/recommended`: what fits who is signed in, and why (soosh-api.md, section 4)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.opportunities.output import OpportunitySerializer
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.input import Input
from trellis.domain.learning.queries.recommended import recommended_to
from trellis.domain.learning.rules import limits


class RecommendedQuery(Input):
    """How many somebody wants."""

    limit = serializers.IntegerField(
        min_value=limits.RECOMMENDED.least,
        max_value=limits.RECOMMENDED.most,
        default=limits.USUAL_RECOMMENDED,
    )


class RecommendationSerializer(serializers.Serializer[Any]):
    """Something that fits, how well (up to 1, 0 where nothing is known of who asks), and why."""

    opportunity = OpportunitySerializer()
    match_score = serializers.FloatField(source="fit.score")
    reason = serializers.CharField(source="fit.reason")
    learning_path_fit = serializers.BooleanField(source="fit.is_on_path")


class RecommendedOutput(serializers.Serializer[Any]):
    """What is recommended, the best first."""

    recommendations = RecommendationSerializer(many=True)


class RecommendedView(SooshView):
    """`opportunities/recommended`."""

    @extend_schema(
        operation_id="opportunities_recommended",
        parameters=[RecommendedQuery],
        responses=RecommendedOutput,
    )
    def get(self, request: Request) -> Response:
        """Recommend by the profile of who is signed in; without one, what most people take part in."""
        query = RecommendedQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        limit = query.validated_data["limit"]
        found = recommended_to(caller_of(request), limit=limit, now=timezone.now())
        return Response(RecommendedOutput({"recommendations": found}).data)
