"""What those who moderate a group do with posts, and what they are told of them."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.events import DomainEvent
from trellis.core.throttling import take
from trellis.domain.accounts.models import User
from trellis.domain.community import events
from trellis.domain.community.models import Membership, Post, PostReport
from trellis.domain.community.refusals import (
    NotAModerator,
    NotPinned,
    OutOfReach,
    OwnPost,
    PostGone,
    TooManyPinned,
)
from trellis.domain.community.rules.choices import ReportStatus, Role
from trellis.domain.community.rules.limits import MOST_PINNED
from trellis.domain.community.rules.moderation import can_moderate, is_admin
from trellis.domain.community.rules.posts import is_gone
from trellis.domain.community.services.groups import locked_group
from trellis.domain.community.services.places import held_place
from trellis.domain.community.services.posting import locked_post
from trellis.domain.messaging.rules.reports import Reason


def remove_post(*, post: Post, actor: User, why: str, now: datetime) -> Post:
    """Take a post or comment away from everybody, as who moderates: a stone stays, with the reason.

    Its author and who reported it are told. Removed already it stays as it is. Raises NotAModerator, and
    OutOfReach for what an admin wrote and the actor is none.
    """
    with transaction.atomic():
        own = _moderating_place(post.group_id, actor)
        _refuse_out_of_reach(own, post)
        return _removed(locked_post(post), actor, why, now)


def remove_post_as_staff(*, post: Post, actor: User, why: str, now: datetime) -> Post:
    """Do the same from the back office, whoever wrote it."""
    with transaction.atomic():
        return _removed(locked_post(post), actor, why, now)


def pin(*, post: Post, actor: User, now: datetime) -> Post:
    """Have a post stand above the others. Raises NotAModerator, NotPinned, PostGone, TooManyPinned."""
    with transaction.atomic():
        locked_group(post.group)
        _moderating_place(post.group_id, actor)
        current = locked_post(post)
        if current.parent_id is not None:
            raise NotPinned
        if is_gone(current):
            raise PostGone
        if current.pinned_at is None:
            if Post.objects.filter(group=current.group_id, pinned_at__isnull=False).count() >= MOST_PINNED:
                raise TooManyPinned
            set_columns(current, pinned_at=now)
            _publish(events.post_pinned, current, actor, now)
    return current


def unpin(*, post: Post, actor: User, now: datetime) -> Post:
    """Have a post stand where it was written; one that is not pinned does. Raises NotAModerator."""
    with transaction.atomic():
        _moderating_place(post.group_id, actor)
        current = locked_post(post)
        if current.pinned_at is not None:
            set_columns(current, pinned_at=None)
            _publish(events.post_unpinned, current, actor, now)
    return current


def report_post(*, post: Post, reporter: User, reason: Reason, text: str = "", now: datetime) -> PostReport:
    """Tell those who moderate of a post that one sees; who wrote it is not told.

    Of one that they have reported already, and that nobody has decided on, the report there is. Raises
    OwnPost, PostGone, IsBanned, NotAMember, and TooMany for reports.
    """
    if post.author_id == reporter.pk:
        raise OwnPost
    take({"message_report": str(reporter.pk)})
    with transaction.atomic():
        held_place(post.group_id, reporter)
        current = locked_post(post)
        if is_gone(current):
            raise PostGone
        made, is_new = PostReport.objects.get_or_create(
            reporter=reporter,
            post=current,
            status=ReportStatus.OPEN,
            defaults={"reason": reason, "text": text, "created_at": now},
        )
        if is_new:
            told: events.Reported = {
                "group_id": current.group_id,
                "post_id": current.pk,
                "kind": str(reason),
            }
            events.post_reported.publish(actor_id=reporter.pk, subject=made, data=told, now=now)
    return made


def dismiss_reports(*, post: Post, actor: User, now: datetime) -> int:
    """Let a post stand, as who moderates: who has reported it is told; return how many did.

    Raises NotAModerator.
    """
    with transaction.atomic():
        _moderating_place(post.group_id, actor)
        return _decided(locked_post(post), ReportStatus.DISMISSED, actor.pk, now)


def dismiss_reports_as_staff(*, post: Post, actor_id: int, now: datetime) -> int:
    """Do the same from the back office."""
    with transaction.atomic():
        return _decided(locked_post(post), ReportStatus.DISMISSED, actor_id, now)


def _removed(post: Post, actor: User, why: str, now: datetime) -> Post:
    if post.removed_at is None:
        set_columns(post, removed_at=now, removed_by=actor, removed_why=why, pinned_at=None)
        told: events.Removed = {"group_id": post.group_id, "author_id": post.author_id}
        events.post_removed.publish(
            actor_id=actor.pk, subject=post, data=told, personal={"why": why}, now=now
        )
    _decided(post, ReportStatus.REMOVED, actor.pk, now)
    return post


def _decided(post: Post, status: ReportStatus, actor_id: int, now: datetime) -> int:
    """Decide on all that wait of a post, which is locked; return how many did."""
    rows = PostReport.objects.filter(post=post, status=ReportStatus.OPEN).select_related("reporter", "post")
    waiting = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for each in waiting:
        each.status, each.decided_at = status, now
    PostReport.objects.bulk_update(waiting, ["status", "decided_at"])
    told: events.Decided = {"group_id": post.group_id, "status": str(status)}
    events.report_decided.publish_many(
        actor_id=actor_id, subjects=[(each, told) for each in waiting], now=now
    )
    return len(waiting)


def _moderating_place(group_id: int, person: User) -> Membership:
    place = held_place(group_id, person)
    if not can_moderate(place.role):
        raise NotAModerator
    return place


def _refuse_out_of_reach(own: Membership, post: Post) -> None:
    """Raise OutOfReach for a post of an admin, unless the actor is one, or wrote it."""
    if is_admin(own.role) or post.author_id == own.person_id:
        return
    if Membership.objects.filter(group=own.group_id, person=post.author_id, role=Role.ADMIN).exists():
        raise OutOfReach


def _publish(event: DomainEvent[Post, events.OfGroup], post: Post, actor: User, now: datetime) -> None:
    event.publish(actor_id=actor.pk, subject=post, data={"group_id": post.group_id}, now=now)
