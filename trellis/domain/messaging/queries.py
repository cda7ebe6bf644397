"""What can be asked of rooms, in Python and in the SQL of what PostgreSQL renders."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.guardians.queries import unguarded, unguarded_sql, who_guards
from trellis.domain.messaging.models import Block, Room

_PRIVATE_ROOM = (
    "(SELECT {wanted} FROM messaging_room AS room"
    " WHERE room.first_id = least({one}, {other}) AND room.second_id = greatest({one}, {other}){and_so})"
)
_BLOCKED = (
    "EXISTS (SELECT 1 FROM messaging_block AS block"
    " WHERE (block.blocker_id = {one} AND block.blocked_id = {other})"
    " OR (block.blocker_id = {other} AND block.blocked_id = {one}))"
)
_HAS_BLOCKED = (
    "EXISTS (SELECT 1 FROM messaging_block AS block"
    " WHERE block.blocker_id = {blocker} AND block.blocked_id = {blocked})"
)


def private_room(*, one_id: int, other_id: int) -> Room | None:
    """Return the private room of two accounts, if there is one."""
    first, second = sorted((one_id, other_id))
    return Room.objects.filter(first_id=first, second_id=second).select_related("first", "second").first()


def private_room_sql(one: str, other: str) -> str:
    """Return the expression of that room's key; `one` and `other` are those of the accounts' ids."""
    return _PRIVATE_ROOM.format(wanted="room.id", one=one, other=other, and_so="")


def can_chat(*, one_id: int, other_id: int, now: datetime) -> bool:
    """Tell whether two accounts have a room that is open: not closed, nor a minor's whom nobody guards."""
    room = private_room(one_id=one_id, other_id=other_id)
    return room is not None and room.closed_at is None and not unguarded(pair_of(room), now=now)


def pair_of(room: Room) -> list[User]:
    """Return the two people whose room it is."""
    return [room.first, room.second]


def people_in(room: Room, *, now: datetime) -> list[User]:
    """Return who takes part in a room: its two people, and who guards the one of them that is a minor."""
    pair = pair_of(room)
    known = {each.pk for each in pair}
    return [*pair, *(each for each in who_guards(pair, now=now) if each.pk not in known)]


def can_chat_sql(one: str, other: str) -> str:
    """Return the expression that tells it."""
    is_open = " AND room.closed_at IS NULL"
    there = "EXISTS " + _PRIVATE_ROOM.format(wanted="1", one=one, other=other, and_so=is_open)
    return f"({there} AND NOT {unguarded_sql(one, other)})"


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


def has_blocked_sql(blocker: str, blocked: str) -> str:
    """Return the expression that tells whether `blocker` has blocked `blocked`.

    In a group nothing that somebody says reaches who has blocked them: lists, counts and feeds leave it out.
    """
    return _HAS_BLOCKED.format(blocker=blocker, blocked=blocked)


def blocks_of(person: User) -> QuerySet[Block]:
    """Return whom somebody has blocked, the latest first."""
    return Block.objects.filter(blocker=person).select_related("blocked").order_by("-at", "-pk")
