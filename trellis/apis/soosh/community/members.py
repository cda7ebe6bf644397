"""`community/groups/{group_id}/members` and `/bans`: who is what in a group, and who may not be in it."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.community.input import BanInput, GroupRoleInput, PageQuery
from trellis.apis.soosh.community.output import (
    BANS,
    MEMBERS,
    BanOutput,
    BansOutput,
    GroupMemberOutput,
    GroupMembersOutput,
)
from trellis.apis.soosh.community.pages import listed_by, shown
from trellis.apis.soosh.messages.people import NOBODY
from trellis.apis.soosh.users.base import caller_of
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.headers import PreparedCounted
from trellis.domain.accounts.queries import account_of
from trellis.domain.community.queries.groups import bans_of, group_named, members_of, moderated_by, role_in
from trellis.domain.community.rules.choices import Role
from trellis.domain.community.services.groups import leave
from trellis.domain.community.services.roles import (
    ban,
    give_role,
    remove_person,
    unban,
)

_QUERY = PageQuery()
_GROUP = Argument("group_id")
_MEMBERS, _BANS = PreparedCounted(members_of(_GROUP), MEMBERS), PreparedCounted(bans_of(_GROUP), BANS)


class MembersView(SooshView):
    """`community/groups/{group_id}/members`."""

    @extend_schema(
        operation_id="community_members_list", parameters=[PageQuery], responses=GroupMembersOutput
    )
    def get(self, request: Request, group_id: UUID) -> HttpResponse:
        """List who is in a group that one is in, in the order in which they came."""
        asked = _QUERY.run_validation(request.GET)
        key, _ = role_in(group_id, caller_of(request))
        return listed_by("members", _MEMBERS, number=asked["page"], size=asked["limit"], group_id=key)


class MemberView(SooshView):
    """`community/groups/{group_id}/members/{user_id}`."""

    @extend_schema(request=GroupRoleInput, responses=GroupMemberOutput)
    def put(self, request: Request, group_id: UUID, user_id: UUID) -> HttpResponse:
        """Have somebody be a member, a moderator or an admin, as an admin; the last admin stays one: 409."""
        given, group = validated(GroupRoleInput, request), group_named(group_id)
        place = give_role(
            group=group,
            actor=caller_of(request),
            person=account_of(user_id),
            role=Role(given["role"]),
            now=timezone.now(),
        )
        return shown("member", MEMBERS, place)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, group_id: UUID, user_id: UUID) -> Response:
        """Take somebody out of a group, as who moderates it, or go oneself; they may come again."""
        group, person, other = group_named(group_id), caller_of(request), account_of(user_id)
        if other.pk == person.pk:
            leave(group=group, person=person, now=timezone.now())
        else:
            remove_person(group=group, actor=person, person=other, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class BansView(SooshView):
    """`community/groups/{group_id}/bans`."""

    @extend_schema(operation_id="community_bans_list", parameters=[PageQuery], responses=BansOutput)
    def get(self, request: Request, group_id: UUID) -> HttpResponse:
        """List who is banned from a group that one moderates, the latest first."""
        asked = _QUERY.run_validation(request.GET)
        key = moderated_by(caller_of(request), group_id)
        return listed_by("bans", _BANS, number=asked["page"], size=asked["limit"], group_id=key)

    @extend_schema(request=BanInput, responses={201: BanOutput, **NOBODY})
    @idempotent
    def post(self, request: Request, group_id: UUID) -> HttpResponse:
        """Have somebody be in a group no more, nor come to it, nor read in it, as who moderates it."""
        given, group = validated(BanInput, request), group_named(group_id)
        made = ban(
            group=group,
            actor=caller_of(request),
            person=account_of(given["user_id"]),
            why=given["reason"],
            now=timezone.now(),
        )
        return shown("ban", BANS, made, code=status.HTTP_201_CREATED)


class BanView(SooshView):
    """`community/groups/{group_id}/bans/{user_id}`."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, group_id: UUID, user_id: UUID) -> Response:
        """Let somebody come again; where there is no ban it is as good."""
        group = group_named(group_id)
        unban(group=group, actor=caller_of(request), person=account_of(user_id), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
