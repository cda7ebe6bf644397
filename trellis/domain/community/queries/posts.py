"""What is written in groups, as somebody sees it."""

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField

from trellis.core.db.arrays import IsNoneOf
from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.accounts.models import User
from trellis.domain.community.models import Ban, Group, Membership, Post, PostReport
from trellis.domain.community.queries.groups import VIEWER, place_in, role_of
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
_OWN_PLACES = Membership.objects.filter(group=OuterRef("group"), person=VIEWER)
# Which post it is, what the viewer is in its group, and whether they are banned from it, or have blocked
# who wrote it; and whether the group has ended.
_POST = PreparedQuery(
    Post.objects.filter(public_id=Argument("public_id", UUIDField()))
    .annotate(
        role=Subquery(_OWN_PLACES.values("role")),
        is_banned=Exists(Ban.objects.filter(group=OuterRef("group"), person=VIEWER)),
        is_blocked=Exists(Block.objects.filter(blocker=VIEWER, blocked=OuterRef("author"))),
    )
    .values_list("pk", "role", "is_banned", "is_blocked", "group__closed_at")
)


def posts_in(
    group: Group | Argument, *, viewer: User | Argument, sees_all: bool, reach: int | None = None
) -> QuerySet[Post]:
    """Return the posts of a group as somebody in it sees them: what is pinned first, then the newest.

    What its author has deleted is left out, unless something is said below it. Who moderates sees all, also
    by those whom they have blocked. With a `reach` no more than the first so many are certain to be there.
    """
    there = Q(deleted_at=None) | Q(comment_count__gt=0)
    rows = _seen(Post.objects.filter(there, group=group, parent=None), viewer, sees_all=sees_all)
    if reach is not None:
        # Else all posts of the group would be sorted for each page.
        newest = rows.filter(pinned_at=None).order_by("-pk").values("pk")[:reach]
        pinned = rows.filter(pinned_at__isnull=False).values("pk")
        rows = Post.objects.filter(pk__in=pinned.union(newest, all=True))
    return rows.order_by(*_PINNED_FIRST)


def comments_below(post: Post | Argument, *, viewer: User | Argument, sees_all: bool) -> QuerySet[Post]:
    """Return the comments below a post as somebody sees them, in the order in which they were written."""
    rows = Post.objects.filter(parent=post, deleted_at=None)
    return _seen(rows, viewer, sees_all=sees_all).order_by("pk")


def role_at(public_id: UUID, viewer: User) -> tuple[int, str]:
    """Return the key of a post or comment, and what somebody is in its group; raise as `post_for`."""
    found = _POST.rows(public_id=public_id, viewer_id=viewer.pk)
    if not found:
        raise UnknownPost
    key, role, is_banned, is_blocked, closed_at = found[0]
    if closed_at is not None:
        raise UnknownGroup
    role = role_of(role, is_banned=is_banned)
    if is_blocked and not can_moderate(role):
        raise UnknownPost
    return key, role


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
    rows = Post.objects.filter(pk=post.pk)
    if not _seen(rows, viewer, sees_all=can_moderate(place.role)).exists():
        raise UnknownPost
    return post, place


def open_reports_in(group: Group | Argument) -> QuerySet[PostReport]:
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


def _seen(rows: QuerySet[Post], viewer: User | Argument, *, sees_all: bool) -> QuerySet[Post]:
    """Leave out what people wrote whom the viewer has blocked, unless they moderate."""
    if sees_all:
        return rows
    blocked = ArraySubquery(Block.objects.filter(blocker=viewer).values("blocked"))
    return rows.filter(IsNoneOf("author_id", blocked))
