"""`ai-agent/proposals`: what waits for a yes, an addition of ours."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.ai_agent.base import NO_AGENT, AgentView
from trellis.apis.soosh.ai_agent.input import ApprovalInput, ProposalsQuery
from trellis.apis.soosh.ai_agent.output import (
    ActedOutput,
    DeclinedOutput,
    ProposalsOutput,
    acted_json,
    proposal_json,
)
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.headers import add_page_headers, counted_rows
from trellis.domain.assistant.queries.agents import own_agent
from trellis.domain.assistant.queries.log import proposals_of
from trellis.domain.assistant.services.deciding import approve, decline

_QUERY = ProposalsQuery()


class ProposalsView(AgentView):
    """`ai-agent/proposals`."""

    @extend_schema(
        operation_id="agent_proposals",
        parameters=[ProposalsQuery],
        responses={200: ProposalsOutput, **NO_AGENT},
    )
    def get(self, request: Request) -> Response:
        """List what one's agent has proposed, the latest first."""
        asked, now = _QUERY.run_validation(request.GET), timezone.now()
        found = proposals_of(own_agent(caller_of(request)), is_open="status" in asked, now=now)
        rows, page = counted_rows(found, number=asked["page"], size=asked["limit"])
        response = Response({"proposals": [proposal_json(each, now=now) for each in rows]})
        add_page_headers(response, page)
        return response


class ApproveView(AgentView):
    """`ai-agent/proposals/{proposal_id}/approve`."""

    @extend_schema(request=ApprovalInput, responses={200: ActedOutput, **NO_AGENT})
    @idempotent
    def post(self, request: Request, proposal_id: UUID) -> Response:
        """Say yes to a proposal as it was read: it is done, once.

        409 where it was decided before, something newer took its place, or it would be or cost something else
        by now: then there is a new proposal, `details.proposal_id`.
        """
        given, user, now = validated(ApprovalInput, request), caller_of(request), timezone.now()
        action = approve(user=user, proposal_id=proposal_id, fingerprint=given["fingerprint"], now=now)
        return Response(acted_json(action, viewer=user, now=now))


class DeclineView(AgentView):
    """`ai-agent/proposals/{proposal_id}/decline`."""

    @extend_schema(request=None, responses={200: DeclinedOutput, **NO_AGENT})
    @idempotent
    def post(self, request: Request, proposal_id: UUID) -> Response:
        """Say no to a proposal; said again it stays so. No body is read."""
        now = timezone.now()
        declined = decline(user=caller_of(request), proposal_id=proposal_id, now=now)
        return Response({"proposal": proposal_json(declined, now=now)})
