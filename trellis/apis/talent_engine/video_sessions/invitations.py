"""`video-sessions/<uuid>/invitations/`: candidates invited by e-mail. An addition."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.video_sessions.base import SessionView
from trellis.apis.talent_engine.video_sessions.input import CandidateInvitationInput
from trellis.apis.talent_engine.video_sessions.output import INVITATIONS, CandidateInvitationSerializer
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.domain.interviews.queries.sessions import invitations_to
from trellis.domain.interviews.rights import Right
from trellis.domain.interviews.services import invitations


class CandidateInvitationsView(SessionView):
    """`invitations/`."""

    rights = {"GET": Right.MANAGE_INTERVIEWS, "POST": Right.MANAGE_INTERVIEWS}

    @extend_schema(
        operation_id="api_talent_engine_video_sessions_invitations_list",
        parameters=[NumberedPageQuery],
        responses=described_page(CandidateInvitationSerializer),
    )
    def get(self, request: Request, session_id: UUID) -> HttpResponse:
        """List who was invited, the newest first; also whose invitation was revoked."""
        rows = invitations_to(self.session(session_id))
        return respond_numbered(INVITATIONS, rows, request=request)

    @extend_schema(
        request=CandidateInvitationInput,
        responses={201: CandidateInvitationSerializer, 200: CandidateInvitationSerializer},
    )
    @idempotent
    def post(self, request: Request, session_id: UUID) -> Response:
        """Mail a candidate the link; to who is invited already (200) once more."""
        session = self.session(session_id)
        given = validated(CandidateInvitationInput, request)
        invitation, is_new = invitations.invite(
            session=session,
            email=given["email"],
            name=given.get("name", ""),
            member=self.member,
            now=timezone.now(),
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(CandidateInvitationSerializer(invitation).data, status=code)


class CandidateInvitationView(SessionView):
    """`invitations/<uuid>/`."""

    rights = {"DELETE": Right.MANAGE_INTERVIEWS}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: UUID, invitation_id: UUID) -> Response:
        """Revoke an invitation; who came by it has to leave."""
        invitations.revoke(
            session=self.session(session_id),
            invitation_id=invitation_id,
            member=self.member,
            now=timezone.now(),
        )
        return Response(status=status.HTTP_204_NO_CONTENT)
