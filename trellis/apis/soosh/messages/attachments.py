"""`messages/attachments`: files on their way into messages, and out of them, an addition of ours."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.messages.output import AttachedOutput, attached_json
from trellis.apis.soosh.users.base import caller_of
from trellis.core.files.attachments import AttachmentField
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.ranges import private_response
from trellis.domain.messaging.queries.attachments import attachment_for
from trellis.domain.messaging.queries.facts import facts_of_file
from trellis.domain.messaging.refusals import UnknownAttachment
from trellis.domain.messaging.rules.attachments import is_inert
from trellis.domain.messaging.services.attachments import add_attachment

# Whatever a browser makes of it, it is nobody's page: it runs nothing, loads nothing, and has no origin.
_POLICY = "default-src 'none'; sandbox"
_FILE: dict[Any, Any] = {
    (200, "*/*"): OpenApiResponse(OpenApiTypes.BINARY, "The file, as a download unless it is a picture."),
    (206, "*/*"): OpenApiResponse(OpenApiTypes.BINARY, "The part of it that a Range header asks for."),
    416: OpenApiResponse(description="The range lies behind the end."),
}


class AttachmentInput(Input):
    """A file to be sent."""

    file = AttachmentField()


class UploadedOutput(serializers.Serializer[Any]):
    """A file that waits for its message, for a day."""

    attachment = AttachedOutput()


class AttachmentsView(SooshView):
    """`messages/attachments`."""

    @extend_schema(request={"multipart/form-data": AttachmentInput}, responses={201: UploadedOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Upload a file, whose id is then sent in `attachment_ids`. Its type is what its content says."""
        given = AttachmentInput(data=request.data)
        given.is_valid(raise_exception=True)
        made = add_attachment(
            uploader=caller_of(request), attached=given.validated_data["file"], now=timezone.now()
        )
        return Response({"attachment": attached_json(facts_of_file(made))}, status=status.HTTP_201_CREATED)


class AttachmentView(SooshView):
    """`messages/attachments/{attachment_id}`, where `url` leads."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Accept whatever is asked for: refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(operation_id="messages_attachment_file", responses=_FILE)
    def get(self, request: Request, attachment_id: UUID) -> HttpResponseBase:
        """Get a file of a conversation that one is in, or one's own that is not sent yet."""
        row = attachment_for(person=caller_of(request), attachment_id=attachment_id)
        shown = content_disposition_header(not is_inert(row.media_type), row.name)
        try:
            response = private_response(
                request._request,
                row.file,
                etag=f'"{row.pk}"',
                content_type=row.media_type,
                disposition=str(shown),
            )
        except FileNotFoundError:
            raise UnknownAttachment from None
        response["Content-Security-Policy"] = _POLICY
        return response
