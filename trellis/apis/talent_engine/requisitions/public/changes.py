"""What the document lets anybody do to a requisition, and production only those who may."""

from uuid import UUID

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import PublicView, refuse_foreign_tenant
from trellis.apis.talent_engine.requisitions.public.input import CloseBatchInput
from trellis.apis.talent_engine.requisitions.public.output import (
    CloseBatchOutput,
    ClosedJobOutput,
    CountedApplicationOutput,
    CountedJobOutput,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.http.open_contract import refuse_nobody
from trellis.core.http.views import validated
from trellis.domain.accounts.models import User
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.rights import Grant, grant
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.services import closing


class OpenContractView(PublicView):
    """A call that needs no token while the contract is open (docs/decisions/open-contract.md)."""

    rate_scope: str | None = "talent_engine_public"

    def tenant_of_caller(self, request: Request) -> UUID | None:
        """Return the tenant whose rows the caller may change, or None where it is any tenant's.

        Somebody signed in acts as themselves, for their own tenant and by their role, whether the
        contract is open or not. Raises NotAuthenticated and PermissionDenied.
        """
        if not isinstance(request.user, User):
            refuse_nobody(request)
            return None
        member = membership_of(request.user)
        if member is None or grant(member.role, Right.PUBLISH_REQUISITIONS) is not Grant.ALL:
            raise exceptions.PermissionDenied
        refuse_foreign_tenant(request.data, member.organization_id)
        return member.organization_id


class CountApplicationView(OpenContractView):
    """`requisitions/public/update-applications/<unique link>/`."""

    @extend_schema(request=None, responses=CountedApplicationOutput)
    @idempotent
    def post(self, request: Request, unique_link: str) -> Response:
        """Count one more application. While the contract is open, whoever applies may be signed in."""
        tenant = None if settings.TRELLIS_OPEN_CONTRACT else self.tenant_of_caller(request)
        counted = closing.count_application(
            unique_link=unique_link, organization_id=tenant, now=timezone.now()
        )
        detail = f"Incremented num_of_applications to {counted.num_of_applications}"
        return Response({"detail": detail, "data": CountedJobOutput(counted).data})


class CloseView(OpenContractView):
    """`requisitions/public/close/<code>/`."""

    @extend_schema(request=None, responses=ClosedJobOutput)
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Close a requisition; closing one that is closed changes nothing."""
        tenant = self.tenant_of_caller(request)
        closed = closing.close_one(
            code=code, organization_id=tenant, actor_id=request.user.pk, now=timezone.now()
        )
        detail = f"Job requisition {closed.code} status changed to closed."
        return Response({"detail": detail, "id": closed.code, "status": closed.status})


class CloseBatchView(OpenContractView):
    """`requisitions/public/close/batch/`."""

    @extend_schema(request=CloseBatchInput, responses=CloseBatchOutput)
    @idempotent
    def post(self, request: Request) -> Response:
        """Close many; one that cannot be closed counts as not found, for nothing there can be closed."""
        tenant = self.tenant_of_caller(request)
        codes = list(dict.fromkeys(validated(CloseBatchInput, request)["job_requisition_ids"]))
        closed = closing.close_many(
            codes=codes, organization_id=tenant, actor_id=request.user.pk, now=timezone.now()
        )
        return Response(
            {
                "closed_jobs": [code for code in codes if code in closed],
                "not_found_jobs": [code for code in codes if code not in closed],
            }
        )
