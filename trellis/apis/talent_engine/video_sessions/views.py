"""`video-sessions/`: interviews on video."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.description import ABSENT
from trellis.apis.talent_engine.history import HistoryView
from trellis.apis.talent_engine.video_sessions.base import SessionView
from trellis.apis.talent_engine.video_sessions.input import SessionChanges, SessionInput, UpdateInput
from trellis.apis.talent_engine.video_sessions.output import (
    SESSIONS,
    ListedSessionSerializer,
    SessionDetailSerializer,
    SessionSerializer,
    session_response,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.domain.interviews.models import VideoSession
from trellis.domain.interviews.queries.sessions import session_of, sessions_of, was_in
from trellis.domain.interviews.rights import Right
from trellis.domain.interviews.services import sessions
from trellis.domain.organizations.rights import Grant, grant


class VideoSessionsView(SessionView):
    """`video-sessions/`."""

    rights = {"GET": Right.READ_INTERVIEWS, "POST": Right.MANAGE_INTERVIEWS}

    @extend_schema(
        operation_id="api_talent_engine_video_sessions_list",
        parameters=[NumberedPageQuery],
        responses=described_page(ListedSessionSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the tenant's sessions, the newest first."""
        return respond_numbered(SESSIONS, sessions_of(self.tenant_id), request=request)

    @extend_schema(request=SessionInput, responses={201: SessionSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Open a session."""
        given = validated(SessionInput, request)
        session = sessions.create_session(
            member=self.member,
            job_application_id=given.pop("job_application_id"),
            meeting_id=given.pop("meeting_id", None) or "",
            fields=given,
            now=timezone.now(),
        )
        return Response(SessionSerializer(session).data, status=status.HTTP_201_CREATED)


class VideoSessionView(SessionView):
    """`video-sessions/<uuid>/`."""

    rights = {
        "GET": Right.READ_INTERVIEWS,
        "PUT": Right.MANAGE_INTERVIEWS,
        "PATCH": Right.MANAGE_INTERVIEWS,
        "DELETE": Right.DELETE_INTERVIEWS,
    }

    @extend_schema(responses=SessionDetailSerializer)
    def get(self, request: Request, session_id: UUID) -> HttpResponse:
        """Show a session with its participants."""
        return session_response(self.session(session_id))

    @extend_schema(request=SessionChanges, responses=SessionDetailSerializer)
    def put(self, request: Request, session_id: UUID) -> HttpResponse:
        """Change scores, notes and tags, which is what the document sends, or the scale of the scores."""
        return self._changed(request, session_id)

    @extend_schema(request=SessionChanges, responses=SessionDetailSerializer)
    def patch(self, request: Request, session_id: UUID) -> HttpResponse:
        """Do what PUT does."""
        return self._changed(request, session_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: UUID) -> Response:
        """Remove a session for good, with its recordings. An addition."""
        session = self.session(session_id)
        self.refuse_unless_own(session.created_by_id)
        sessions.delete_session(session=session, member=self.member, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _changed(self, request: Request, session_id: UUID) -> HttpResponse:
        session = sessions.change_session(
            session=self.session(session_id),
            fields=validated(SessionChanges, request),
            member=self.member,
            now=timezone.now(),
        )
        return session_response(session)


class EndView(SessionView):
    """`video-sessions/<uuid>/end/`, an addition."""

    rights = {"POST": Right.DELETE_INTERVIEWS}

    @extend_schema(request=None, responses=SessionDetailSerializer)
    @idempotent
    def post(self, request: Request, session_id: UUID) -> HttpResponse:
        """End a session: everybody leaves it."""
        session = self.session(session_id)
        self.refuse_unless_own(session.created_by_id)
        return session_response(sessions.end_session(session=session, member=self.member, now=timezone.now()))


class UpdateInterviewDataView(SessionView):
    """`video-sessions/update_interview_data/`."""

    rights = {"POST": Right.READ_INTERVIEWS}

    @extend_schema(request=UpdateInput, responses={200: SessionDetailSerializer, 404: ABSENT})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Change scores, notes and tags, during the session or after: for managers, and who was in it."""
        given = validated(UpdateInput, request)
        session = self.session(given.pop("session_id"))
        self._refuse_outsider(session)
        return session_response(
            sessions.change_session(session=session, fields=given, member=self.member, now=timezone.now())
        )

    def _refuse_outsider(self, session: VideoSession) -> None:
        if grant(self.member.role, Right.MANAGE_INTERVIEWS) is Grant.ALL:
            return
        if not was_in(session, self.user):
            raise exceptions.PermissionDenied


class SessionHistoryView(HistoryView):
    """`video-sessions/<uuid>/history/`, an addition."""

    subject = VideoSession

    def subject_id(self, **address: Any) -> str:
        """Return the session's key; raise UnknownSession, and PermissionDenied for another's."""
        found = session_of(self.tenant_id, address["session_id"])
        self.refuse_unless_own(found.created_by_id)
        return str(found.pk)
