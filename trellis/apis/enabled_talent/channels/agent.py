"""`agent/`, of which nothing is made yet."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.channels.base import ChannelsView
from trellis.apis.enabled_talent.channels.input import AgentInput
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.jobs.refusals import NoAgentYet


class AgentView(ChannelsView):
    """`agent/`."""

    @extend_schema(request=AgentInput, responses={200: None})
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask the agent: not yet."""
        validated(AgentInput, request)
        raise NoAgentYet
