"""`/api/talent-engine/members/invitations/…`: asking people to join. Additions of ours."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import MemberView, TalentEngineView
from trellis.apis.talent_engine.members.input import InvitationToken, NewInvitation
from trellis.apis.talent_engine.members.output import INVITATIONS, InvitationSerializer, JoinedOutput
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.domain.accounts.models import User
from trellis.domain.organizations.queries import open_invitations
from trellis.domain.organizations.rights import OrganizationRight, Role
from trellis.domain.organizations.services import invitations


class InvitationsView(MemberView):
    """`GET, POST members/invitations/`."""

    rights = {"GET": OrganizationRight.MANAGE_MEMBERS, "POST": OrganizationRight.MANAGE_MEMBERS}

    @extend_schema(
        operation_id="api_talent_engine_members_invitations_list",
        parameters=[NumberedPageQuery],
        responses=described_page(InvitationSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the open invitations, the newest first; one that expired is open until it is renewed."""
        rows = open_invitations(self.tenant_id).order_by("-created_at", "-pk")
        return respond_numbered(INVITATIONS, rows, request=request)

    @extend_schema(
        request=NewInvitation,
        responses={201: InvitationSerializer},
        examples=[
            OpenApiExample("A manager", {"email": "new@appbrew.com", "role": "manager"}, request_only=True)
        ],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Invite an address; a mail takes the link there. Only owners invite owners."""
        given = validated(NewInvitation, request)
        made = invitations.invite(
            actor=self.member, email=given["email"], role=Role(given["role"]), now=timezone.now()
        )
        return Response(InvitationSerializer(made).data, status=status.HTTP_201_CREATED)


class InvitationView(MemberView):
    """`DELETE members/invitations/{id}/`."""

    rights = {"DELETE": OrganizationRight.MANAGE_MEMBERS}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Withdraw an open invitation: its link is worth nothing from then on."""
        invitations.revoke(actor=self.member, invitation_id=id, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class AcceptInvitationView(TalentEngineView):
    """`POST members/invitations/accept/`, for any account: who accepts is no member yet."""

    @extend_schema(request=InvitationToken, responses={201: JoinedOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Join by the token of the mailed link, with the account whose address it was sent to."""
        if not isinstance(request.user, User):
            raise exceptions.NotAuthenticated
        token = validated(InvitationToken, request)["token"]
        member = invitations.accept(token=token, user=request.user, now=timezone.now())
        answer = {"tenant": member.organization, "member": member}
        return Response(JoinedOutput(answer).data, status=status.HTTP_201_CREATED)
