"""`/api/talent-engine/requisitions/export/`: the list as a file."""

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from trellis.apis.talent_engine.list_filters import RequisitionFilters
from trellis.apis.talent_engine.spreadsheets import FILE, JOB, UNREADY, ExportQuery, ListExportView
from trellis.domain.exports.rules import Kind


class RequisitionsExportView(ListExportView):
    """`GET requisitions/export/`."""

    kind = Kind.REQUISITIONS

    @extend_schema(
        operation_id="api_talent_engine_requisitions_export",
        parameters=[ExportQuery, RequisitionFilters],
        responses={**FILE, 202: JOB, 409: UNREADY},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer the requisitions that the filters leave, as a file."""
        return self.exported(request)
