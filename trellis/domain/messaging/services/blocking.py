"""Blocking somebody and taking it back, in silence; docs/decisions/moderation.md says what a block does."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from trellis.core.db.locks import lock
from trellis.core.realtime import check_sockets
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import person_room
from trellis.domain.messaging import events
from trellis.domain.messaging.models import Block
from trellis.domain.messaging.queries.blocking import blocks_among, common_groups
from trellis.domain.messaging.refusals import BlocksSelf, CannotWrite, TooManyBlocks
from trellis.domain.messaging.rules.blocks import MOST_BLOCKS
from trellis.domain.messaging.services.feeding import tell_of_room

# Of both who take part in a block. Shared: who asks waits for who blocks, and not for others who ask. In the
# order of the ids.
_SHARED = (
    "SELECT count(pg_advisory_xact_lock_shared(hashtextextended('blocks:' || person, 0)))"
    " FROM unnest(%s::bigint[]) AS asked (person)"
)


def block(*, person: User, other: User, now: datetime) -> Block:
    """Have the person hear nothing of the other any more, nor be booked or added by them; return the block.

    Nothing is said after this was committed. What is agreed between them stands. Blocking somebody again
    changes nothing. Raises BlocksSelf, TooManyBlocks.
    """
    if person.pk == other.pk:
        raise BlocksSelf
    with transaction.atomic():
        _alone_with(person, other)
        found = Block.objects.filter(blocker=person, blocked=other).first()
        if found is not None:
            return found
        if Block.objects.filter(blocker=person).count() >= MOST_BLOCKS:
            raise TooManyBlocks
        made = Block.objects.create(blocker=person, blocked=other, at=now)
        events.person_blocked.publish(
            actor_id=person.pk, subject=made, data={"blocked_id": other.pk}, now=now
        )
        _have_seen(person, other, now)
    return made


def unblock(*, person: User, other: User, now: datetime) -> None:
    """Take a block back; where there is none, nothing happens."""
    with transaction.atomic():
        _alone_with(person, other)
        found = Block.objects.filter(blocker=person, blocked=other).first()
        if found is None:
            return
        events.person_unblocked.publish(
            actor_id=person.pk, subject=found, data={"blocked_id": other.pk}, now=now
        )
        found.delete()
        _have_seen(person, other, now)


def refuse_if_blocks_between(*, person: User, others: Iterable[User]) -> None:
    """Raise CannotWrite where the person has blocked one of the others, or one of them the person.

    What the others have to do with each other is not asked. Must be called in a transaction, which no block
    between them overtakes. Its lock comes after those on rows of rooms, mentors and mentees, and before those
    of `refuse_unless_guarded`.
    """
    asked = {each.pk for each in others} - {person.pk}
    wait_for_blocks([person.pk])
    if blocks_among([person.pk], asked).exists():
        raise CannotWrite


def wait_for_blocks(people: Iterable[int]) -> None:
    """Wait for the blocks that one of these accounts takes part in, and let none begin before the end."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("blocks asked for outside a transaction")
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [sorted(set(people))])


def _alone_with(one: User, other: User) -> None:
    """Have nobody ask who blocks whom of these two until the transaction ends."""
    for key in sorted((one.pk, other.pk)):
        lock("blocks", key)


def _have_seen(person: User, other: User, now: datetime) -> None:
    """Have both people's sockets look again, and what the person sees of common groups be asked for anew."""
    for room in common_groups(person.pk, other.pk):
        tell_of_room(room, people=[person.pk], now=now)
    check_sockets([person_room(person.pk), person_room(other.pk)])
