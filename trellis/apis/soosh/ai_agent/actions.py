"""`ai-agent/actions-log`, and undoing what stands in it."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.ai_agent.base import NO_AGENT, AgentView
from trellis.apis.soosh.ai_agent.input import ActionsQuery
from trellis.apis.soosh.ai_agent.output import ACTIONS, ActionsOutput, UndoneOutput, action_json
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.paging.headers import answered_counted, counted_rows
from trellis.domain.assistant.queries.agents import own_agent
from trellis.domain.assistant.queries.log import actions_of
from trellis.domain.assistant.services.undoing import undo

_QUERY = ActionsQuery()


class ActionsLogView(AgentView):
    """`ai-agent/actions-log`."""

    @extend_schema(
        operation_id="agent_actions_log",
        parameters=[ActionsQuery],
        responses={200: ActionsOutput, **NO_AGENT},
    )
    def get(self, request: Request) -> HttpResponse:
        """List what one's agent did and tried to do, the latest first."""
        asked = _QUERY.run_validation(request.GET)
        rows = actions_of(own_agent(caller_of(request))).values_list("pk", flat=True)
        keys, page = counted_rows(rows, number=asked["page"], size=asked["limit"])
        body = b'{"actions":%b}' % ACTIONS.render(keys)
        return answered_counted(body, number=page.number, size=page.size, total=page.total)


class UndoView(AgentView):
    """`ai-agent/actions/{action_id}/undo`, an addition."""

    @extend_schema(request=None, responses={200: UndoneOutput, **NO_AGENT})
    @idempotent
    def post(self, request: Request, action_id: UUID) -> Response:
        """Undo what was done within the last 30 seconds; said again it is the same. No body is read.

        409 later, and where it cannot be undone: then it stands.
        """
        action = undo(user=caller_of(request), action_id=action_id, now=timezone.now())
        return Response({"action": action_json(action)})
