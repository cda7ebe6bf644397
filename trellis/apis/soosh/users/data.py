"""What the platform holds of an account: all of it as a file, and its end (docs/decisions/my-data.md)."""

from typing import Any

from django.conf import settings
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import STYLE, SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.input import Input
from trellis.domain.accounts.models import User
from trellis.domain.privacy.models import DataExport, Erasure
from trellis.domain.privacy.queries.states import newest_erasure
from trellis.domain.privacy.rules.times import PROGRESS_ASKED_AFTER, Status, is_ready
from trellis.domain.privacy.services.erasures import begin_erasure
from trellis.domain.privacy.services.exports import ask_for_data, download

_ZIP: dict[Any, Any] = {
    (200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, "The ZIP."),
    404: OpenApiResponse(STYLE.shapes[404], "None was asked for, or it has expired."),
    409: OpenApiResponse(STYLE.shapes[409], "It is still being written."),
}


class MyDataQuery(Input):
    """What may be asked of it."""

    anew = serializers.BooleanField(
        default=False, help_text="Have another one written in the place of one that is ready."
    )


class AccountErasureOutput(serializers.ModelSerializer[Erasure]):
    """When the account was closed, when it is erased, and when the mailed link ended that."""

    class Meta:
        model = Erasure
        fields = ["begun_at", "due_at", "kept_at"]


class MyDataOutput(serializers.Serializer[Any]):
    """How far one's data is."""

    status = serializers.ChoiceField(choices=Status.choices)
    progress = serializers.IntegerField(help_text="Percent.")
    size = serializers.IntegerField(help_text="Bytes; 0 until it is ready.")
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField()
    download_url = serializers.URLField(allow_null=True)
    erasure = AccountErasureOutput(allow_null=True)


class MyDataView(SooshView):
    """`/api/v1/users/me/data`."""

    @extend_schema(parameters=[MyDataQuery], responses={200: MyDataOutput, 202: MyDataOutput})
    def get(self, request: Request) -> Response:
        """Get one's own data: 202 while it is being written, then 200 with the address of the ZIP."""
        query = MyDataQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        user = caller_of(request)
        export = ask_for_data(user=user, anew=query.validated_data["anew"], now=timezone.now())
        if is_ready(export.status):
            return Response(_told(request, user, export))
        wait = {"Retry-After": str(PROGRESS_ASKED_AFTER)}
        return Response(_told(request, user, export), status=202, headers=wait)

    @extend_schema(responses={202: AccountErasureOutput})
    def delete(self, request: Request) -> Response:
        """Close one's account: it is erased after 14 days, unless the mailed link is followed."""
        user = caller_of(request)
        erasure = begin_erasure(user=user, actor=user, now=timezone.now())
        return Response(AccountErasureOutput(erasure).data, status=202)


class MyDataFileView(SooshView):
    """`/api/v1/users/me/data/file`, where `download_url` leads."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Accept whatever is asked for: refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(operation_id="api_v1_users_me_data_file", responses=_ZIP)
    def get(self, request: Request) -> HttpResponseBase:
        """Send the ZIP."""
        export, file = download(user=caller_of(request), now=timezone.now())
        name = f"trellis-data-{export.requested_at:%Y%m%d}.zip"
        response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
        response["Cache-Control"] = "private, no-store"
        return response


def _told(request: Request, user: User, export: DataExport) -> dict[str, Any]:
    address = f"{settings.TRELLIS_PUBLIC_URL}{request.path}/file"
    columns = ("status", "progress", "size", "requested_at", "finished_at", "expires_at")
    told = {name: getattr(export, name) for name in columns}
    told |= {"download_url": address if is_ready(export.status) else None, "erasure": newest_erasure(user)}
    return dict(MyDataOutput(told).data)
