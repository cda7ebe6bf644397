"""`channels/jobs/`: jobs, for who posts them and for everybody."""

from typing import Any

from django.db.models import DateTimeField, UUIDField
from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.base import PublicView
from trellis.apis.enabled_talent.channels.base import NOBODY, ChannelsView
from trellis.apis.enabled_talent.channels.filters import JobsQuery, OwnJobsQuery, asked
from trellis.apis.enabled_talent.channels.input import JobPostInput
from trellis.apis.enabled_talent.channels.output import JOBS, JobPostSerializer
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.paging.cursors import (
    PageQuery,
    PreparedKeyset,
    newest_first,
    respond,
    respond_rendered,
)
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.queries.postings import (
    is_narrowing,
    member_for,
    narrowed,
    open_postings,
    own_postings,
    poster,
    posting_seen_by,
    postings_of,
)
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.services import postings
from trellis.domain.notifications.rules import zone_of

# The lists that nothing narrows.
_OWN = PreparedKeyset(postings_of(Argument("member_of", UUIDField())), JOBS)
_OPEN = PreparedKeyset(open_postings(Argument("now", DateTimeField())), JOBS)


class _JobsView(ChannelsView):
    def shown(self, posting: Posting) -> dict[str, Any]:
        """Return a job as the caller sees it."""
        return dict(JobPostSerializer(posting, context=self.viewer).data)

    def sent(self, request: Request, *, is_partial: bool = False) -> dict[str, Any]:
        """Return what the body says of a job; raise ValidationError."""
        zone = zone_of(self.caller)
        form = JobPostInput(data=request.data, partial=is_partial, context={"zone": zone})
        form.is_valid(raise_exception=True)
        fields: dict[str, Any] = form.validated_data
        return fields


class JobsView(_JobsView):
    """`jobs/`."""

    @extend_schema(
        operation_id="api_channels_jobs_list",
        parameters=[OwnJobsQuery, PageQuery],
        responses=JobPostSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List the jobs of the organization in which the caller acts, the newest first; none without one."""
        given, viewer = asked(OwnJobsQuery, request), self.viewer
        if not is_narrowing(given):
            return respond_rendered(_OWN.page(request=request, **viewer), request=request)
        rows = narrowed(own_postings(viewer["member_of"]), given)
        return respond(JOBS, newest_first(rows, request=request), request=request, **viewer)

    @extend_schema(request=JobPostInput, responses={201: JobPostSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Post a job of the organization in which the caller acts."""
        member = poster(self.caller)
        made = postings.create_posting(member=member, fields=self.sent(request), now=timezone.now())
        return Response(self.shown(made), status=status.HTTP_201_CREATED)


class JobView(_JobsView):
    """`jobs/{id}/`."""

    @extend_schema(responses=JobPostSerializer)
    def get(self, request: Request, job_id: int) -> Response:
        """Show a job: an open one to everybody who is signed in, any to members of its organization."""
        return Response(self.shown(posting_seen_by(self.caller, job_id)))

    @extend_schema(request=JobPostInput, responses=JobPostSerializer)
    def put(self, request: Request, job_id: int) -> Response:
        """Change a job; what is not sent stays."""
        return self._changed(request, job_id, is_partial=False)

    @extend_schema(request=JobPostInput, responses=JobPostSerializer)
    def patch(self, request: Request, job_id: int) -> Response:
        """Change something of a job; `status` closes it, or opens it again."""
        return self._changed(request, job_id, is_partial=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, job_id: int) -> Response:
        """Delete a job; where somebody has applied, it is closed and the applications stay."""
        posting, member = member_for(self.caller, job_id, Right.POST_JOBS)
        postings.delete_posting(posting=posting, member=member, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _changed(self, request: Request, job_id: int, *, is_partial: bool) -> Response:
        posting, member = member_for(self.caller, job_id, Right.POST_JOBS)
        fields = self.sent(request, is_partial=is_partial)
        changed = postings.change_posting(posting=posting, member=member, fields=fields, now=timezone.now())
        return Response(self.shown(changed))


class BrowseView(PublicView):
    """`jobs/browse/`: for everybody, whatever token or cookie comes along."""

    authentication_classes = ()

    @extend_schema(
        operation_id="api_channels_jobs_browse_list",
        parameters=[JobsQuery, PageQuery],
        responses=JobPostSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List all jobs that take applications, the newest first."""
        given, now = asked(JobsQuery, request), timezone.now()
        if not is_narrowing(given):
            return respond_rendered(_OPEN.page(request=request, now=now, **NOBODY), request=request)
        rows = narrowed(open_postings(now), given)
        return respond(JOBS, newest_first(rows, request=request), request=request, **NOBODY)
