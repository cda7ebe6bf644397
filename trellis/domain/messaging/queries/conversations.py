"""The rooms that somebody is in, and what of them they see; in Python and in PostgreSQL's SQL."""

from django.db.models import IntegerField, QuerySet, UUIDField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from trellis.domain.accounts.models import User
from trellis.domain.guardians.queries import is_minor_sql
from trellis.domain.messaging.models import Room

# As people_in: of two, of whom somebody guards the minor, and groups.
_ROOMS = (
    "SELECT mine.id FROM messaging_room AS mine WHERE mine.first_id = {person}"
    " UNION SELECT mine.id FROM messaging_room AS mine WHERE mine.second_id = {person}"
    " UNION SELECT place.room_id FROM messaging_roommember AS place"
    " JOIN messaging_room AS mine ON mine.id = place.room_id"
    " WHERE place.person_id = {person} AND place.left_at IS NULL AND mine.first_id IS NULL"
    " UNION SELECT guarded.id FROM guardians_guardianship AS guards"
    " JOIN accounts_user AS guardian ON guardian.id = guards.guardian_id"
    " JOIN accounts_user AS minor ON minor.id = guards.minor_id"
    " JOIN messaging_room AS guarded ON minor.id IN (guarded.first_id, guarded.second_id)"
    " JOIN accounts_user AS adult ON adult.id = guarded.first_id + guarded.second_id - minor.id"
    " WHERE guards.guardian_id = {person} AND guards.status = 'accepted' AND guardian.is_active"
    " AND {minor} AND NOT {adult} AND NOT {guardian}"
)
_HIDDEN = (
    "EXISTS (SELECT 1 FROM messaging_block AS deaf JOIN messaging_room AS shared"
    " ON shared.id = {message}.room_id AND shared.first_id IS NULL"
    " WHERE deaf.blocker_id = {person} AND deaf.blocked_id = {message}.sender_id)"
)
_LAST = (
    "(SELECT last.{wanted} FROM messaging_message AS last WHERE last.room_id = {room}"
    " AND last.deleted_at IS NULL AND NOT {hidden} AND last.number > coalesce((SELECT place.sees_after"
    " FROM messaging_roommember AS place WHERE place.room_id = {room} AND place.person_id = {person}), 0)"
    " ORDER BY last.number DESC LIMIT 1)"
)


def rooms_sql(person: str) -> str:
    """Return the statement of the ids of all rooms that an account, given by its id, is in."""
    minors = {name: is_minor_sql(name) for name in ("minor", "adult", "guardian")}
    return _ROOMS.format(person=person, **minors)


def hidden_sql(message: str, person: str) -> str:
    """Return the expression that tells whether a message, a row of this name, is kept from an account.

    What somebody says in a group is kept from who has blocked them.
    """
    return _HIDDEN.format(message=message, person=person)


def last_message_sql(wanted: str, *, room: str, person: str) -> str:
    """Return the expression of a column of the last message that an account sees in a room."""
    return _LAST.format(wanted=wanted, room=room, person=person, hidden=hidden_sql("last", person))


def other_sql(room: str, person: str) -> str:
    """Return the expression of the account's id of the other of a room of two, a row of this name.

    NULL of a group, and for who is neither of them.
    """
    return (
        f"(CASE {person} WHEN {room}.first_id THEN {room}.second_id"
        f" WHEN {room}.second_id THEN {room}.first_id END)"
    )


def rooms_of(person: User) -> QuerySet[Room]:
    """Return the rooms that somebody is in, closed or not."""
    return Room.objects.filter(pk__in=RawSQL(rooms_sql(_key(person)), []))  # noqa: S611


def conversations_of(person: User) -> QuerySet[Room]:
    """Return the rooms that somebody is in, the one in which something was said last first, in a total order.

    Each has its two people, `unread_count`, and `last_message_id`, of the last one that they see.
    """
    from trellis.domain.messaging.queries.unread import unread_sql

    room, key = '"messaging_room"."id"', _key(person)
    unread = RawSQL(unread_sql(room, key), [], output_field=IntegerField())  # noqa: S611
    last = RawSQL(last_message_sql("id", room=room, person=key), [], output_field=UUIDField())  # noqa: S611
    rows = rooms_of(person).select_related("first", "second")
    ordered = rows.order_by(Coalesce("spoken_at", "opened_at").desc(), "-pk")
    return ordered.annotate(unread_count=unread, last_message_id=last)


def _key(person: User) -> str:
    return str(int(person.pk))
