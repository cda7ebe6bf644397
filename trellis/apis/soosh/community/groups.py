"""`community/groups`: all of them, one, coming to one and going (soosh-api.md, section 13)."""

from functools import cache
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.community.input import CommunityGroupChangeInput, CommunityGroupInput, GroupsQuery
from trellis.apis.soosh.community.output import GROUPS, CommunityGroupOutput, CommunityGroupsOutput
from trellis.apis.soosh.community.pages import listed, listed_by, shown
from trellis.apis.soosh.users.base import caller_of
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.headers import PreparedCounted
from trellis.domain.community.queries.groups import (
    VIEWER,
    category_named,
    group_for,
    group_named,
    groups_for,
    narrowed,
)
from trellis.domain.community.services.groups import change_group, found_group, join, leave

_QUERY = GroupsQuery()


class GroupsView(SooshView):
    """`community/groups`."""

    @extend_schema(
        operation_id="community_groups_list", parameters=[GroupsQuery], responses=CommunityGroupsOutput
    )
    def get(self, request: Request) -> HttpResponse:
        """List the groups that one may come to, the largest first."""
        asked, person = _QUERY.run_validation(request.GET), caller_of(request)
        page = {"number": asked["page"], "size": asked["limit"], "viewer_id": person.pk}
        category = category_named(asked["category"]) if "category" in asked else None
        if "q" not in asked:
            pages = _pages(category is not None, asked["is_member"])
            return listed_by("groups", pages, category_id=category and category.pk, **page)
        rows = narrowed(
            groups_for(person),
            viewer=person,
            words=asked["q"],
            category=category,
            is_member=asked["is_member"],
        )
        return listed("groups", GROUPS, rows, **page)

    @extend_schema(request=CommunityGroupInput, responses={201: CommunityGroupOutput})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Make a group, whose admin one is."""
        given, person = validated(CommunityGroupInput, request), caller_of(request)
        made = found_group(founder=person, now=timezone.now(), **_said(given))
        return shown("group", GROUPS, made, code=status.HTTP_201_CREATED, viewer_id=person.pk)


class GroupView(SooshView):
    """`community/groups/{group_id}`."""

    @extend_schema(responses=CommunityGroupOutput)
    def get(self, request: Request, group_id: UUID) -> HttpResponse:
        """Show a group, and what one is in it; 403 for who is banned from it."""
        person = caller_of(request)
        return shown("group", GROUPS, group_for(person, group_id), viewer_id=person.pk)

    @extend_schema(request=CommunityGroupChangeInput, responses=CommunityGroupOutput)
    def put(self, request: Request, group_id: UUID) -> HttpResponse:
        """Have a group say something else of itself, as its admin; what is left out stays."""
        given, person = validated(CommunityGroupChangeInput, request), caller_of(request)
        changed = change_group(
            group=group_named(group_id), actor=person, changes=_said(given), now=timezone.now()
        )
        return shown("group", GROUPS, changed, viewer_id=person.pk)


class JoinView(SooshView):
    """`community/groups/{group_id}/join`."""

    @extend_schema(request=None, responses={200: CommunityGroupOutput, 201: CommunityGroupOutput})
    @idempotent
    def post(self, request: Request, group_id: UUID) -> HttpResponse:
        """Come to a group: 201 for the first time, then 200 with the same. No body is read."""
        person = caller_of(request)
        place, is_new = join(group=group_named(group_id), person=person, now=timezone.now())
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return shown("group", GROUPS, place.group, code=code, viewer_id=person.pk)


class LeaveView(SooshView):
    """`community/groups/{group_id}/leave`."""

    @extend_schema(request=None, responses=CommunityGroupOutput)
    @idempotent
    def post(self, request: Request, group_id: UUID) -> HttpResponse:
        """Go out of a group and its events; where the last admin goes, another is named. No body is read."""
        person, group = caller_of(request), group_named(group_id)
        leave(group=group, person=person, now=timezone.now())
        return shown("group", GROUPS, group, viewer_id=person.pk)


@cache
def _pages(is_of_category: bool, is_member: bool | None) -> PreparedCounted:
    category = Argument("category_id") if is_of_category else None
    rows = narrowed(groups_for(VIEWER), viewer=VIEWER, category=category, is_member=is_member)
    return PreparedCounted(rows, GROUPS)


def _said(given: dict[str, Any]) -> dict[str, Any]:
    """Return what is given with the category that is meant."""
    if given.get("category"):
        return {**given, "category": category_named(given["category"])}
    return given
