"""What candidates need for interviews: `applications/{id}/needs/` for both sides, `needs/` for who hires."""

from typing import Any

from django.db.models import UUIDField
from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.channels.base import NOBODY, ChannelsView, ForEither
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.paging.cursors import PageQuery, PreparedKeyset, respond_rendered
from trellis.core.rendering import Computed, compile_page
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.queries.applications import application_for, own_application
from trellis.domain.jobs.queries.postings import member_for
from trellis.domain.jobs.rights import Right
from trellis.domain.needs.models import NeedTask
from trellis.domain.needs.queries.tasks import (
    NEED_SQL,
    STANDING_SQL,
    TITLE_SQL,
    need_shown,
    open_tasks_of,
    task_for,
    tasks_for,
    title_shown,
)
from trellis.domain.needs.refusals import CandidatesOwn, OrganizationsOwn
from trellis.domain.needs.rules.tasks import Standing, standing_of
from trellis.domain.needs.services import meeting, sharing
from trellis.domain.organizations.models import Membership


class NeedStanding(Computed):
    """Whether a need is open, met or waived."""

    output = serializers.ChoiceField(choices=Standing.choices)
    sql = STANDING_SQL

    def compute(self, row: NeedTask) -> str:
        """Return it."""
        return str(standing_of(row))


class NeedTitle(ForEither):
    """What is needed, as it was shared; words of one's own are the candidate's alone while it is blind."""

    output = serializers.CharField()
    sql = TITLE_SQL

    def compute(self, row: NeedTask) -> str:
        """Return it."""
        return title_shown(row, is_own=self.is_own)


class NeedKey(ForEither):
    """Which need of the candidate's it is; null for the organization while it is blind."""

    output = serializers.IntegerField(allow_null=True)
    sql = NEED_SQL

    def compute(self, row: NeedTask) -> int | None:
        """Return its key."""
        return need_shown(row, is_own=self.is_own)


class NeedPersonSerializer(serializers.ModelSerializer[User]):
    """Somebody of the organization's; no address."""

    class Meta:
        model = User
        fields = ["id", "first_name", "last_name"]


class NeedTaskSerializer(serializers.ModelSerializer[NeedTask]):
    """What a candidate needs, as it was shared, and what becomes of it."""

    job = serializers.IntegerField(source="application.posting_id")
    application = serializers.IntegerField(source="application_id")
    application_number = serializers.CharField(source="application.number")
    need = NeedKey()
    title = NeedTitle()
    status = NeedStanding()
    owner = NeedPersonSerializer(allow_null=True)
    done_by = NeedPersonSerializer(allow_null=True)
    shared_at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = NeedTask
        fields = [
            *("id", "need", "title", "status", "job", "application", "application_number"),
            *("owner", "due_date", "done_by", "done_at", "waived_at", "shared_at", "updated_at"),
        ]


class SharedNeedInput(Input):
    """Which need of one's own is shared."""

    need = serializers.IntegerField()


class NeedAssignmentInput(Input):
    """Whose task it is, by the key of an account, and until when; null is nobody's, and no day."""

    owner = serializers.IntegerField(required=False, allow_null=True)
    due_date = serializers.DateField(required=False, allow_null=True)


_MEMBER_OF = Argument("member_of", UUIDField())
_TASKS = compile_page(NeedTaskSerializer, arguments=[_MEMBER_OF])
_OPEN = PreparedKeyset(open_tasks_of(_MEMBER_OF), _TASKS)


class OpenNeedsView(ChannelsView):
    """`needs/`."""

    @extend_schema(
        operation_id="api_channels_needs_list",
        parameters=[PageQuery],
        responses=NeedTaskSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List what the organization in which the caller acts has left to do, the newest first."""
        return respond_rendered(_OPEN.page(request=request, **self.viewer), request=request)


class _ApplicationView(ChannelsView):
    """An application, seen by its candidate or by a member who reads applications."""

    def find(self, job_id: int, application_id: int) -> tuple[Application, Membership | None]:
        """Return the application, with the membership of who is no candidate of it."""
        own = own_application(self.caller, job_id, application_id)
        if own is not None:
            return own, None
        posting, member = member_for(self.caller, job_id, Right.READ_APPLICATIONS, even_deleted=True)
        return application_for(posting, application_id), member

    def own(self, job_id: int, application_id: int) -> Application:
        """Return the caller's own application; raise CandidatesOwn for who else sees it."""
        application, member = self.find(job_id, application_id)
        if member is not None:
            raise CandidatesOwn
        return application

    def theirs(self, job_id: int, application_id: int) -> tuple[Application, Membership]:
        """Return an application with the membership; raise OrganizationsOwn for the candidate."""
        application, member = self.find(job_id, application_id)
        if member is None:
            raise OrganizationsOwn
        return application, member


def _context(member: Membership | None) -> dict[str, Any]:
    return NOBODY if member is None else {"member_of": member.organization_id}


def _shown(task: NeedTask, member: Membership | None, code: int = status.HTTP_200_OK) -> Response:
    return Response(NeedTaskSerializer(task, context=_context(member)).data, status=code)


class SharedNeedsView(_ApplicationView):
    """`jobs/{id}/applications/{application_id}/needs/`."""

    @extend_schema(
        operation_id="api_channels_jobs_applications_needs_list", responses=NeedTaskSerializer(many=True)
    )
    def get(self, request: Request, job_id: int, application_id: int) -> Response:
        """List what the candidate needs for the interview, for both sides; the first first."""
        application, member = self.find(job_id, application_id)
        listed = NeedTaskSerializer(tasks_for(application), many=True, context=_context(member))
        return Response(listed.data)

    @extend_schema(request=SharedNeedInput, responses={201: NeedTaskSerializer})
    @idempotent
    def post(self, request: Request, job_id: int, application_id: int) -> Response:
        """Share a need with one's application: 201, or 200 where it is shared already."""
        own = self.own(job_id, application_id)
        need_id = validated(SharedNeedInput, request)["need"]
        task, is_new = sharing.share(application=own, user=self.caller, need_id=need_id, now=timezone.now())
        return _shown(task, None, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


class SharedNeedView(_ApplicationView):
    """`jobs/{id}/applications/{application_id}/needs/{task_id}/`."""

    @extend_schema(responses=NeedTaskSerializer)
    def get(self, request: Request, job_id: int, application_id: int, task_id: int) -> Response:
        """Show what the candidate needs, and what becomes of it."""
        application, member = self.find(job_id, application_id)
        return _shown(task_for(application, task_id), member)

    @extend_schema(request=NeedAssignmentInput, responses=NeedTaskSerializer)
    def patch(self, request: Request, job_id: int, application_id: int, task_id: int) -> Response:
        """Say who of the organization meets it, and until when."""
        application, member = self.theirs(job_id, application_id)
        fields = validated(NeedAssignmentInput, request)
        task = meeting.assign(
            application=application, task_id=task_id, member=member, fields=fields, now=timezone.now()
        )
        return _shown(task, member)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, job_id: int, application_id: int, task_id: int) -> Response:
        """Share it no longer: the organization has it no longer, either."""
        own = self.own(job_id, application_id)
        sharing.take_back(application=own, user=self.caller, task_id=task_id, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class NeedDoneView(_ApplicationView):
    """`jobs/{id}/applications/{application_id}/needs/{task_id}/done/`."""

    @extend_schema(request=None, responses=NeedTaskSerializer)
    @idempotent
    def post(self, request: Request, job_id: int, application_id: int, task_id: int) -> Response:
        """Say that it is met: who assigns needs, and whose task it is."""
        application, member = self.theirs(job_id, application_id)
        task = meeting.meet(application=application, task_id=task_id, member=member, now=timezone.now())
        return _shown(task, member)


class NeedWaiverView(_ApplicationView):
    """`jobs/{id}/applications/{application_id}/needs/{task_id}/waive/`."""

    @extend_schema(request=None, responses=NeedTaskSerializer)
    @idempotent
    def post(self, request: Request, job_id: int, application_id: int, task_id: int) -> Response:
        """Do without: the interview need not wait for it."""
        own = self.own(job_id, application_id)
        task = sharing.waive(application=own, user=self.caller, task_id=task_id, now=timezone.now())
        return _shown(task, None)


class NeedReopeningView(_ApplicationView):
    """`jobs/{id}/applications/{application_id}/needs/{task_id}/reopen/`."""

    @extend_schema(request=None, responses=NeedTaskSerializer)
    @idempotent
    def post(self, request: Request, job_id: int, application_id: int, task_id: int) -> Response:
        """Say that it is not met after all, or that one does not do without."""
        own = self.own(job_id, application_id)
        task = sharing.reopen(application=own, user=self.caller, task_id=task_id, now=timezone.now())
        return _shown(task, None)
