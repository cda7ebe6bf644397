"""`agent/`: what an organization's rows answer to its members' questions."""

from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from trellis.apis.enabled_talent.assistants import ANSWERED, AssistantView
from trellis.apis.enabled_talent.base import caller_of
from trellis.apis.enabled_talent.channels.input import AgentInput
from trellis.core.http.views import validated
from trellis.domain.answers.services.agent.asking import ask


class AgentView(AssistantView):
    """`agent/`."""

    @extend_schema(request=AgentInput, responses=ANSWERED)
    def post(self, request: Request) -> HttpResponseBase:
        """Ask about those who have applied, their needs, interviews, one's jobs and what is left to do.

        It reads what the lists show to this member. Questions about disability, health, age, gender, family,
        origin and belief are refused, with what can be asked instead.
        """
        question = validated(AgentInput, request)["message"]
        return self.answer(ask(user=caller_of(request), question=question, now=timezone.now()), request)
