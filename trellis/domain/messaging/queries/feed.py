"""What somebody's devices missed: the entries of their feed, from rows, as the hub would have told them."""

from typing import Any
from uuid import UUID

from django.db.models import BooleanField, IntegerField, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from trellis.domain.messaging.models import Attachment, Feed, FeedEntry, Message, RoomMember
from trellis.domain.messaging.queries.conversations import hidden_sql
from trellis.domain.messaging.queries.facts import WITH, facts_of, facts_of_file, other_in
from trellis.domain.messaging.queries.unread import unread_sql
from trellis.domain.messaging.rules.feed import Kind, MessageFacts, Told, is_read_by, moment

_ENTRY = '"messaging_feedentry"'
_UNREAD = (
    f"CASE WHEN {_ENTRY}.kind = 'read' THEN {unread_sql(f'{_ENTRY}.room_id', f'{_ENTRY}.person_id')} END"
)
_KEPT_FROM = hidden_sql("told", f"{_ENTRY}.person_id")
_HIDDEN = (
    f"EXISTS (SELECT 1 FROM messaging_message AS told WHERE told.id = {_ENTRY}.message_id"  # noqa: S608
    f" AND {_KEPT_FROM})"
)


def last_number_of(person_id: int) -> int:
    """Return the number of the last entry of somebody's feed; 0 where there was none."""
    return Feed.objects.filter(person=person_id).values_list("last_number", flat=True).first() or 0


def can_follow(person_id: int, number: int) -> bool:
    """Tell whether everything after this number is still there, and it is one of somebody's feed or 0."""
    # Before the entries: what comes meanwhile must not look as though it had been there and were gone.
    last = last_number_of(person_id)
    if not 0 <= number <= last:
        return False
    first = FeedEntry.objects.filter(person=person_id).aggregate(first=Min("number"))["first"]
    return number == last if first is None else number >= first - 1


def feed_number_of(person_id: int, message_id: UUID) -> int | None:
    """Return the number by which somebody's feed told of a message first; None where none does (any more)."""
    rows = FeedEntry.objects.filter(person=person_id, message=message_id, kind=Kind.MESSAGE)
    return rows.values_list("number", flat=True).first()


def feed_after(person_id: int, number: int, *, limit: int) -> list[Told]:
    """Return the entries of somebody's feed after this number, at most `limit`, in their order.

    Messages are told as they are now. What is kept from somebody by now is told as a change of its room.
    """
    rows = FeedEntry.objects.filter(person=person_id, number__gt=number).order_by("number")
    return [_told(entry) for entry in _with_all(rows)[:limit]]


def _with_all(rows: QuerySet[FeedEntry]) -> QuerySet[Any]:
    places = RoomMember.objects.filter(room=OuterRef("room"), person=OuterRef("person"))
    named = ("person", "room__first", "room__second", *(f"message__{way}" for way in WITH))
    attached = Prefetch("message__attachments", Attachment.objects.order_by("position"))
    return (
        rows.select_related(*named)
        .prefetch_related(attached)
        .annotate(
            read_up_to=Subquery(places.values("read_up_to")[:1]),
            unread=RawSQL(_UNREAD, [], output_field=IntegerField()),  # noqa: S611
            is_hidden=RawSQL(_HIDDEN, [], output_field=BooleanField()),  # noqa: S611
        )
    )


def _told(entry: Any) -> Told:
    message = None if entry.is_hidden or entry.message is None else _facts(entry.message)
    has_read = message is not None and message["number"] <= (entry.read_up_to or 0)
    is_of_two = entry.kind in (Kind.READ, Kind.SEEN)
    other = other_in(entry.room, person_id=entry.person_id) if is_of_two else None
    return Told(
        number=entry.number,
        kind=Kind.ROOM.value if entry.is_hidden else entry.kind,
        room_id=str(entry.room_id),
        at=moment(entry.at),
        message=message,
        is_read=is_read_by(message, public_id=entry.person.public_id, has_read=has_read),
        after=entry.after,
        up_to=entry.up_to,
        other_id=str(other) if other else None,
        unread=entry.unread,
    )


def _facts(message: Message) -> MessageFacts:
    return facts_of(message, [facts_of_file(each) for each in message.attachments.all()])
