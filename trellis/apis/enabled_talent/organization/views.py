"""`organization/organizations/`: where somebody works, and asking others to join."""

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.base import EnabledTalentView, caller_of
from trellis.apis.enabled_talent.organization.input import InviteInput, OrganizationInput
from trellis.apis.enabled_talent.organization.output import (
    ORGANIZATIONS,
    InviteSerializer,
    OrganizationSerializer,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.cursors import PageQuery, newest_first, respond
from trellis.domain.organizations.queries import member_of_number, memberships_of
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services import invitations, organizations

_TAKES: Any = {"application/json": OrganizationInput, "multipart/form-data": OrganizationInput}


class OrganizationsView(EnabledTalentView):
    """`organizations/`."""

    @extend_schema(
        operation_id="api_organization_organizations_list",
        parameters=[PageQuery],
        responses=OrganizationSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List the organizations to which the caller belongs, the one joined last first."""
        page = newest_first(memberships_of(caller_of(request)), request=request)
        return respond(ORGANIZATIONS, page, request=request)

    @extend_schema(request=_TAKES, responses={201: OrganizationSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Make an organization, whose owner the caller is, and in which they act from now on."""
        told = validated(OrganizationInput, request)
        member = organizations.create_organization(
            owner=caller_of(request), name=told.pop("name"), told=told, now=timezone.now()
        )
        return Response(OrganizationSerializer(member).data, status=status.HTTP_201_CREATED)


class OrganizationView(EnabledTalentView):
    """`organizations/{id}/`."""

    @extend_schema(responses=OrganizationSerializer)
    def get(self, request: Request, organization_id: int) -> Response:
        """Show an organization to which the caller belongs."""
        member = member_of_number(organization_id, user=caller_of(request))
        return Response(OrganizationSerializer(member).data)

    @extend_schema(request=_TAKES, responses=OrganizationSerializer)
    def put(self, request: Request, organization_id: int) -> Response:
        """Say anew what an organization is; beside the name, what is not sent stays."""
        return self._changed(request, organization_id, is_partial=False)

    @extend_schema(request=_TAKES, responses=OrganizationSerializer)
    def patch(self, request: Request, organization_id: int) -> Response:
        """Change some of it."""
        return self._changed(request, organization_id, is_partial=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, organization_id: int) -> Response:
        """Delete an organization that has nothing which must be kept."""
        member = member_of_number(organization_id, user=caller_of(request))
        organizations.delete_organization(actor=member, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _changed(self, request: Request, organization_id: int, *, is_partial: bool) -> Response:
        member = member_of_number(organization_id, user=caller_of(request))
        form = OrganizationInput(data=request.data, partial=is_partial)
        form.is_valid(raise_exception=True)
        member.organization = organizations.change_organization(
            actor=member, changes=form.validated_data, now=timezone.now()
        )
        return Response(OrganizationSerializer(member).data)


class CreateInviteView(EnabledTalentView):
    """`organizations/{id}/create-invite/`."""

    @extend_schema(request=InviteInput, responses={201: InviteSerializer})
    @idempotent
    def post(self, request: Request, organization_id: int) -> Response:
        """Invite an address; a mail takes the link there. Nobody invites above their own role."""
        member = member_of_number(organization_id, user=caller_of(request))
        given = validated(InviteInput, request)
        made = invitations.invite(
            actor=member, email=given["email"], role=Role(given["role"]), now=timezone.now()
        )
        return Response(InviteSerializer(made).data, status=status.HTTP_201_CREATED)
