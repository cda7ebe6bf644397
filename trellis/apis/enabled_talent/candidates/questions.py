"""`candidates/career-coach/` and `candidates/prompt/`, which answer nothing yet."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.candidates.base import CandidateView
from trellis.apis.enabled_talent.candidates.input import QuestionInput
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.candidates.refusals import NoAssistantYet, NoCoachYet


class CareerCoachView(CandidateView):
    """`career-coach/`."""

    @extend_schema(request=QuestionInput, responses={200: None})
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask the career coach: not yet."""
        validated(QuestionInput, request)
        raise NoCoachYet


class PromptView(CandidateView):
    """`prompt/`."""

    @extend_schema(request=QuestionInput, responses={200: None})
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask the assistant: not yet."""
        validated(QuestionInput, request)
        raise NoAssistantYet
