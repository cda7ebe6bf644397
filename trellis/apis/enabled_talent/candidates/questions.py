"""`candidates/career-coach/` and `candidates/prompt/`: what comes next, and where one's own things stand."""

from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from trellis.apis.enabled_talent.assistants import ANSWERED, AssistantView
from trellis.apis.enabled_talent.base import caller_of
from trellis.apis.enabled_talent.candidates.input import QuestionInput
from trellis.core.http.views import validated
from trellis.domain.answers.services.candidates.asking import ask_coach, ask_prompt


class CareerCoachView(AssistantView):
    """`career-coach/`."""

    @extend_schema(request=QuestionInput, responses=ANSWERED)
    def post(self, request: Request) -> HttpResponseBase:
        """Ask the career coach which jobs suit, what is missing, how to learn it and how to prepare."""
        question = validated(QuestionInput, request)["message"]
        draft = ask_coach(user=caller_of(request), question=question, now=timezone.now())
        return self.answer(draft, request)


class PromptView(AssistantView):
    """`prompt/`."""

    @extend_schema(request=QuestionInput, responses=ANSWERED)
    def post(self, request: Request) -> HttpResponseBase:
        """Ask about one's own applications, dates, interviews, needs, readers, contests and promises."""
        question = validated(QuestionInput, request)["message"]
        draft = ask_prompt(user=caller_of(request), question=question, now=timezone.now())
        return self.answer(draft, request)
