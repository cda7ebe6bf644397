"""Four questions, and the profile that is made of the answers (soosh-api.md, section 2)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.ai_profiling import output
from trellis.apis.soosh.ai_profiling.input import AnswerInput, ProfilingInput, WantsInput
from trellis.apis.soosh.ai_profiling.output import (
    AnsweredOutput,
    CompletedOutput,
    OwnProfileOutput,
    StartedOutput,
)
from trellis.apis.soosh.base import STYLE, SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.parsers import SoundJSONParser
from trellis.core.http.views import validated
from trellis.domain.assistant.models import AnsweredBy
from trellis.domain.assistant.queries.profiling import profiling_of
from trellis.domain.assistant.services import hearing, profiling, reprofiling
from trellis.domain.profiles.queries import said_profile_of

_SOUND: dict[Any, Any] = {
    (200, "audio/wav"): OpenApiResponse(OpenApiTypes.BINARY, "The question, read out."),
    404: OpenApiResponse(STYLE.shapes[404], "There is no such question, or it is somebody else's."),
}

_NO_SESSION = {404: OpenApiResponse(STYLE.shapes[404], "There is no such session, or it is somebody else's.")}
_NO_PROFILE = {404: OpenApiResponse(STYLE.shapes[404], "No session has been completed yet.")}


class StartView(SooshView):
    """`POST /api/v1/ai-profiling/start`."""

    @extend_schema(request=None, responses=StartedOutput)
    @idempotent
    def post(self, request: Request) -> Response:
        """Start a session, or go on with the one that is open."""
        user = caller_of(request)
        return Response(output.started(profiling.start(user=user, now=timezone.now()), user))


class SubmitAnswerView(SooshView):
    """`POST /api/v1/ai-profiling/submit-answer`."""

    parser_classes = (SoundJSONParser,)
    _given: dict[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read what is answered; what was spoken is heard here, before the transaction of a key."""
        super().initial(request, *args, **kwargs)
        if request.method != "POST":
            return
        self._given = validated(AnswerInput, request)
        if self._given["answer_type"] == AnsweredBy.VOICE:
            self._given["answer_text"] = self._heard(request)

    @extend_schema(request=AnswerInput, responses={200: AnsweredOutput, **_NO_SESSION})
    @idempotent
    def post(self, request: Request) -> Response:
        """Answer the question that waits."""
        session = profiling.answer(
            user=caller_of(request),
            public_id=self._given["session_id"],
            step=self._given["step"],
            text=self._given["answer_text"],
            answered_by=self._given["answer_type"],
            now=timezone.now(),
        )
        return Response(output.answered(session, caller_of(request)))

    def _heard(self, request: Request) -> str:
        """Return the words of a recording, once it is sure that they answer what was asked."""
        session = profiling_of(caller_of(request), self._given["session_id"])
        if "HTTP_IDEMPOTENCY_KEY" not in request.META:
            profiling.refuse_unless_asked(session, step=self._given["step"])
        return hearing.words_of(sound=self._given["audio_file"], profiling=session)


class QuestionView(SooshView):
    """`ai-profiling/questions/<session>/<step>`, an addition: where `ai_response_audio` leads."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Accept whatever is asked for: refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(operation_id="api_v1_ai_profiling_questions", responses=_SOUND)
    def get(self, request: Request, session_id: UUID, step: int) -> HttpResponse:
        """Read one of one's own questions out: a WAV file."""
        sound = hearing.spoken_question(user=caller_of(request), public_id=session_id, step=step)
        # What was asked stays as it was.
        headers = {"Cache-Control": "private, max-age=86400, immutable"}
        return HttpResponse(sound, content_type="audio/wav", headers=headers)


class CompleteView(SooshView):
    """`POST /api/v1/ai-profiling/complete`."""

    @extend_schema(request=ProfilingInput, responses={200: CompletedOutput, **_NO_SESSION})
    def post(self, request: Request) -> Response:
        """Make the profile of the answers."""
        given = validated(ProfilingInput, request)
        version = profiling.complete(
            user=caller_of(request), public_id=given["session_id"], now=timezone.now()
        )
        return Response(output.completed(version))


class OwnProfileView(SooshView):
    """`ai-profiling/profile`."""

    @extend_schema(responses={200: OwnProfileOutput, **_NO_PROFILE})
    def get(self, request: Request) -> Response:
        """Show one's own profile."""
        user = caller_of(request)
        return Response(output.own(said_profile_of(user), user))

    @extend_schema(request=WantsInput, responses={200: OwnProfileOutput, **_NO_PROFILE})
    def put(self, request: Request) -> Response:
        """Change what is sent; the rest stays, and what follows from it follows anew."""
        user = caller_of(request)
        changes = validated(WantsInput, request)
        return Response(output.own(reprofiling.change(user=user, changes=changes, now=timezone.now()), user))
