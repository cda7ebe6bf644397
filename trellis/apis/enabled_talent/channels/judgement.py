"""How an application was judged: `applications/{id}/judgement/`, and contesting it, below that."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.channels.base import ChannelsView
from trellis.apis.enabled_talent.channels.contests import ContestSerializer, JudgingPersonSerializer
from trellis.apis.enabled_talent.channels.input import DecisionField
from trellis.apis.enabled_talent.channels.ranking import CriterionOutput, ReasonOutput
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.writing.fields import TextField
from trellis.domain.fairness.models import Contest
from trellis.domain.fairness.queries.contests import contests_of
from trellis.domain.fairness.queries.judgement import decisions_of, ranking_of
from trellis.domain.fairness.refusals import CandidatesContest, OrganizationsAnswer
from trellis.domain.fairness.rules import limits
from trellis.domain.fairness.rules.contests import Outcome
from trellis.domain.fairness.services import answering, contesting
from trellis.domain.jobs.models import Application, Reveal
from trellis.domain.jobs.queries.applications import application_for, own_application
from trellis.domain.jobs.queries.postings import member_for
from trellis.domain.jobs.queries.reveals import reveals_of
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.organizations.models import Membership


class RankedOutput(serializers.Serializer[Any]):
    """What a ranking says of the application: by which rule, when, on which criteria, and why.

    `place` and `is_shared` are for members; to the candidate they are null, for they tell of others.
    """

    run = serializers.IntegerField()
    rule = serializers.CharField()
    ranked_at = serializers.DateTimeField()
    score = serializers.FloatField()
    place = serializers.IntegerField(allow_null=True)
    is_shared = serializers.BooleanField(allow_null=True)
    criteria = CriterionOutput(many=True)
    reasons = ReasonOutput(many=True)
    resume_fault = serializers.CharField(
        allow_blank=True, help_text="Why the resume could not be read; the ranking knows nothing of it then."
    )


class JudgingDecisionOutput(serializers.Serializer[Any]):
    """A person has brought the application to a stage; an account that is gone is null."""

    stage = serializers.ChoiceField(choices=Stage.choices)
    decided_by = JudgingPersonSerializer(allow_null=True)
    decided_at = serializers.DateTimeField()
    message = serializers.CharField()


class RevealSerializer(serializers.ModelSerializer[Reveal]):
    """Somebody has brought a blind application to a stage (`why`) at which it is known whose it is."""

    revealed_by = JudgingPersonSerializer(allow_null=True)

    class Meta:
        model = Reveal
        fields = ["revealed_by", "revealed_at", "why"]


class ApplicationJudgementOutput(serializers.Serializer[Any]):
    """How an application was judged, by a rule and by people, who was told whose it is, and a contest."""

    application = serializers.IntegerField()
    application_number = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    ranking = RankedOutput(allow_null=True)
    decisions = JudgingDecisionOutput(many=True)
    reveals = RevealSerializer(many=True)
    contest = ContestSerializer(allow_null=True)
    earlier_contests = ContestSerializer(many=True)


class ContestInput(Input):
    """What is wrong with how one was judged, and whether a person shall look at it."""

    reason = TextField(max_length=limits.LONGEST_REASON)
    wants_person = serializers.BooleanField(required=False)


class ContestAnswerInput(Input):
    """Whether it stays as it was judged, and why; if not, the stage that the application comes to."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    answer = TextField(max_length=limits.LONGEST_ANSWER)
    decision = DecisionField(required=False)


class _JudgedView(ChannelsView):
    """An application, seen by its candidate or by a member who reads applications."""

    def find(
        self, job_id: int, application_id: int, right: Right = Right.READ_APPLICATIONS
    ) -> tuple[Application, Membership | None]:
        """Return the application, with the membership of who is no candidate of it."""
        own = own_application(self.caller, job_id, application_id)
        if own is not None:
            return own, None
        posting, member = member_for(self.caller, job_id, right, even_deleted=True)
        return application_for(posting, application_id), member

    def own(self, job_id: int, application_id: int) -> Application:
        """Return the caller's own application; raise CandidatesContest for who else sees it."""
        application, member = self.find(job_id, application_id)
        if member is not None:
            raise CandidatesContest
        return application


def _shown(contest: Contest, *, is_own: bool, code: int = status.HTTP_200_OK) -> Response:
    context = {"now": timezone.now(), "is_own": is_own}
    return Response(ContestSerializer(contest, context=context).data, status=code)


class JudgementView(_JudgedView):
    """`jobs/{id}/applications/{application_id}/judgement/`."""

    @extend_schema(responses=ApplicationJudgementOutput)
    def get(self, request: Request, job_id: int, application_id: int) -> Response:
        """Show how an application was judged: to the candidate, and to who reads applications."""
        application, member = self.find(job_id, application_id)
        contests = list(contests_of(application))
        judgement = {
            "application": application.pk,
            "application_number": application.number,
            "stage": application.stage,
            "ranking": ranking_of(application, is_member=member is not None),
            "decisions": decisions_of(application),
            "reveals": reveals_of(application),
            "contest": contests[0] if contests else None,
            "earlier_contests": contests[1:],
        }
        context = {"now": timezone.now(), "is_own": member is None}
        return Response(ApplicationJudgementOutput(judgement, context=context).data)


class ContestView(_JudgedView):
    """`jobs/{id}/applications/{application_id}/judgement/contest/`."""

    @extend_schema(request=ContestInput, responses=dict.fromkeys((200, 201), ContestSerializer))
    @idempotent
    def post(self, request: Request, job_id: int, application_id: int) -> Response:
        """Contest how one was judged: 201, or 200 with the contest that is open already."""
        own = self.own(job_id, application_id)
        sent = validated(ContestInput, request)
        made, is_new = contesting.contest(application=own, user=self.caller, now=timezone.now(), **sent)
        return _shown(made, is_own=True, code=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, job_id: int, application_id: int) -> Response:
        """Withdraw what one contests."""
        own = self.own(job_id, application_id)
        contesting.withdraw(application=own, user=self.caller, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class ContestAnswerView(_JudgedView):
    """`jobs/{id}/applications/{application_id}/judgement/contest/answer/`."""

    @extend_schema(request=ContestAnswerInput, responses=ContestSerializer)
    @idempotent
    def post(self, request: Request, job_id: int, application_id: int) -> Response:
        """Answer the candidate, who is told: another person than who decided does, where there is one."""
        application, member = self.find(job_id, application_id, Right.DECIDE_APPLICATIONS)
        if member is None:
            raise OrganizationsAnswer
        sent = validated(ContestAnswerInput, request)
        sent["outcome"] = Outcome(sent["outcome"])
        answered = answering.answer(application=application, member=member, now=timezone.now(), **sent)
        return _shown(answered, is_own=False)
