"""Applying, and what becomes of it: for a job `apply/` and `applications/`, and `candidate/applications/`."""

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.channels.base import NOBODY, ChannelsView
from trellis.apis.enabled_talent.channels.filters import ApplicationsQuery, asked
from trellis.apis.enabled_talent.channels.input import ApplicationDecisionInput
from trellis.apis.enabled_talent.channels.output import APPLICATIONS, JobApplicationSerializer
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.cursors import (
    PageQuery,
    PreparedKeyset,
    newest_first,
    respond,
    respond_rendered,
)
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.queries.applications import (
    application_for,
    applications_for,
    applications_of,
    own_application,
)
from trellis.domain.jobs.queries.postings import is_narrowing, member_for, posting_for_applying
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.services import applying, deciding

# The lists that nothing narrows.
_OF_JOB = PreparedKeyset(applications_for(Argument("posting_id")), APPLICATIONS)
_OF_CANDIDATE = PreparedKeyset(applications_of(Argument("user_id")), APPLICATIONS)


class ApplyView(ChannelsView):
    """`jobs/{id}/apply/`."""

    @extend_schema(request=None, responses={201: JobApplicationSerializer})
    @idempotent
    def post(self, request: Request, job_id: int) -> Response:
        """Apply with a copy of one's profile as it is now. Nothing of a body is read."""
        posting = posting_for_applying(job_id)
        made = applying.apply(user=self.caller, posting=posting, now=timezone.now())
        shown = JobApplicationSerializer(made, context=NOBODY).data
        return Response(shown, status=status.HTTP_201_CREATED)


class ApplicationsView(ChannelsView):
    """`jobs/{id}/applications/`."""

    @extend_schema(
        operation_id="api_channels_jobs_applications_list",
        parameters=[ApplicationsQuery, PageQuery],
        responses=JobApplicationSerializer(many=True),
    )
    def get(self, request: Request, job_id: int) -> HttpResponseBase:
        """List the applications for a job of the caller's organization, the newest first."""
        posting, member = member_for(
            self.caller, job_id, Right.READ_APPLICATIONS, even_deleted=True, is_alone=True
        )
        given, viewer = asked(ApplicationsQuery, request), {"member_of": member.organization_id}
        if not is_narrowing(given):
            page = _OF_JOB.page(request=request, posting_id=posting.pk, **viewer)
            return respond_rendered(page, request=request)
        rows = applications_for(posting, **given)
        return respond(APPLICATIONS, newest_first(rows, request=request), request=request, **viewer)


class DecisionView(ChannelsView):
    """`jobs/{id}/applications/{application_id}/decision/`."""

    @extend_schema(request=ApplicationDecisionInput, responses=JobApplicationSerializer)
    @idempotent
    def post(self, request: Request, job_id: int, application_id: int) -> Response:
        """Decide on an application, and tell the candidate; the candidate withdraws by `withdrawn`."""
        own = own_application(self.caller, job_id, application_id)
        if own is not None:
            return self._withdrawn(request, own)
        posting, member = member_for(self.caller, job_id, Right.DECIDE_APPLICATIONS, even_deleted=True)
        application = application_for(posting, application_id)
        sent = validated(ApplicationDecisionInput, request)
        decided = deciding.decide(application=application, member=member, now=timezone.now(), **sent)
        context = {"member_of": member.organization_id}
        return Response(JobApplicationSerializer(decided, context=context).data)

    def _withdrawn(self, request: Request, own: Application) -> Response:
        decision = validated(ApplicationDecisionInput, request)["decision"]
        done = deciding.withdraw(application=own, user=self.caller, decision=decision, now=timezone.now())
        return Response(JobApplicationSerializer(done, context=NOBODY).data)


class CandidateApplicationsView(ChannelsView):
    """`candidate/applications/`."""

    @extend_schema(
        operation_id="api_channels_candidate_applications_list",
        parameters=[ApplicationsQuery, PageQuery],
        responses=JobApplicationSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List one's own applications, the newest first."""
        given = asked(ApplicationsQuery, request)
        if not is_narrowing(given):
            page = _OF_CANDIDATE.page(request=request, user_id=self.caller.pk, **NOBODY)
            return respond_rendered(page, request=request)
        rows = applications_of(self.caller, **given)
        return respond(APPLICATIONS, newest_first(rows, request=request), request=request, **NOBODY)
