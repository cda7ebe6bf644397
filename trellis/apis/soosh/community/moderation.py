"""What those who moderate a group do with posts, and what others tell them: additions of ours."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.community.input import PageQuery, PostReportInput, RemovalInput
from trellis.apis.soosh.community.output import (
    REPORTS,
    DismissedOutput,
    GroupPostOutput,
    PostReportOutput,
    PostReportsOutput,
)
from trellis.apis.soosh.community.pages import listed_by
from trellis.apis.soosh.community.posts import EITHER, answered
from trellis.apis.soosh.users.base import caller_of
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.headers import PreparedCounted
from trellis.domain.community.queries.groups import moderated_by
from trellis.domain.community.queries.posts import open_reports_in, post_for
from trellis.domain.community.services.moderating import (
    dismiss_reports,
    pin,
    remove_post,
    report_post,
    unpin,
)
from trellis.domain.messaging.rules.reports import Reason

_QUERY = PageQuery()
_REPORTS = PreparedCounted(open_reports_in(Argument("group_id")), REPORTS)


class RemoveView(SooshView):
    """`community/posts/{post_id}/remove`."""

    @extend_schema(request=RemovalInput, responses=EITHER)
    @idempotent
    def post(self, request: Request, post_id: UUID) -> HttpResponse:
        """Take a post or comment away from everybody, as who moderates: a stone stays, with the reason."""
        given, person = validated(RemovalInput, request), caller_of(request)
        post, _ = post_for(person, post_id)
        removed = remove_post(post=post, actor=person, why=given["reason"], now=timezone.now())
        return answered(removed, person)


class PinView(SooshView):
    """`community/posts/{post_id}/pin`."""

    @extend_schema(request=None, responses=GroupPostOutput)
    def put(self, request: Request, post_id: UUID) -> HttpResponse:
        """Have a post stand above the others, as who moderates; a group has few such. No body is read."""
        person = caller_of(request)
        post, _ = post_for(person, post_id)
        return answered(pin(post=post, actor=person, now=timezone.now()), person)

    @extend_schema(responses={200: GroupPostOutput})
    def delete(self, request: Request, post_id: UUID) -> HttpResponse:
        """Have it stand where it was written."""
        person = caller_of(request)
        post, _ = post_for(person, post_id)
        return answered(unpin(post=post, actor=person, now=timezone.now()), person)


class PostReportsView(SooshView):
    """`community/posts/{post_id}/reports`."""

    @extend_schema(request=PostReportInput, responses={201: PostReportOutput})
    @idempotent
    def post(self, request: Request, post_id: UUID) -> Response:
        """Tell those who moderate of a post; who wrote it is not told. Said again it is said once."""
        given, person = validated(PostReportInput, request), caller_of(request)
        post, _ = post_for(person, post_id)
        made = report_post(
            post=post,
            reporter=person,
            reason=Reason(given["reason"]),
            text=given["text"],
            now=timezone.now(),
        )
        return Response(PostReportOutput({"report": made}).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={200: DismissedOutput})
    def delete(self, request: Request, post_id: UUID) -> Response:
        """Let a post stand, as who moderates: its reports are dismissed, and who has made them is told."""
        person = caller_of(request)
        post, _ = post_for(person, post_id)
        return Response({"dismissed": dismiss_reports(post=post, actor=person, now=timezone.now())})


class GroupReportsView(SooshView):
    """`community/groups/{group_id}/reports`."""

    @extend_schema(operation_id="community_reports_list", parameters=[PageQuery], responses=PostReportsOutput)
    def get(self, request: Request, group_id: UUID) -> HttpResponse:
        """List what waits for those who moderate a group, the oldest first; never who has reported it."""
        asked = _QUERY.run_validation(request.GET)
        key = moderated_by(caller_of(request), group_id)
        return listed_by("reports", _REPORTS, number=asked["page"], size=asked["limit"], group_id=key)
