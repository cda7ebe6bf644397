"""Whom people have blocked, in Python and in the SQL of what PostgreSQL renders."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Block, Room, RoomMember

_BLOCKED = (
    "EXISTS (SELECT 1 FROM messaging_block AS block"
    " WHERE (block.blocker_id = {one} AND block.blocked_id = {other})"
    " OR (block.blocker_id = {other} AND block.blocked_id = {one}))"
)


def blocks_among(people: Collection[int], others: Collection[int] | None = None) -> QuerySet[Block]:
    """Return the blocks between two sets of accounts, whichever way; without `others`, among the first."""
    others = people if others is None else others
    return Block.objects.filter(
        Q(blocker_id__in=people, blocked_id__in=others) | Q(blocker_id__in=others, blocked_id__in=people)
    )


def is_blocked_between(one_id: int, other_id: int) -> bool:
    """Tell whether one of two accounts has blocked the other."""
    return blocks_among([one_id], [other_id]).exists()


def is_blocked_between_sql(one: str, other: str) -> str:
    """Return the expression that tells it; `one` and `other` are those of the accounts' ids."""
    return _BLOCKED.format(one=one, other=other)


def blocks_of(person: User) -> QuerySet[Block]:
    """Return whom somebody has blocked, the latest first."""
    return Block.objects.filter(blocker=person).select_related("blocked").order_by("-at", "-pk")


def who_has_blocked(person_id: int | None) -> set[int]:
    """Return the ids of all who have blocked an account."""
    return set(Block.objects.filter(blocked_id=person_id).values_list("blocker_id", flat=True))


def common_groups(one_id: int, other_id: int) -> QuerySet[Room]:
    """Return the groups that both are in, or were."""
    theirs = [RoomMember.objects.filter(person=each).values("room") for each in (one_id, other_id)]
    both = Room.objects.filter(pk__in=theirs[0]).filter(pk__in=theirs[1])
    return both.filter(first=None, members__person=one_id, members__left_at=None).order_by("pk")
