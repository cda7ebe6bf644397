"""`ai-agent/create` and `ai-agent/profile`: who acts for somebody, and how far they may go."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.ai_agent.base import NO_AGENT, AgentView
from trellis.apis.soosh.ai_agent.input import OwnAgentInput, columns_of
from trellis.apis.soosh.ai_agent.output import OwnAgentOutput, agent_json
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.assistant.queries.agents import own_agent
from trellis.domain.assistant.rules.limits import USUAL_CURRENCY
from trellis.domain.assistant.services.agents import change_agent, create_agent


class CreateAgentView(AgentView):
    """`ai-agent/create`."""

    @extend_schema(request=OwnAgentInput, responses={201: OwnAgentOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Create one's agent; the one that asks for one's profile becomes that. A second time it is 409."""
        columns = columns_of(validated(OwnAgentInput, request), currency=USUAL_CURRENCY)
        agent = create_agent(user=caller_of(request), settings=columns, now=timezone.now())
        return Response(agent_json(agent), status=status.HTTP_201_CREATED)


class AgentProfileView(AgentView):
    """`ai-agent/profile`."""

    @extend_schema(responses={200: OwnAgentOutput, **NO_AGENT})
    def get(self, request: Request) -> Response:
        """Show one's agent."""
        return Response(agent_json(own_agent(caller_of(request))))

    @extend_schema(request=OwnAgentInput, responses={200: OwnAgentOutput, **NO_AGENT})
    def put(self, request: Request) -> Response:
        """Change what is sent; the rest stays."""
        user = caller_of(request)
        currency = own_agent(user).money_currency
        columns = columns_of(validated(OwnAgentInput, request), currency=currency)
        return Response(agent_json(change_agent(user=user, settings=columns, now=timezone.now())))
