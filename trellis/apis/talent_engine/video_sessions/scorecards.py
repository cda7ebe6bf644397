"""`video-sessions/<uuid>/scorecards/`: what each interviewer thinks. An addition."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.video_sessions.base import SessionView
from trellis.apis.talent_engine.video_sessions.input import ScorecardInput
from trellis.apis.talent_engine.video_sessions.output import SCORECARDS, AveragesOutput, ScorecardSerializer
from trellis.core.http.views import validated
from trellis.domain.interviews.queries.sessions import averages_of, scorecards_of
from trellis.domain.interviews.rights import Right
from trellis.domain.interviews.services import scorecards

_MOST_SHOWN = 500


class ScorecardsView(SessionView):
    """`scorecards/`."""

    rights = {"GET": Right.READ_INTERVIEWS}

    @extend_schema(responses=AveragesOutput)
    def get(self, request: Request, session_id: UUID) -> HttpResponse:
        """Show the scorecards of a session, in the order in which they were begun, and their means."""
        session = self.session(session_id)
        keys = scorecards_of(session).values_list("pk", flat=True)
        means = averages_of(session)
        tail = JSONRenderer().render({"averages": means.by_criterion, "overall": means.overall})
        body = b'{"scorecards":%b,%b' % (SCORECARDS.render(list(keys[:_MOST_SHOWN])), tail[1:])
        return HttpResponse(body, content_type="application/json")


class OwnScorecardView(SessionView):
    """`scorecards/me/`."""

    rights = {"GET": Right.READ_INTERVIEWS, "PUT": Right.READ_INTERVIEWS}

    @extend_schema(responses=ScorecardSerializer)
    def get(self, request: Request, session_id: UUID) -> Response:
        """Show the caller's own scorecard; one that is not written yet is not found."""
        card = scorecards_of(self.session(session_id)).filter(user=self.user).first()
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
