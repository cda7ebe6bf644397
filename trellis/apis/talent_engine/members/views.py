"""`/api/talent-engine/members/…`: who works for the tenant, and as what. Additions of ours."""

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import MemberView
from trellis.apis.talent_engine.members.filters import MembersQuery
from trellis.apis.talent_engine.members.input import RoleInput
from trellis.apis.talent_engine.members.output import MEMBERS, MemberSerializer
from trellis.core.http.views import validated
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.domain.organizations.queries import found_members
from trellis.domain.organizations.rights import OrganizationRight, Role
from trellis.domain.organizations.services import members

_LARGEST_ID = 2**63 - 1


class MembersView(MemberView):
    """`GET members/`."""

    rights = {"GET": OrganizationRight.READ_MEMBERS}

    @extend_schema(
        operation_id="api_talent_engine_members_list",
        parameters=[MembersQuery, NumberedPageQuery],
        responses=described_page(MemberSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the active members, who came first before who came later."""
        query = MembersQuery(data=request.GET)
        query.is_valid(raise_exception=True)
        found = found_members(self.tenant_id, query.validated_data.get("search", ""))
        return respond_numbered(MEMBERS, found.order_by("pk"), request=request)


class MemberRowView(MemberView):
    """`PATCH, DELETE members/{user_id}/`."""

    rights = {"PATCH": OrganizationRight.MANAGE_MEMBERS, "DELETE": OrganizationRight.REMOVE_MEMBERS}

    @extend_schema(
        request=RoleInput,
        responses=MemberSerializer,
        examples=[OpenApiExample("A role", {"role": "manager"}, request_only=True)],
    )
    def patch(self, request: Request, user_id: int) -> Response:
        """Give a member another role. Only owners make and unmake owners, and one of them stays."""
        given = validated(RoleInput, request)
        changed = members.change_role(
            actor=self.member, user_id=_known(user_id), role=Role(given["role"]), now=timezone.now()
        )
        return Response(MemberSerializer(changed).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, user_id: int) -> Response:
        """Let a member go, or leave oneself: from then on their token gives no right here."""
        members.let_go(actor=self.member, user_id=_known(user_id), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _known(user_id: int) -> int:
    if user_id > _LARGEST_ID:
        raise exceptions.NotFound
    return user_id
