"""`/api/talent-engine/requests/export/`: the list as a file."""

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from trellis.apis.talent_engine.list_filters import RequestFilters
from trellis.apis.talent_engine.spreadsheets import FILE, JOB, UNREADY, ExportQuery, ListExportView
from trellis.domain.exports.rules import Kind


class RequestsExportView(ListExportView):
    """`GET requests/export/`."""

    kind = Kind.REQUESTS

    @extend_schema(
        operation_id="api_talent_engine_requests_export",
        parameters=[ExportQuery, RequestFilters],
        responses={**FILE, 202: JOB, 409: UNREADY},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer the requests that the filters leave, as a file."""
        return self.exported(request)
