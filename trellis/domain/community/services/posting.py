"""Writing in a group: posts, comments, what they say instead, and taking them back."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.db.errors import retried_once
from trellis.core.throttling import take
from trellis.domain.accounts.models import User
from trellis.domain.community import events
from trellis.domain.community.models import Group, Post
from trellis.domain.community.refusals import CommentOfComment, NotTheirPost, PostGone, UnknownPost
from trellis.domain.community.rules.posts import is_gone
from trellis.domain.community.services.guarding import refuse_unguarded_minor
from trellis.domain.community.services.places import held_place
from trellis.domain.messaging.services.silencing import refuse_if_silenced


@retried_once
def write_post(*, group: Group, author: User, text: str, now: datetime) -> Post:
    """Write a post in a group; raise IsBanned, NotAMember, Silenced, NeedsGuardian, and TooMany for posts."""
    refuse_if_silenced(person=author, now=now)
    take({"community_post": str(author.pk)})
    with transaction.atomic():
        held_place(group.pk, author)
        return _written(group.pk, None, author, text, now)


@retried_once
def write_comment(*, post: Post, author: User, text: str, now: datetime) -> Post:
    """Comment on a post that one sees; raise CommentOfComment, PostGone, and what `write_post` raises."""
    refuse_if_silenced(person=author, now=now)
    take({"community_post": str(author.pk)})
    with transaction.atomic():
        held_place(post.group_id, author)
        current = locked_post(post)
        if current.parent_id is not None:
            raise CommentOfComment
        if is_gone(current):
            raise PostGone
        return _written(post.group_id, current, author, text, now)


@retried_once
def edit_post(*, post: Post, person: User, text: str, now: datetime) -> Post:
    """Have a post or comment of one's own say something else.

    Raises NotTheirPost, PostGone, Silenced, IsBanned, NotAMember.
    """
    refuse_if_silenced(person=person, now=now)
    with transaction.atomic():
        held_place(post.group_id, person)
        current = locked_post(post)
        if current.author_id != person.pk:
            raise NotTheirPost
        if is_gone(current):
            raise PostGone
        if text != current.text:
            set_columns(current, text=text, edited_at=now)
            events.post_edited.publish(
                actor_id=person.pk, subject=current, data={"group_id": current.group_id}, now=now
            )
    return current


@retried_once
def delete_post(*, post: Post, person: User, now: datetime) -> None:
    """Take back what one has written: its text is shown nowhere any more, and kept nowhere.

    Done twice it is done; what was removed stays removed. Raises NotTheirPost.
    """
    with transaction.atomic():
        current = locked_post(post)
        if current.author_id != person.pk:
            raise NotTheirPost
        if current.deleted_at is None:
            set_columns(current, text="", deleted_at=now, pinned_at=None)
            events.post_deleted.publish(
                actor_id=person.pk, subject=current, data={"group_id": current.group_id}, now=now
            )


def locked_post(post: Post) -> Post:
    """Return a post as it is now, alone with it; raise UnknownPost."""
    rows = Post.objects.select_for_update(no_key=True, of=("self",)).select_related("group", "author")
    current = rows.filter(pk=post.pk).first()
    if current is None:
        raise UnknownPost
    return current


def _written(group_id: int, parent: Post | None, author: User, text: str, now: datetime) -> Post:
    refuse_unguarded_minor(author, now=now)
    made = Post.objects.create(group_id=group_id, parent=parent, author=author, text=text, created_at=now)
    told: events.Written = {"group_id": group_id, "parent_id": parent.pk if parent else None}
    events.post_written.publish(actor_id=author.pk, subject=made, data=told, now=now)
    return made
