"""Lists as files for spreadsheets: sent at once where they are short, else written by a worker."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import DoorSerializer, MemberView
from trellis.apis.talent_engine.description import DetailOutput
from trellis.apis.talent_engine.list_filters import RequestFilters, RequisitionFilters
from trellis.core.http.input import Input
from trellis.core.rendering import Computed
from trellis.domain.exports.models import ExportJob
from trellis.domain.exports.queries import address_sql, export_of, is_short
from trellis.domain.exports.rights import Right
from trellis.domain.exports.rules import Format, Kind, is_ready
from trellis.domain.exports.services import exports

_ROOT = f"{settings.TRELLIS_PUBLIC_URL}/api/talent-engine/exports/"
CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class DownloadURL(Computed):
    """Where the file is once the export is ready."""

    output = serializers.URLField(allow_null=True)
    sql = address_sql(before=_ROOT, after="/download/")

    def compute(self, row: ExportJob) -> str | None:
        """Return the address, or None."""
        return f"{address_of(row)}download/" if is_ready(row.status) else None


class ExportSerializer(DoorSerializer):
    """An export that a worker writes, and how far it is."""

    download_url = DownloadURL()

    class Meta:
        model = ExportJob
        fields = [
            *("id", "kind", "format", "filters", "status", "progress", "rows", "download_url"),
            *("created_at", "finished_at", "expires_at"),
        ]
        read_only_fields = fields


class ExportQuery(Input):
    """As what: `format` of the query. (It does not choose how an error is rendered.)"""

    format = serializers.ChoiceField(choices=Format.choices, default=Format.CSV)


def address_of(job: ExportJob) -> str:
    """Return where an export is looked at."""
    return f"{_ROOT}{job.pk}/"


# The very serializers by which the lists read their filters.
FILTERS: dict[str, type[serializers.Serializer[Any]]] = {
    Kind.REQUISITIONS: RequisitionFilters,
    Kind.REQUESTS: RequestFilters,
}
FILE: dict[Any, Any] = {
    (200, content_type.partition(";")[0]): OpenApiResponse(OpenApiTypes.BINARY, "The file.")
    for content_type in CONTENT_TYPES.values()
}
UNREADY = OpenApiResponse(DetailOutput, "Too many are being written, or this one is not ready.")
JOB = OpenApiResponse(ExportSerializer, "A worker writes it; Location says where to look.")


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
        """Return an export that the caller asked for; raise NoExport for any other."""
        return export_of(self.member, id, now=timezone.now())

    def accepted(self, *, kind: str, format: str, filters: Mapping[str, Any]) -> Response:
        """Have a worker write the export, and answer how far it is."""
        job = exports.request_export(
            member=self.member, kind=kind, format=format, filters=filters, now=timezone.now()
        )
        return Response(ExportSerializer(job).data, status=202, headers={"Location": address_of(job)})


class ListExportView(ExportView):
    """The export of a list: at once where it is short, by a worker where it is long."""

    kind: ClassVar[Kind]

    def exported(self, request: Request) -> HttpResponseBase:
        """Answer the rows that the filters of the query leave, all pages of them."""
        format = _read(ExportQuery, request.query_params)["format"]
        filters = filters_given(FILTERS[self.kind], request.query_params)
        what: dict[str, Any] = {"member": self.member, "kind": self.kind, "filters": filters}
        if not is_short(**what):
            return self.accepted(kind=self.kind, format=format, filters=filters)
        now, name = timezone.now(), f"{self.kind}-{timezone.now():%Y%m%d}.{format}"
        if format == Format.XLSX:
            return as_file(FileResponse(exports.take_workbook(**what, now=now)), name)
        return as_file(StreamingHttpResponse(exports.take_csv(**what, now=now)), name)


def _read(kind: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    serializer = kind(data=data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def filters_given(kind: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """Return the filters that say something, as they are kept with a job: several values are a list."""
    told = {name: value for name, value in _read(kind, data).items() if value or value is False}
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in told.items()}


def as_file(response: FileResponse | StreamingHttpResponse, name: str) -> HttpResponseBase:
    """Send it as a file of this name, which nobody else keeps a copy of."""
    response["Content-Type"] = CONTENT_TYPES[Format(name.rpartition(".")[2])]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
