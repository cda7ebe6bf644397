"""`video-sessions/<uuid>/scorecards/`: what each interviewer thinks. An addition."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import DoorSerializer
from trellis.apis.talent_engine.people import PERSON_SQL, Person, person_json
from trellis.apis.talent_engine.video_sessions.base import SessionView
from trellis.apis.talent_engine.video_sessions.output import Scores, ScoresInput
from trellis.core.rendering import Computed, compile_page
from trellis.core.views import validated
from trellis.domain.interviews import scorecards
from trellis.domain.interviews.models import Scorecard
from trellis.domain.organizations.rights import Right

_MOST_SHOWN = 500


class Interviewer(Person):
    """Whose scorecard it is, with their role in the session's tenant."""

    sql = PERSON_SQL.replace("{column}", "{user_id}").replace(
        "{organization_id}", "{session.organization_id}"
    )

    def __init__(self) -> None:
        Computed.__init__(self)

    def compute(self, row: Scorecard) -> dict[str, Any] | None:
        """Return the person."""
        return person_json(row.user, row.session.organization_id)


class ScorecardSerializer(DoorSerializer):
    """One interviewer's scores and notes."""

    user = Interviewer()
    scores = Scores()

    class Meta:
        model = Scorecard
        fields = ["user", "scores", "notes", "created_at", "updated_at"]


class ScorecardInput(serializers.Serializer[Any]):
    """All of a scorecard: what is missing is empty."""

    scores = ScoresInput(default=dict)
    notes = serializers.CharField(default="", allow_blank=True, max_length=10_000)


class AveragesOutput(serializers.Serializer[Any]):
    """All scorecards of a session, and their means to two decimals; null where nobody has scored."""

    scorecards = ScorecardSerializer(many=True)
    averages = serializers.DictField(child=serializers.FloatField())
    overall = serializers.FloatField(allow_null=True)


SCORECARDS = compile_page(ScorecardSerializer)


class ScorecardsView(SessionView):
    """`scorecards/`."""

    rights = {"GET": Right.READ_INTERVIEWS}

    @extend_schema(responses=AveragesOutput)
    def get(self, request: Request, session_id: UUID) -> HttpResponse:
        """Show the scorecards of a session, in the order in which they were begun, and their means."""
        session = self.session(session_id)
        keys = Scorecard.objects.filter(session=session).order_by("pk").values_list("pk", flat=True)
        means = scorecards.averages_of(session)
        tail = JSONRenderer().render({"averages": means.by_criterion, "overall": means.overall})
        body = b'{"scorecards":%b,%b' % (SCORECARDS.render(list(keys[:_MOST_SHOWN])), tail[1:])
        return HttpResponse(body, content_type="application/json")


class OwnScorecardView(SessionView):
    """`scorecards/me/`."""

    rights = {"GET": Right.READ_INTERVIEWS, "PUT": Right.READ_INTERVIEWS}

    @extend_schema(responses=ScorecardSerializer)
    def get(self, request: Request, session_id: UUID) -> Response:
        """Show the caller's own scorecard; one that is not written yet is not found."""
        rows = Scorecard.objects.select_related("user", "session")
        card = rows.filter(session=self.session(session_id), user=self.user).first()
        if card is None:
            raise exceptions.NotFound
        return Response(ScorecardSerializer(card).data)

    @extend_schema(request=ScorecardInput, responses=ScorecardSerializer)
    def put(self, request: Request, session_id: UUID) -> Response:
        """Write the caller's own scorecard, during the session or after."""
        card = scorecards.save_scorecard(
            session=self.session(session_id),
            fields=validated(ScorecardInput, request),
            member=self.member,
            now=timezone.now(),
        )
        return Response(ScorecardSerializer(card).data)
