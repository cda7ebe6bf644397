"""Liking what others write. Both verbs say how it shall be, so that saying it twice changes nothing."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.community.models import Post, Reaction
from trellis.domain.community.refusals import PostGone
from trellis.domain.community.rules.choices import ReactionKind
from trellis.domain.community.rules.posts import is_gone
from trellis.domain.community.services.places import held_place
from trellis.domain.community.services.posting import locked_post


@retried_once
def react(*, post: Post, person: User, kind: ReactionKind, now: datetime) -> Post:
    """Like a post so, instead of how one liked it before; raise PostGone, IsBanned, NotAMember."""
    with transaction.atomic():
        held_place(post.group_id, person)
        current = locked_post(post)
        if is_gone(current):
            raise PostGone
        Reaction.objects.bulk_create(
            [Reaction(post=current, person=person, kind=kind, at=now)],
            update_conflicts=True,
            unique_fields=["post", "person"],
            update_fields=["kind", "at"],
        )
        current.refresh_from_db(fields=["reaction_count"])
    return current


@retried_once
def take_reaction_back(*, post: Post, person: User) -> Post:
    """Like a post no more; who did not has nothing to take back. Raises IsBanned, NotAMember."""
    with transaction.atomic():
        held_place(post.group_id, person)
        current = locked_post(post)
        Reaction.objects.filter(post=current, person=person).delete()
        current.refresh_from_db(fields=["reaction_count"])
    return current
