"""`/api/talent-engine/tenants/…`: additions of ours, for the document's world to begin somewhere."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import MemberView, TalentEngineView
from trellis.apis.talent_engine.tenant_card import TenantSerializer
from trellis.core.files.uploads import PictureField
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.writing.fields import LineField
from trellis.domain.accounts.models import User
from trellis.domain.organizations.rights import OrganizationRight
from trellis.domain.organizations.rules import limits
from trellis.domain.organizations.services import current, organizations

# Letters, digits and hyphens, a dot somewhere, and no number at the end: an address is no domain.
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{4,{limits.LONGEST_DOMAIN}}}\Z)(?:{_LABEL}\.)+(?=[a-z]){_LABEL}\Z")


class NewTenant(Input):
    """A tenant to be: its name, and the host name of its site."""

    name = LineField(max_length=limits.LONGEST_NAME)
    domain = LineField(max_length=limits.LONGEST_DOMAIN)

    def validate_domain(self, value: str) -> str:
        """Return the host name in lower case."""
        domain = value.lower()
        if not _HOST.match(domain):
            raise serializers.ValidationError("Enter a host name, for example example.com.")
        return domain


class TenantChanges(Input):
    """What an owner may change. The domain and the prefix of codes stay."""

    name = LineField(max_length=limits.LONGEST_NAME, required=False)
    logo = PictureField(required=False, allow_null=True, help_text="A picture; null removes the logo.")


class TenantTokens(serializers.Serializer[Any]):
    """A token that names the tenant, and ends when the one ends that asked for it."""

    access_token = serializers.CharField()
    token_type = serializers.CharField()


class TenantsView(TalentEngineView):
    """`POST tenants/`."""

    @extend_schema(
        request=NewTenant,
        responses={201: TenantSerializer},
        examples=[
            OpenApiExample("A tenant", {"name": "AppBrew", "domain": "appbrew.com"}, request_only=True),
        ],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Make a tenant, whose owner the caller is. That the domain is theirs is not proven."""
        if not isinstance(request.user, User):
            raise exceptions.NotAuthenticated
        given = validated(NewTenant, request)
        member = organizations.create_organization(owner=request.user, now=timezone.now(), **given)
        return Response(TenantSerializer(member.organization).data, status=status.HTTP_201_CREATED)


class SwitchView(TalentEngineView):
    """`POST tenants/{tenant_id}/switch/`."""

    @extend_schema(request=None, responses=TenantTokens)
    def post(self, request: Request, tenant_id: UUID) -> Response:
        """Act in another tenant of one's own from now on, with an access token that names it.

        Tokens of before act there too: whose rows a request sees, the membership decides. The refresh token
        of the sign-in stays, and what it is traded for names the tenant.
        """
        if not isinstance(request.user, User):
            raise exceptions.NotAuthenticated
        claims: Any = request.auth
        token = current.switch(
            user=request.user,
            organization_id=tenant_id,
            until=datetime.fromtimestamp(claims["exp"], UTC),
            now=timezone.now(),
        )
        return Response({"access_token": token, "token_type": "bearer"})


class MyTenantView(MemberView):
    """`GET, PATCH tenants/me/`."""

    rights = {"GET": OrganizationRight.READ_MEMBERS, "PATCH": OrganizationRight.MANAGE_TENANT}

    @extend_schema(responses=TenantSerializer)
    def get(self, request: Request) -> Response:
        """Show the caller's tenant."""
        return Response(TenantSerializer(self.member.organization).data)

    @extend_schema(
        request={"application/json": TenantChanges, "multipart/form-data": TenantChanges},
        responses=TenantSerializer,
    )
    def patch(self, request: Request) -> Response:
        """Change the name, or the logo: a real picture, re-encoded without its metadata."""
        changed = organizations.change_organization(
            actor=self.member, changes=validated(TenantChanges, request), now=timezone.now()
        )
        return Response(TenantSerializer(changed).data)
