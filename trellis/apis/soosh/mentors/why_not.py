"""`GET /api/v1/mentors/{mentor_id}/why-not`: the rule that took a time away, an addition of ours."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.mentors.views import PublicMentorsView, viewer_of
from trellis.core.http.input import Input
from trellis.core.writing.moments import MomentField
from trellis.domain.mentorship.queries.mentors import mentor_shown
from trellis.domain.mentorship.queries.why_not import verdict_on
from trellis.domain.mentorship.rules.limits import ASKED_MINUTES
from trellis.domain.mentorship.rules.reasons import Reason
from trellis.domain.mentorship.services.next_slots import next_slot_of

REASONS_SHOWN = [(each.value, each.value) for each in Reason]


class WhyNotQuery(Input):
    """When a session would begin, and how long it would last if not as long as the mentor's do."""

    at = MomentField()
    duration_minutes = serializers.IntegerField(
        min_value=ASKED_MINUTES.least, max_value=ASKED_MINUTES.most, required=False
    )


class WhyNotOutput(serializers.Serializer[Any]):
    """Whether it can be booked; if not, the reason and the rule in words. And the next time that can be."""

    at = serializers.DateTimeField(source="starts_at")
    ends_at = serializers.DateTimeField()
    bookable = serializers.BooleanField(source="is_bookable")
    reason = serializers.ChoiceField(choices=REASONS_SHOWN, allow_null=True)
    explanation = serializers.CharField(allow_null=True)
    next_available_slot = serializers.DateTimeField(allow_null=True, read_only=True)


class WhyNotView(PublicMentorsView):
    """`mentors/{mentor_id}/why-not`."""

    @extend_schema(operation_id="mentors_why_not", parameters=[WhyNotQuery], responses=WhyNotOutput)
    def get(self, request: Request, mentor_id: UUID) -> Response:
        """Say why a time cannot be booked, at whatever price; whoever is signed in is told of their own."""
        viewer = viewer_of(request)
        mentor = mentor_shown(mentor_id, viewer=viewer)
        query = WhyNotQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        now = timezone.now()
        minutes = query.validated_data.get("duration_minutes")
        verdict = verdict_on(
            mentor, query.validated_data["at"], minutes=minutes, asker=viewer, is_free=False, now=now
        )
        body = WhyNotOutput(verdict).data
        slot = next_slot_of(mentor, now=now)
        next_at = serializers.DateTimeField().to_representation(slot) if slot else None
        return Response({**body, "next_available_slot": next_at})
