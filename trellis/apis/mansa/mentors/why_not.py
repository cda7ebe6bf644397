"""`mentors/{id}/why-not/`: the rule that took a time away, an addition of ours."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.mansa.base import PublicMansaView
from trellis.apis.mansa.clock import utc_text
from trellis.apis.mansa.mentors.views import mentor_seen_by
from trellis.core.http.input import Input
from trellis.core.writing.moments import MomentField
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.queries.why_not import verdict_on
from trellis.domain.mentorship.rules.limits import ASKED_MINUTES
from trellis.domain.mentorship.rules.reasons import Reason


class TimeQuery(Input):
    """When a session would begin, and how long it would last if not as long as the mentor's do."""

    at = MomentField()
    duration_minutes = serializers.IntegerField(
        min_value=ASKED_MINUTES.least, max_value=ASKED_MINUTES.most, required=False
    )


class VerdictOutput(serializers.Serializer[Any]):
    """Whether a free session can be asked for then; if not, the reason and the rule in words."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    is_bookable = serializers.BooleanField()
    reason = serializers.ChoiceField(choices=[(each.value, each.value) for each in Reason], allow_null=True)
    explanation = serializers.CharField(allow_null=True)


class WhyNotView(PublicMansaView):
    """`GET mentors/{id}/why-not/`."""

    @extend_schema(parameters=[TimeQuery], responses=VerdictOutput)
    def get(self, request: Request, mentor_id: UUID) -> Response:
        """Say why a time cannot be booked; whoever is signed in is told of their own obstacles, too."""
        mentor = mentor_seen_by(request, mentor_id)
        query = TimeQuery(data=request.GET)
        query.is_valid(raise_exception=True)
        verdict = verdict_on(
            mentor,
            query.validated_data["at"],
            minutes=query.validated_data.get("duration_minutes"),
            asker=request.user if isinstance(request.user, User) else None,
            is_free=True,
            now=timezone.now(),
        )
        return Response(
            {
                "starts_at": utc_text(verdict.starts_at),
                "ends_at": utc_text(verdict.ends_at),
                "is_bookable": verdict.is_bookable,
                "reason": verdict.reason,
                "explanation": verdict.explanation,
            }
        )
