"""`jobs/{id}/rank-candidates/` and `jobs/{id}/ranking-data/`, of which nothing is made yet."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.channels.base import ChannelsView
from trellis.apis.enabled_talent.channels.output import RankingOutput
from trellis.core.http.idempotency import idempotent
from trellis.domain.jobs.queries.postings import member_for
from trellis.domain.jobs.refusals import NoRankingYet
from trellis.domain.jobs.rights import Right


class RankCandidatesView(ChannelsView):
    """`jobs/{id}/rank-candidates/`."""

    @extend_schema(request=None, responses={200: RankingOutput})
    @idempotent
    def post(self, request: Request, job_id: int) -> Response:
        """Rank the candidates of a job: not yet."""
        member_for(self.caller, job_id, Right.DECIDE_APPLICATIONS)
        raise NoRankingYet


class RankingDataView(ChannelsView):
    """`jobs/{id}/ranking-data/`."""

    @extend_schema(responses=RankingOutput)
    def get(self, request: Request, job_id: int) -> Response:
        """Show how far the ranking of a job's candidates is, and what it has found."""
        posting, _ = member_for(self.caller, job_id, Right.READ_APPLICATIONS)
        return Response(RankingOutput(posting).data)
