"""`/api/talent-engine/requisitions-per-user/`: the requisitions that the caller has asked for."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from trellis.apis.talent_engine.requisitions.base import RequisitionsDoorView
from trellis.apis.talent_engine.requisitions.filters import LIST_PARAMETERS
from trellis.apis.talent_engine.requisitions.output import RequisitionListItemSerializer
from trellis.core.paging.numbered import described_page
from trellis.domain.requisitions.rights import Right


class MyRequisitionsView(RequisitionsDoorView):
    """`GET requisitions-per-user/`."""

    rights = {"GET": Right.READ_REQUISITIONS}

    @extend_schema(
        operation_id="api_talent_engine_requisitions_per_user_list",
        parameters=LIST_PARAMETERS,
        responses=described_page(RequisitionListItemSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the requisitions that the caller has asked for."""
        return self.page_of(request, requested_by=self.user)
