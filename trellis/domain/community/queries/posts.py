"""What is written in groups, as somebody sees it."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.community.models import Group, Membership, Post, PostReport
from trellis.domain.community.queries.groups import place_in
from trellis.domain.community.refusals import UnknownGroup, UnknownPost
from trellis.domain.community.rules.choices import ReportStatus
from trellis.domain.community.rules.moderation import can_moderate
from trellis.domain.messaging.models import Block

# What lists print of a row, in SQL.
IS_GONE_SQL = "{deleted_at} IS NOT NULL OR {removed_at} IS NOT NULL OR {text} = ''"
TEXT_SQL = "CASE WHEN {deleted_at} IS NULL AND {removed_at} IS NULL THEN {text} ELSE '' END"
OWN_REACTION_SQL = (
    "SELECT reaction.kind FROM community_reaction AS reaction"
    " WHERE reaction.post_id = {id} AND reaction.person_id = {viewer_id}"
)
REACTIONS_SQL = (
    "SELECT coalesce(jsonb_object_agg(kind, number), '{{}}'::jsonb) FROM ("
    "SELECT reaction.kind, count(*) AS number FROM community_reaction AS reaction"
    " WHERE reaction.post_id = {id} GROUP BY reaction.kind) AS tally"
)

_PINNED_FIRST = (F("pinned_at").desc(nulls_last=True), "-pk")


def posts_in(group: Group, place: Membership) -> QuerySet[Post]:
    """Return the posts of a group as somebody in it sees them: what is pinned first, then the newest.

    What its author has deleted is left out, unless something is said below it.
    """
    there = Q(deleted_at=None) | Q(comment_count__gt=0)
    rows = Post.objects.filter(there, group=group, parent=None)
    return _seen(rows, place).order_by(*_PINNED_FIRST)


def comments_below(post: Post, place: Membership) -> QuerySet[Post]:
    """Return the comments below a post as somebody sees them, in the order in which they were written."""
    return _seen(Post.objects.filter(parent=post, deleted_at=None), place).order_by("pk")


def post_for(viewer: User, public_id: UUID) -> tuple[Post, Membership]:
    """Return a post or comment to somebody in its group, and their place there.

    Raises UnknownPost, also for one by somebody whom they have blocked, IsBanned, NotAMember, UnknownGroup.
    """
    post = (
        Post.objects.select_related("group__category", "author", "parent").filter(public_id=public_id).first()
    )
    if post is None:
        raise UnknownPost
    if post.group.closed_at is not None:
        raise UnknownGroup
    place = place_in(post.group, viewer)
    if not _seen(Post.objects.filter(pk=post.pk), place).exists():
        raise UnknownPost
    return post, place


def open_reports_in(group: Group) -> QuerySet[PostReport]:
    """Return what waits for those who moderate a group, the oldest first."""
    rows = PostReport.objects.filter(post__group=group, status=ReportStatus.OPEN)
    return rows.order_by("created_at", "pk")


def reactions_to(post: Post) -> dict[str, int]:
    """Return what REACTIONS_SQL gives."""
    kinds = list(post.reactions.values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in sorted(set(kinds), key=lambda kind: (len(kind), kind))}


def own_reaction(post: Post, viewer_id: int) -> str | None:
    """Return what OWN_REACTION_SQL gives."""
    return post.reactions.filter(person_id=viewer_id).values_list("kind", flat=True).first()


def _seen(rows: QuerySet[Post], place: Membership) -> QuerySet[Post]:
    """Leave out what people wrote whom the viewer has blocked; who moderates sees all."""
    if can_moderate(place.role):
        return rows
    blocks = Block.objects.filter(blocker=place.person_id, blocked=OuterRef("author"))
    return rows.filter(~Exists(blocks))
