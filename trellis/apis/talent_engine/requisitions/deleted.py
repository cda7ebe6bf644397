"""`/api/talent-engine/requisitions/…`: what was softly deleted, bringing it back, and ending it for good."""

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.description import DetailOutput
from trellis.apis.talent_engine.requisitions.base import ManyView, RequisitionsDoorView
from trellis.apis.talent_engine.requisitions.input import IdsInput
from trellis.apis.talent_engine.requisitions.output import DELETED, DeletedSerializer
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.domain.requisitions.queries.requisitions import deleted_of
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.services import deletion


class DeletedRequisitionsView(RequisitionsDoorView):
    """`GET requisitions/deleted/soft_deleted/`."""

    rights = {"GET": Right.RECOVER_REQUISITIONS}

    @extend_schema(
        operation_id="api_talent_engine_requisitions_deleted_list",
        parameters=[NumberedPageQuery],
        responses=described_page(DeletedSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the tenant's softly deleted requisitions, the last deleted first."""
        return respond_numbered(DELETED, deleted_of(self.member.organization), request=request)


class RecoverView(ManyView):
    """`POST requisitions/recover/requisition/`."""

    rights = {"POST": Right.RECOVER_REQUISITIONS}

    @extend_schema(request=IdsInput, responses={200: DetailOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Bring softly deleted requisitions back as they were, all or none."""
        codes = validated(IdsInput, request)["ids"]
        count = deletion.recover(member=self.member, codes=codes, now=timezone.now())
        return Response({"detail": f"Successfully recovered {count} requisition(s)."})


class PermanentDeleteView(ManyView):
    """`POST requisitions/permanent-delete/requisition/`."""

    rights = {"POST": Right.PURGE_REQUISITIONS}

    @extend_schema(request=IdsInput, responses={200: DetailOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Delete softly deleted requisitions for good, all or none; for the tenant's owner."""
        codes = validated(IdsInput, request)["ids"]
        count = deletion.purge(member=self.member, codes=codes, now=timezone.now())
        return Response({"detail": f"Successfully permanently deleted {count} requisition(s)."})
