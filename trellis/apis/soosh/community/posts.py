"""`community/groups/{group_id}/posts` and `community/posts/…`: what is written, said below it, and liked."""

from functools import cache
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.community.input import GroupCommentInput, GroupPostInput, PageQuery, ReactionInput
from trellis.apis.soosh.community.output import (
    COMMENTS,
    POSTS,
    GroupCommentOutput,
    GroupCommentsOutput,
    GroupPostOutput,
    GroupPostsOutput,
)
from trellis.apis.soosh.community.pages import listed_by, shown
from trellis.apis.soosh.users.base import caller_of
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.headers import PreparedCounted
from trellis.domain.accounts.models import User
from trellis.domain.community.models import Post
from trellis.domain.community.queries.groups import VIEWER, group_named, role_in
from trellis.domain.community.queries.posts import comments_below, post_for, posts_in, role_at
from trellis.domain.community.rules.choices import ReactionKind
from trellis.domain.community.rules.moderation import can_moderate
from trellis.domain.community.services.posting import delete_post, edit_post, write_comment, write_post
from trellis.domain.community.services.reacting import react, take_reaction_back

_QUERY = PageQuery()
# An id names a post, or a comment below one.
EITHER = PolymorphicProxySerializer(
    component_name="GroupWritten",
    serializers=[GroupPostOutput, GroupCommentOutput],
    resource_type_field_name=None,
)


class PostsView(SooshView):
    """`community/groups/{group_id}/posts`."""

    @extend_schema(operation_id="community_posts_list", parameters=[PageQuery], responses=GroupPostsOutput)
    def get(self, request: Request, group_id: UUID) -> HttpResponse:
        """List the posts of a group that one is in: what is pinned, then the newest. Others get 403."""
        asked, person = _QUERY.run_validation(request.GET), caller_of(request)
        key, role = role_in(group_id, person)
        pages, page = _posts(can_moderate(role)), {"number": asked["page"], "size": asked["limit"]}
        return listed_by("posts", pages, group_id=key, viewer_id=person.pk, **page)

    @extend_schema(request=GroupPostInput, responses={201: GroupPostOutput})
    @idempotent
    def post(self, request: Request, group_id: UUID) -> HttpResponse:
        """Write a post in a group that one is in."""
        given, person = validated(GroupPostInput, request), caller_of(request)
        made = write_post(group=group_named(group_id), author=person, text=given["text"], now=timezone.now())
        return answered(made, person, status.HTTP_201_CREATED)


class PostView(SooshView):
    """`community/posts/{post_id}`."""

    @extend_schema(responses=EITHER)
    def get(self, request: Request, post_id: UUID) -> HttpResponse:
        """Show a post, or a comment, of a group that one is in."""
        person = caller_of(request)
        return answered(post_for(person, post_id)[0], person)

    @extend_schema(request=GroupPostInput, responses=EITHER)
    def put(self, request: Request, post_id: UUID) -> HttpResponse:
        """Have a post or comment of one's own say something else."""
        person = caller_of(request)
        post, _ = post_for(person, post_id)
        given = validated(GroupPostInput if post.parent_id is None else GroupCommentInput, request)
        return answered(edit_post(post=post, person=person, text=given["text"], now=timezone.now()), person)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, post_id: UUID) -> Response:
        """Take a post or comment of one's own back; taken back already it is as good."""
        person = caller_of(request)
        post, _ = post_for(person, post_id)
        delete_post(post=post, person=person, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class CommentsView(SooshView):
    """`community/posts/{post_id}/comments`."""

    @extend_schema(
        operation_id="community_comments_list", parameters=[PageQuery], responses=GroupCommentsOutput
    )
    def get(self, request: Request, post_id: UUID) -> HttpResponse:
        """List what is said below a post, in the order in which it was."""
        asked, person = _QUERY.run_validation(request.GET), caller_of(request)
        key, role = role_at(post_id, person)
        pages, page = _comments(can_moderate(role)), {"number": asked["page"], "size": asked["limit"]}
        return listed_by("comments", pages, post_id=key, viewer_id=person.pk, **page)

    @extend_schema(request=GroupCommentInput, responses={201: GroupCommentOutput})
    @idempotent
    def post(self, request: Request, post_id: UUID) -> HttpResponse:
        """Comment on a post."""
        given, person = validated(GroupCommentInput, request), caller_of(request)
        post, _ = post_for(person, post_id)
        made = write_comment(post=post, author=person, text=given["text"], now=timezone.now())
        return answered(made, person, status.HTTP_201_CREATED)


class ReactionView(SooshView):
    """`community/posts/{post_id}/reaction`."""

    @extend_schema(request=ReactionInput, responses=EITHER)
    def put(self, request: Request, post_id: UUID) -> HttpResponse:
        """Like a post or comment so, instead of how one did; said twice it is said once."""
        given, person = validated(ReactionInput, request), caller_of(request)
        post, _ = post_for(person, post_id)
        kind = ReactionKind(given["reaction"])
        return answered(react(post=post, person=person, kind=kind, now=timezone.now()), person)

    @extend_schema(responses={200: EITHER})
    def delete(self, request: Request, post_id: UUID) -> HttpResponse:
        """Like it no more; who does not anyway has said nothing new."""
        person = caller_of(request)
        post, _ = post_for(person, post_id)
        return answered(take_reaction_back(post=post, person=person), person)


@cache
def _posts(sees_all: bool) -> PreparedCounted:
    def of_group(reach: int | None) -> QuerySet[Post]:
        return posts_in(Argument("group_id"), viewer=VIEWER, sees_all=sees_all, reach=reach)

    return PreparedCounted(of_group, POSTS)


@cache
def _comments(sees_all: bool) -> PreparedCounted:
    rows = comments_below(Argument("post_id"), viewer=VIEWER, sees_all=sees_all)
    return PreparedCounted(rows, COMMENTS)


def answered(post: Post, viewer: User, code: int = status.HTTP_200_OK) -> HttpResponse:
    """Return a post, or a comment, as who asks sees it."""
    if post.parent_id is None:
        return shown("post", POSTS, post, code=code, viewer_id=viewer.pk)
    return shown("comment", COMMENTS, post, code=code, viewer_id=viewer.pk)
