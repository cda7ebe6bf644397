"""`video-sessions/start_recording/` as printed, and what a recording needs besides: uploads and watching."""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, status
from rest_framework.authentication import SessionAuthentication
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.description import ABSENT, DetailOutput
from trellis.apis.talent_engine.video_sessions.base import SessionView
from trellis.apis.talent_engine.video_sessions.input import FinishInput, SessionKey
from trellis.apis.talent_engine.video_sessions.output import (
    RECORDINGS,
    ChunkOutput,
    RecordingSerializer,
    RecordingUrlOutput,
)
from trellis.core.http.errors import Conflict, TooLarge
from trellis.core.http.idempotency import idempotent
from trellis.core.http.ranges import private_response
from trellis.core.http.views import validated
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.domain.interviews.models import Recording
from trellis.domain.interviews.notices import address_of
from trellis.domain.interviews.queries.sessions import recordings_of
from trellis.domain.interviews.rights import Right
from trellis.domain.interviews.rules.limits import CHUNKS
from trellis.domain.interviews.services import recordings

_FILE_ANSWERS: dict[Any, Any] = {
    (200, "video/webm"): OpenApiTypes.BINARY,
    (206, "video/webm"): OpenApiTypes.BINARY,
    409: OpenApiResponse(DetailOutput, "It is not ready yet."),
    416: OpenApiResponse(description="The range lies behind the end."),
}
_TYPES = {"webm": "video/webm", "mp4": "video/mp4"}


class WebmParser(BaseParser):
    """Takes the body as it is, if it is not too large."""

    media_type = "video/webm"

    def parse(  # type: ignore[override]
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the bytes; raise TooLarge (413)."""
        content: bytes = stream.read(settings.MAX_RECORDING_CHUNK_BYTES + 1)
        if len(content) > settings.MAX_RECORDING_CHUNK_BYTES:
            raise TooLarge
        return content


class Mp4Parser(WebmParser):
    """The same for what other browsers record."""

    media_type = "video/mp4"


class StartRecordingView(SessionView):
    """`start_recording/`."""

    rights = {"POST": Right.MANAGE_INTERVIEWS}

    @extend_schema(request=SessionKey, responses={200: RecordingUrlOutput, 404: ABSENT})
    @idempotent
    def post(self, request: Request) -> Response:
        """Begin to record; while a recording is being made, it is that one."""
        session = self.session(validated(SessionKey, request)["session_id"])
        recording = recordings.start(session=session, user=self.user, now=timezone.now())
        return Response({"recording_url": address_of(recording)})


class RecordingsView(SessionView):
    """`<uuid>/recordings/`, an addition."""

    rights = {"GET": Right.READ_INTERVIEWS}

    @extend_schema(
        operation_id="api_talent_engine_video_sessions_recordings_list",
        parameters=[NumberedPageQuery],
        responses=described_page(RecordingSerializer),
    )
    def get(self, request: Request, session_id: UUID) -> HttpResponse:
        """List the recordings of a session, the newest first."""
        rows = recordings_of(self.session(session_id))
        return respond_numbered(RECORDINGS, rows, request=request)


class ChunkView(SessionView):
    """`<uuid>/recordings/<uuid>/chunks/<number>/`, an addition."""

    rights = {"PUT": Right.MANAGE_INTERVIEWS}
    parser_classes = (WebmParser, Mp4Parser)

    @extend_schema(
        request={"video/webm": OpenApiTypes.BINARY, "video/mp4": OpenApiTypes.BINARY},
        parameters=[OpenApiParameter("number", OpenApiTypes.INT, OpenApiParameter.PATH)],
        responses={
            201: ChunkOutput,
            200: ChunkOutput,
            413: OpenApiResponse(DetailOutput, "The chunk, or with it the recording, is too large."),
            415: OpenApiResponse(DetailOutput, "The body is no video."),
        },
    )
    def put(self, request: Request, session_id: UUID, recording_id: UUID, number: int) -> Response:
        """Keep a chunk of what the browser's recorder makes; the same one sent again (200) is no matter."""
        recording, content = self.recording(session_id, recording_id), request.data
        if number >= CHUNKS.most:
            raise exceptions.ValidationError({"number": ["There are too many chunks."]})
        if not isinstance(content, bytes) or not content:
            raise exceptions.ValidationError({"detail": "The chunk is empty."})
        is_new = recordings.add_chunk(recording=recording, number=number, content=content, now=timezone.now())
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response({"number": number, "size": len(content)}, status=code)


class FinishRecordingView(SessionView):
    """`<uuid>/recordings/<uuid>/finish/`, an addition."""

    rights = {"POST": Right.MANAGE_INTERVIEWS}

    @extend_schema(request=FinishInput, responses=RecordingSerializer)
    @idempotent
    def post(self, request: Request, session_id: UUID, recording_id: UUID) -> Response:
        """End the recording, and have its chunks put together."""
        recording = recordings.finish(
            recording=self.recording(session_id, recording_id),
            chunks=validated(FinishInput, request)["chunks"],
            user=self.user,
            now=timezone.now(),
        )
        return Response(RecordingSerializer(recording).data)


class RecordingFileView(SessionView):
    """`<uuid>/recordings/<uuid>.webm`: what recording_url leads to.

    A page's video element sends no token, so that here alone a member's session cookie counts as well.
    """

    rights = {"GET": Right.READ_INTERVIEWS}
    authentication_classes = (*SessionView.authentication_classes, SessionAuthentication)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Accept whatever is asked for: a video element asks for videos, and refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(operation_id="api_talent_engine_video_sessions_recordings_watch", responses=_FILE_ANSWERS)
    def get(self, request: Request, session_id: UUID, recording_id: UUID) -> HttpResponseBase:
        """Send the recording, or the part of it that a Range header asks for."""
        recording = self.recording(session_id, recording_id)
        if recording.state == Recording.State.FAILED:
            raise exceptions.NotFound
        if recording.state != Recording.State.READY:
            raise Conflict("The recording is not ready yet.")
        return _sent(request, recording)


def _sent(request: Request, recording: Recording) -> HttpResponseBase:
    suffix = str(recording.file.name).rpartition(".")[2]
    try:
        return private_response(
            request._request,
            recording.file,
            etag=f'"{recording.pk.hex}"',
            content_type=_TYPES.get(suffix, "application/octet-stream"),
            disposition=f'inline; filename="interview-{recording.started_at:%Y-%m-%d}.{suffix}"',
        )
    except FileNotFoundError:
        raise exceptions.NotFound from None
