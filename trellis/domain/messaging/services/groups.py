"""Groups: who opens one, comes to it, goes, and owns it then (docs/decisions/moderation.md).

The row of the room is locked first, then who blocks whom, then who guards whom, feeds last.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from trellis.core.throttling import take
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import UnknownAccount
from trellis.domain.messaging import events
from trellis.domain.messaging.models import Room, RoomMember
from trellis.domain.messaging.refusals import (
    CannotAdd,
    CannotWrite,
    GroupFull,
    GuardianStays,
    NoPeople,
    NotAGroup,
    NotInGroup,
    NotTheirGroup,
    RoomClosed,
    UnknownRoom,
)
from trellis.domain.messaging.rules.limits import MOST_IN_GROUP
from trellis.domain.messaging.services.blocking import refuse_if_blocks_between
from trellis.domain.messaging.services.feeding import tell_of_room
from trellis.domain.messaging.services.silencing import refuse_if_silenced
from trellis.domain.messaging.services.watching import missing_guardians, refuse_leaving_unwatched

_Places = dict[int, RoomMember]


def create_group(*, creator: User, title: str, people: Sequence[User], now: datetime) -> Room:
    """Open a group of these people, which its creator owns; who guards a minor among adults comes along.

    Raises NoPeople, GroupFull, UnknownAccount, CannotAdd, NeedsGuardian, Silenced, and TooMany for groups.
    """
    if not {each.pk for each in people} - {creator.pk}:
        raise NoPeople
    refuse_if_silenced(person=creator, now=now)
    take({"group_opened": str(creator.pk)})
    with transaction.atomic():
        room = Room.objects.create(title=title, opened_at=now)
        owner = RoomMember(room=room, person=creator, role=RoomMember.Role.OWNER, joined_at=now)
        owner.save(force_insert=True)
        come = _let_in(room, {creator.pk: owner}, creator, people, now)
        told: events.Joined = {"person_ids": sorted(each.pk for each in come)}
        events.group_opened.publish(actor_id=creator.pk, subject=room, data=told, now=now)
        tell_of_room(room, people=[creator.pk, *told["person_ids"]], now=now)
    return room


def add_people(*, room: Room, actor: User, people: Sequence[User], now: datetime) -> list[User]:
    """Have people come to a group, as its owner, and who guards a minor among adults; return who is new.

    Who is in it already stays so. They see what is said from then on. Raises UnknownRoom, NotTheirGroup,
    RoomClosed, GroupFull, UnknownAccount, CannotAdd, NeedsGuardian, Silenced.
    """
    refuse_if_silenced(person=actor, now=now)
    with transaction.atomic():
        current, places = _locked(room)
        _refuse_unless_owner(places, actor)
        come = _let_in(current, places, actor, people, now)
        if come:
            told: events.Joined = {"person_ids": sorted(each.pk for each in come)}
            events.room_joined.publish(actor_id=actor.pk, subject=current, data=told, now=now)
            tell_of_room(current, people={*_present(places), *told["person_ids"]}, now=now)
    return come


def rename_group(*, room: Room, actor: User, title: str, now: datetime) -> Room:
    """Call a group something else, as its owner. Raises UnknownRoom, NotTheirGroup, RoomClosed, Silenced."""
    refuse_if_silenced(person=actor, now=now)
    with transaction.atomic():
        current, places = _locked(room)
        _refuse_unless_owner(places, actor)
        if current.title != title:
            current.title = title
            current.save(update_fields=["title"])
            tell_of_room(current, people=_present(places), now=now)
    return current


def leave(*, room: Room, person: User, now: datetime) -> None:
    """Go out of a group; where its last owner goes, who has been in it longest owns it.

    Without anybody it is closed. Raises UnknownRoom, NotAGroup, GuardianStays.
    """
    with transaction.atomic():
        current, places = _locked(room)
        if person.pk not in _present(places):
            raise UnknownRoom
        _take_out(current, places, person, person, now)


def leave_all(*, user: User, now: datetime) -> None:
    """Go out of all groups, as somebody does who goes for good; each in a transaction of its own."""
    here = Room.objects.filter(first=None, closed_at=None, members__person=user, members__left_at=None)
    for room in here.order_by("pk"):
        # They guard nobody any more, or somebody else took them out meanwhile.
        with suppress(GuardianStays, UnknownRoom, RoomClosed):
            leave(room=room, person=user, now=now)


def remove_person(*, room: Room, actor: User, person: User, now: datetime) -> None:
    """Take somebody out of a group, as its owner.

    Raises UnknownRoom, NotTheirGroup, NotInGroup, GuardianStays.
    """
    with transaction.atomic():
        current, places = _locked(room)
        _refuse_unless_owner(places, actor)
        if person.pk not in _present(places):
            raise NotInGroup
        _take_out(current, places, person, actor, now)


def _locked(room: Room) -> tuple[Room, _Places]:
    """Return a group as it is then, alone with it, and everybody's place, also of who has left."""
    current = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
    if not current.is_group:
        raise NotAGroup
    if current.closed_at is not None:
        raise RoomClosed
    return current, {each.person_id: each for each in RoomMember.objects.filter(room=current)}


def _present(places: _Places) -> set[int]:
    return {key for key, place in places.items() if place.left_at is None}


def _refuse_unless_owner(places: _Places, actor: User) -> None:
    if actor.pk not in _present(places):
        raise UnknownRoom
    if places[actor.pk].role != RoomMember.Role.OWNER:
        raise NotTheirGroup


def _let_in(room: Room, places: _Places, actor: User, people: Iterable[User], now: datetime) -> list[User]:
    """Give people who are not in the group a place in it, and who must come along; return who is new."""
    present = _present(places)
    coming = list({each.pk: each for each in people if each.pk not in present}.values())
    if not coming:
        return []
    if len(present) + len(coming) > MOST_IN_GROUP:
        raise GroupFull
    if not all(each.is_active for each in coming):
        raise UnknownAccount
    try:
        refuse_if_blocks_between(person=actor, others=coming)
    except CannotWrite:
        raise CannotAdd from None
    coming += missing_guardians({*present, *(each.pk for each in coming)}, now=now)
    if len(present) + len(coming) > MOST_IN_GROUP:
        raise GroupFull
    _place(room, places, coming, now)
    return coming


def _place(room: Room, places: _Places, coming: Iterable[User], now: datetime) -> None:
    """Write down who comes; they see what is said from then on, and have read all before."""
    fields = {"joined_at": now, "read_up_to": room.last_number, "sees_after": room.last_number}
    new = [RoomMember(room=room, person=each, **fields) for each in coming if each.pk not in places]
    RoomMember.objects.bulk_create(new)
    back = [each.pk for each in coming if each.pk in places]
    if back:
        old = RoomMember.objects.filter(room=room, person_id__in=back)
        old.update(left_at=None, role=RoomMember.Role.MEMBER, **fields)


def _take_out(room: Room, places: _Places, person: User, actor: User, now: datetime) -> None:
    """Let somebody who is in the group be there no more, and hand over what they own alone."""
    stay = _present(places) - {person.pk}
    refuse_leaving_unwatched(person, stay, now=now)
    RoomMember.objects.filter(pk=places[person.pk].pk).update(left_at=now, role=RoomMember.Role.MEMBER)
    new_owner_id = _hand_over(places, stay)
    if not stay:
        room.closed_at = now
        room.save(update_fields=["closed_at"])
    told: events.Left = {"person_id": person.pk, "new_owner_id": new_owner_id}
    events.room_left.publish(actor_id=actor.pk, subject=room, data=told, now=now)
    tell_of_room(room, people={*stay, person.pk}, now=now)


def _hand_over(places: _Places, stay: set[int]) -> int | None:
    """Give the group to who has been in it longest, where nobody who stays owns it; return who that is."""
    staying = [places[key] for key in stay]
    if not staying or any(each.role == RoomMember.Role.OWNER for each in staying):
        return None
    eldest = min(staying, key=lambda place: (place.joined_at, place.pk))
    RoomMember.objects.filter(pk=eldest.pk).update(role=RoomMember.Role.OWNER)
    return eldest.person_id
