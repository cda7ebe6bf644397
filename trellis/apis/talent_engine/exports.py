"""`/api/talent-engine/exports/…`: files for spreadsheets that a worker writes."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.spreadsheets import (
    FILE,
    FILTERS,
    JOB,
    UNREADY,
    ExportSerializer,
    ExportView,
    as_file,
    filters_given,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.core.rendering import compile_page
from trellis.domain.exports.queries import exports_of
from trellis.domain.exports.rules import Format, Kind
from trellis.domain.exports.services.exports import download

EXPORTS = compile_page(ExportSerializer)


class ExportInput(Input):
    """An export to be written by a worker, however few its rows."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    format = serializers.ChoiceField(choices=Format.choices, default=Format.CSV)
    filters = serializers.DictField(
        required=False, help_text="What the list of this kind takes as query parameters."
    )


class ExportsView(ExportView):
    """`GET, POST exports/`."""

    @extend_schema(
        operation_id="api_talent_engine_exports_list",
        parameters=[NumberedPageQuery],
        responses=described_page(ExportSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the exports that the caller asked for, the newest first."""
        return respond_numbered(EXPORTS, exports_of(self.member, now=timezone.now()), request=request)

    @extend_schema(request=ExportInput, responses={202: JOB})
    @idempotent
    def post(self, request: Request) -> Response:
        """Have a worker write an export."""
        given = validated(ExportInput, request)
        filters = _checked(FILTERS[given["kind"]], given.get("filters", {}))
        return self.accepted(kind=given["kind"], format=given["format"], filters=filters)


class OneExportView(ExportView):
    """`GET exports/{id}/`."""

    @extend_schema(responses=ExportSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Say how far an export is."""
        return Response(ExportSerializer(self.own_export(id)).data)


class DownloadView(ExportView):
    """`GET exports/{id}/download/`."""

    @extend_schema(operation_id="api_talent_engine_exports_download", responses={**FILE, 409: UNREADY})
    def get(self, request: Request, id: UUID) -> HttpResponseBase:
        """Send the file of an export that is ready."""
        job = self.own_export(id)
        file = download(job=job, now=timezone.now())
        return as_file(FileResponse(file), f"{job.kind}-{job.created_at:%Y%m%d}.{job.format}")


def _checked(kind: type[serializers.Serializer[Any]], filters: dict[str, Any]) -> dict[str, Any]:
    """Return the filters of a body; raise ValidationError, also for what is no filter."""
    unknown = {name: ["There is no such filter."] for name in filters if name not in kind().fields}
    if unknown:
        raise exceptions.ValidationError({"filters": unknown})
    try:
        return filters_given(kind, filters)
    except exceptions.ValidationError as error:
        raise exceptions.ValidationError({"filters": error.detail}) from None
