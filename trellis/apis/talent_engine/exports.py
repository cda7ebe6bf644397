"""`/api/talent-engine/exports/…` and the exports of the lists: files for spreadsheets."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import Conflict, MemberView
from trellis.apis.talent_engine.description import DetailOutput
from trellis.apis.talent_engine.export_json import ExportInput, ExportQuery, ExportSerializer, address_of
from trellis.apis.talent_engine.requests.views import RequestFilters
from trellis.apis.talent_engine.requisitions.filters import RequisitionFilters
from trellis.core.pages import NumberedPageQuery, described_page, respond_numbered
from trellis.core.rendering import compile_page
from trellis.core.views import validated
from trellis.domain.exports import services
from trellis.domain.exports.jobs import storage
from trellis.domain.exports.models import ExportJob, Format, Kind, Status
from trellis.domain.exports.queries import export_of, exports_of
from trellis.domain.organizations.rights import Right

EXPORTS = compile_page(ExportSerializer)
CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# The very serializers by which the lists read their filters.
FILTERS: dict[str, type[serializers.Serializer[Any]]] = {
    Kind.REQUISITIONS: RequisitionFilters,
    Kind.REQUESTS: RequestFilters,
}
_FILE: dict[Any, Any] = {
    (200, content_type.partition(";")[0]): OpenApiResponse(OpenApiTypes.BINARY, "The file.")
    for content_type in CONTENT_TYPES.values()
}
_UNREADY = OpenApiResponse(DetailOutput, "Too many are being written, or this one is not ready.")
_JOB = OpenApiResponse(ExportSerializer, "A worker writes it; Location says where to look.")


class AnyFormat(BaseContentNegotiation):
    """JSON for all but files, whatever `?format=` and Accept say: here they speak of the file."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return the parser for the body's type, as DRF's own negotiation does."""
        return next((each for each in parsers if each.media_type == request.content_type), parsers[0])

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        """Return the first renderer."""
        return renderers[0], renderers[0].media_type


class ExportView(MemberView):
    """A view of exports, for members who may export."""

    rights: ClassVar[dict[str, Right]] = {"GET": Right.EXPORT, "POST": Right.EXPORT}
    content_negotiation_class = AnyFormat

    def own_export(self, id: UUID) -> ExportJob:
        """Return an export that the caller asked for; raise NotFound for any other."""
        job = export_of(self.member, id, now=timezone.now())
        if job is None:
            raise exceptions.NotFound
        return job

    def accepted(self, *, kind: str, format: str, filters: Mapping[str, Any]) -> Response:
        """Have a worker write the export, and answer how far it is."""
        try:
            job = services.request_export(
                member=self.member, kind=kind, format=format, filters=filters, now=timezone.now()
            )
        except services.TooManyUnfinished:
            raise Conflict("Too many of your exports are still being written.") from None
        return Response(ExportSerializer(job).data, status=202, headers={"Location": address_of(job)})


class ListExportView(ExportView):
    """The export of a list: at once where it is short, by a worker where it is long."""

    kind: ClassVar[Kind]

    def exported(self, request: Request) -> HttpResponseBase:
        """Answer the rows that the filters of the query leave, all pages of them."""
        format = _read(ExportQuery, request.query_params)["format"]
        filters = _given(FILTERS[self.kind], request.query_params)
        what: dict[str, Any] = {"member": self.member, "kind": self.kind, "filters": filters}
        if not services.is_short(**what):
            return self.accepted(kind=self.kind, format=format, filters=filters)
        now, name = timezone.now(), f"{self.kind}-{timezone.now():%Y%m%d}.{format}"
        if format == Format.XLSX:
            return _file(FileResponse(services.take_workbook(**what, now=now)), name)
        return _file(StreamingHttpResponse(services.take_csv(**what, now=now)), name)


class RequestsExportView(ListExportView):
    """`GET requests/export/`."""

    kind = Kind.REQUESTS

    @extend_schema(
        operation_id="api_talent_engine_requests_export",
        parameters=[ExportQuery, RequestFilters],
        responses={**_FILE, 202: _JOB, 409: _UNREADY},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer the requests that the filters leave, as a file."""
        return self.exported(request)


class RequisitionsExportView(ListExportView):
    """`GET requisitions/export/`."""

    kind = Kind.REQUISITIONS

    @extend_schema(
        operation_id="api_talent_engine_requisitions_export",
        parameters=[ExportQuery, RequisitionFilters],
        responses={**_FILE, 202: _JOB, 409: _UNREADY},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer the requisitions that the filters leave, as a file."""
        return self.exported(request)


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

    @extend_schema(request=ExportInput, responses={202: _JOB})
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

    @extend_schema(operation_id="api_talent_engine_exports_download", responses={**_FILE, 409: _UNREADY})
    def get(self, request: Request, id: UUID) -> HttpResponseBase:
        """Send the file of an export that is ready."""
        job = self.own_export(id)
        if job.status != Status.READY:
            raise Conflict(f"This export is {job.status}.")
        try:
            file = storage().open(services.download(job=job, now=timezone.now()))
        except FileNotFoundError:
            raise exceptions.NotFound from None
        return _file(FileResponse(file), f"{job.kind}-{job.created_at:%Y%m%d}.{job.format}")


def _read(kind: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    serializer = kind(data=data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _given(kind: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """Return the filters that say something, as they are kept with a job: several values are a list."""
    told = {name: value for name, value in _read(kind, data).items() if value or value is False}
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in told.items()}


def _checked(kind: type[serializers.Serializer[Any]], filters: dict[str, Any]) -> dict[str, Any]:
    """Return the filters of a body; raise ValidationError, also for what is no filter."""
    unknown = {name: ["There is no such filter."] for name in filters if name not in kind().fields}
    if unknown:
        raise exceptions.ValidationError({"filters": unknown})
    try:
        return _given(kind, filters)
    except exceptions.ValidationError as error:
        raise exceptions.ValidationError({"filters": error.detail}) from None


def _file(response: FileResponse | StreamingHttpResponse, name: str) -> HttpResponseBase:
    """Send it as a file of this name, which nobody else keeps a copy of."""
    response["Content-Type"] = CONTENT_TYPES[Format(name.rpartition(".")[2])]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
