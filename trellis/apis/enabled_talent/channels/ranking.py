"""`jobs/{id}/rank-candidates/` and `jobs/{id}/ranking-data/`: who is ranked, where, and why."""

import json
from typing import Any

from django.db.models import UUIDField
from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.channels.base import ChannelsView
from trellis.apis.enabled_talent.channels.output import Applicant
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.paging.cursors import PageQuery, PreparedKeyset, respond_rendered
from trellis.core.rendering import compile_page
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.postings import member_for
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.rules.choices import RankingStatus
from trellis.domain.ranking.models import Place
from trellis.domain.ranking.queries.runs import latest_run, places_in, ranked_run
from trellis.domain.ranking.rules.runs import Fault, Stage
from trellis.domain.ranking.rules.showing import KINDS, STRENGTHS, progress_of, summary_of
from trellis.domain.ranking.services import asking


class CriterionOutput(serializers.Serializer[Any]):
    """One thing that the job asks for, and how much it counts."""

    key = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    text = serializers.CharField()
    weight = serializers.IntegerField()


class QuoteOutput(serializers.Serializer[Any]):
    """A quote: the source from `start` to before `end`, in code points; `field` is that of a profile."""

    source = serializers.ChoiceField(choices=["resume", "profile"])  # type: ignore[assignment]
    field = serializers.CharField(allow_blank=True)
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField()


class ReasonOutput(serializers.Serializer[Any]):
    """How an application answers one criterion, and the quotes that say so; none where it is missing."""

    criterion = serializers.CharField(help_text="The key of the criterion.")
    text = serializers.CharField()
    weight = serializers.IntegerField()
    strength = serializers.ChoiceField(choices=STRENGTHS)
    points = serializers.FloatField()
    evidence = QuoteOutput(many=True)
    note = serializers.CharField(allow_blank=True)


class RankingCheckOutput(serializers.Serializer[Any]):
    """What was changed in all sources to see whether the order moves, and the numbers of those that did."""

    name = serializers.CharField()
    looked_at = serializers.IntegerField()
    moved = serializers.ListField(child=serializers.CharField())


class RankingFaultOutput(serializers.Serializer[Any]):
    """Why a ranking failed; `detail` is the criterion, or the checks, that it failed for."""

    code = serializers.ChoiceField(choices=Fault.choices)
    sentence = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)


class RankingSummaryOutput(serializers.Serializer[Any]):
    """The newest ranking in short; {} before there was one."""

    run = serializers.IntegerField(required=False)
    rule = serializers.CharField(required=False)
    asked_at = serializers.DateTimeField(required=False)
    finished_at = serializers.DateTimeField(required=False, allow_null=True)
    criteria = CriterionOutput(many=True, required=False)
    applications = serializers.IntegerField(required=False)
    unreadable = serializers.IntegerField(required=False, help_text="Whose resume could not be read.")
    audit = RankingCheckOutput(many=True, required=False)
    fault = RankingFaultOutput(required=False, allow_null=True)


@extend_schema_field(RankingSummaryOutput)
class _Summary(serializers.JSONField):
    """The newest ranking in short, as the job keeps it."""


class RankingOutput(serializers.ModelSerializer[Posting]):
    """How the ranking of a job's candidates stands."""

    candidate_ranking_data = _Summary()

    class Meta:
        model = Posting
        fields = ["ranking_status", "candidate_ranking_data", "ranking_task_id"]


@extend_schema_field(ReasonOutput(many=True))
class _Reasons(serializers.JSONField):
    """Why somebody stands where they do, criterion by criterion."""


class RankedApplicationSerializer(serializers.ModelSerializer[Application]):
    """Whose application it is; `resume_fault` says why its resume could not be read, if so."""

    candidate = Applicant()
    resume_fault = serializers.CharField(source="reading.fault", allow_null=True)

    class Meta:
        model = Application
        fields = ["id", "number", "stage", "candidate", "resume_fault"]


class RankedCandidateSerializer(serializers.ModelSerializer[Place]):
    """Where somebody stands, and why; a place may be shared."""

    application = RankedApplicationSerializer()
    reasons = _Reasons()

    class Meta:
        model = Place
        fields = ["application", "score", "place", "is_shared", "reasons"]


class RankingFoundOutput(RankingSummaryOutput):
    """The newest ranking, how far it is, and the candidates of the last one that ended well, best first."""

    stage = serializers.ChoiceField(choices=Stage.choices, required=False)
    percentage = serializers.IntegerField(required=False)
    candidates_of_run = serializers.IntegerField(required=False, allow_null=True)
    candidates = RankedCandidateSerializer(many=True, required=False)


class RankingDataOutput(serializers.Serializer[Any]):
    """The ranking of a job's candidates, whole."""

    ranking_status = serializers.ChoiceField(choices=RankingStatus.choices)
    ranking_task_id = serializers.CharField(allow_null=True)
    candidate_ranking_data = RankingFoundOutput()


_PLACES = PreparedKeyset(
    places_in(Argument("run_id")),
    compile_page(RankedCandidateSerializer, arguments=[Argument("member_of", UUIDField())]),
)


class RankCandidatesView(ChannelsView):
    """`jobs/{id}/rank-candidates/`."""

    @extend_schema(request=None, responses={200: RankingOutput})
    @idempotent
    def post(self, request: Request, job_id: int) -> Response:
        """Have the candidates of a job ranked; 409 while they are. Who asked is told when it is done."""
        posting, member = member_for(self.caller, job_id, Right.DECIDE_APPLICATIONS)
        run = asking.ask(posting=posting, member=member, now=timezone.now())
        return Response(RankingOutput(run.posting).data)


class RankingDataView(ChannelsView):
    """`jobs/{id}/ranking-data/`."""

    @extend_schema(parameters=[PageQuery], responses=RankingDataOutput)
    def get(self, request: Request, job_id: int) -> HttpResponseBase:
        """Show how far the ranking of a job's candidates is, and where each of them stands, and why."""
        posting, member = member_for(self.caller, job_id, Right.READ_APPLICATIONS)
        run = latest_run(posting)
        if run is None:
            return Response(RankingOutput(posting).data)
        ranked = ranked_run(posting)
        found = {
            **summary_of(run),
            **progress_of(run),
            "candidates_of_run": ranked.number if ranked else None,
        }
        standing = {
            "ranking_status": run.status,
            "ranking_task_id": str(run.pk),
            "candidate_ranking_data": found,
        }
        viewer = {"member_of": member.organization_id}
        page = _PLACES.page(request=request, run_id=ranked.pk if ranked else 0, **viewer)
        return respond_rendered(page, request=request, around=_around(standing))


def _around(standing: dict[str, Any]) -> tuple[bytes, bytes]:
    """Return what stands before and after the candidates, who are the last thing of the last thing."""
    return f'{json.dumps(standing)[:-2]}, "candidates": '.encode(), b"}}"
