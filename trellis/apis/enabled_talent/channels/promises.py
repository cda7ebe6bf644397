"""The promise of an interview: `applications/{id}/interview-promise/` and `interview-promises/` of a job."""

from typing import Any

from django.db.models import DateTimeField
from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.channels.base import ChannelsView
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.paging.cursors import PageQuery, newest_first, respond
from trellis.core.rendering import Computed, compile_page
from trellis.core.writing.fields import LineField
from trellis.domain.jobs.models import Application, InterviewPromise
from trellis.domain.jobs.queries.applications import application_for, own_application
from trellis.domain.jobs.queries.postings import member_for
from trellis.domain.jobs.queries.promises import DUE_SQL, PROMISE_SQL, promise_for, promises_of
from trellis.domain.jobs.refusals import CandidatesPromise, OrganizationsJudgement
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.rules import limits
from trellis.domain.jobs.rules.promises import PromiseStanding, due_at, standing_of
from trellis.domain.jobs.services import promising


class PromiseNow(Computed):
    """How the promise stands now."""

    output = serializers.ChoiceField(choices=PromiseStanding.choices)
    sql = PROMISE_SQL
    arguments = ("now",)

    def compute(self, row: InterviewPromise) -> str:
        """Return it."""
        return str(standing_of(row, now=self.argument("now")))


class PromiseDue(Computed):
    """Until when it is to be kept, once the job has an end."""

    output = serializers.DateTimeField(allow_null=True)
    sql = DUE_SQL

    def compute(self, row: InterviewPromise) -> Any:
        """Return the moment."""
        return due_at(row)


class InterviewPromiseSerializer(serializers.ModelSerializer[InterviewPromise]):
    """A promise: on what, what the organization finds missing, and how it stands."""

    application = serializers.IntegerField(source="application_id")
    application_number = serializers.CharField(source="application.number")
    criteria = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField())
    status = PromiseNow()
    due_at = PromiseDue()

    class Meta:
        model = InterviewPromise
        fields = [
            *("application", "application_number", "status", "criteria", "missing"),
            *("opted_in_at", "judged_at", "kept_at", "due_at"),
        ]


class JudgementInput(Input):
    """Which of the criteria are not met; with none an interview is owed."""

    missing = serializers.ListField(
        child=LineField(max_length=limits.LONGEST_CRITERION), max_length=limits.MOST_CRITERIA
    )


_PROMISES = compile_page(InterviewPromiseSerializer, arguments=[Argument("now", DateTimeField())])


def _shown(promise: InterviewPromise, code: int = status.HTTP_200_OK) -> Response:
    return Response(InterviewPromiseSerializer(promise, context={"now": timezone.now()}).data, status=code)


class PromisesView(ChannelsView):
    """`jobs/{id}/interview-promises/`."""

    @extend_schema(
        operation_id="api_channels_jobs_interview_promises_list",
        parameters=[PageQuery],
        responses=InterviewPromiseSerializer(many=True),
    )
    def get(self, request: Request, job_id: int) -> HttpResponseBase:
        """List whom an interview is promised, and how that stands, the newest first."""
        posting, _ = member_for(self.caller, job_id, Right.READ_APPLICATIONS, even_deleted=True)
        page = newest_first(promises_of(posting), request=request)
        return respond(_PROMISES, page, request=request, now=timezone.now())


class PromiseView(ChannelsView):
    """`jobs/{id}/applications/{application_id}/interview-promise/`."""

    @extend_schema(responses=InterviewPromiseSerializer)
    def get(self, request: Request, job_id: int, application_id: int) -> Response:
        """Show how the promise stands, to the candidate and to who reads applications."""
        application = own_application(self.caller, job_id, application_id)
        if application is None:
            posting, _ = member_for(self.caller, job_id, Right.READ_APPLICATIONS, even_deleted=True)
            application = application_for(posting, application_id)
        return _shown(promise_for(application))

    @extend_schema(request=None, responses=dict.fromkeys((200, 201), InterviewPromiseSerializer))
    @idempotent
    def post(self, request: Request, job_id: int, application_id: int) -> Response:
        """Take up the promise, on the criteria as they are now: 201, or 200 where one has already."""
        own = self._own(job_id, application_id)
        promise, is_new = promising.opt_in(application=own, user=self.caller, now=timezone.now())
        return _shown(promise, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, job_id: int, application_id: int) -> Response:
        """Let go of the promise."""
        promising.opt_out(application=self._own(job_id, application_id))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _own(self, job_id: int, application_id: int) -> Application:
        own = own_application(self.caller, job_id, application_id)
        if own is None:
            posting, _ = member_for(self.caller, job_id, Right.READ_APPLICATIONS, even_deleted=True)
            application_for(posting, application_id)
            raise CandidatesPromise
        return own


class JudgementView(ChannelsView):
    """`jobs/{id}/applications/{application_id}/interview-promise/judgement/`."""

    @extend_schema(request=JudgementInput, responses=InterviewPromiseSerializer)
    @idempotent
    def post(self, request: Request, job_id: int, application_id: int) -> Response:
        """Say which of the essential criteria somebody does not meet, and tell them."""
        if own_application(self.caller, job_id, application_id) is not None:
            raise OrganizationsJudgement
        posting, member = member_for(self.caller, job_id, Right.DECIDE_APPLICATIONS, even_deleted=True)
        application = application_for(posting, application_id)
        missing = validated(JudgementInput, request)["missing"]
        judged = promising.judge(application=application, member=member, missing=missing, now=timezone.now())
        return _shown(judged)
