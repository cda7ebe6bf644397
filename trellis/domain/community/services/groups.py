"""Groups: who makes one, comes to it and goes; docs/decisions/community.md.

The row of the group is locked first, then places in it, then events, then minors.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.db.columns import write_columns
from trellis.core.db.errors import retried_once
from trellis.core.throttling import take
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Category
from trellis.domain.community import events
from trellis.domain.community.models import Group, Membership
from trellis.domain.community.queries.groups import is_banned, place_in
from trellis.domain.community.refusals import IsBanned, NotAnAdmin, UnknownGroup
from trellis.domain.community.rules.choices import Role
from trellis.domain.community.rules.moderation import is_admin, successor
from trellis.domain.community.services.attending import withdraw_from_group
from trellis.domain.community.services.guarding import refuse_unguarded_minor
from trellis.domain.messaging.services.silencing import refuse_if_silenced


def found_group(
    *, founder: User, name: str, description: str = "", category: Category | None = None, now: datetime
) -> Group:
    """Make a group, whose admin its founder is. Raises Silenced, NeedsGuardian, and TooMany for groups."""
    refuse_if_silenced(person=founder, now=now)
    take({"community_founded": str(founder.pk)})
    with transaction.atomic():
        refuse_unguarded_minor(founder, now=now)
        group = Group.objects.create(
            name=name, description=description, category=category, created_at=now, updated_at=now
        )
        Membership.objects.create(group=group, person=founder, role=Role.ADMIN, joined_at=now)
        events.founded.publish(actor_id=founder.pk, subject=group, data={"person_id": founder.pk}, now=now)
        group.refresh_from_db(fields=["member_count"])
    return group


def change_group(*, group: Group, actor: User, changes: dict[str, Any], now: datetime) -> Group:
    """Have a group say something else of itself, as its admin.

    Raises IsBanned, NotAMember, NotAnAdmin, Silenced.
    """
    refuse_if_silenced(person=actor, now=now)
    with transaction.atomic():
        current = locked_group(group)
        refuse_unless_admin(current, actor)
        others = {name: value for name, value in changes.items() if getattr(current, name) != value}
        if others:
            write_columns(current, now, **others)
            events.changed.publish(actor_id=actor.pk, subject=current, data={}, now=now)
    return current


@retried_once
def join(*, group: Group, person: User, now: datetime) -> tuple[Membership, bool]:
    """Come to a group; return one's place in it, and whether it is new.

    Raises UnknownGroup, IsBanned, NeedsGuardian.
    """
    with transaction.atomic():
        current = locked_group(group)
        if is_banned(current, person):
            raise IsBanned
        place, is_new = Membership.objects.get_or_create(
            group=current, person=person, defaults={"joined_at": now}
        )
        if is_new:
            refuse_unguarded_minor(person, now=now)
            events.joined.publish(actor_id=person.pk, subject=current, data={"person_id": person.pk}, now=now)
    return place, is_new


@retried_once
def leave(*, group: Group, person: User, now: datetime) -> None:
    """Go out of a group, and of what it plans; who is not in it has gone already.

    Where its last admin goes, the eldest moderator, or else the eldest member, is the admin; where nobody
    stays it is closed. Raises UnknownGroup, IsBanned.
    """
    with transaction.atomic():
        current = locked_group(group)
        place = Membership.objects.filter(group=current, person=person).first()
        if place is None:
            if is_banned(current, person):
                raise IsBanned
            return
        new_admin_id = take_out(current, place, now=now)
        told: events.Left = {"person_id": person.pk, "new_admin_id": new_admin_id}
        events.left.publish(actor_id=person.pk, subject=current, data=told, now=now)
        close_if_empty(current, actor_id=person.pk, now=now)


def leave_all(*, user: User, now: datetime) -> None:
    """Go out of all groups, as somebody does who goes for good; each in a transaction of its own."""
    for group in Group.objects.filter(memberships__person=user).order_by("pk"):
        with suppress(UnknownGroup):
            leave(group=group, person=user, now=now)


def take_out(group: Group, place: Membership, *, now: datetime) -> int | None:
    """Take a place in a group away, with what its person would come to; return who is the admin for them.

    Called in the transaction that holds the group.
    """
    person = place.person
    # First the place: who asks for one at an event holds it.
    place.delete()
    withdraw_from_group(group_id=group.pk, person=person, now=now)
    staying = list(Membership.objects.filter(group=group).select_related("person"))
    heir = successor(staying)
    if heir is None:
        return None
    heir.role = Role.ADMIN
    heir.save(update_fields=["role"])
    return heir.person_id


def close_if_empty(group: Group, *, actor_id: int | None, now: datetime) -> None:
    """End a group in which nobody is any more."""
    if not Membership.objects.filter(group=group).exists():
        write_columns(group, now, closed_at=now)
        events.closed.publish(actor_id=actor_id, subject=group, data={}, now=now)


def locked_group(group: Group) -> Group:
    """Return the group as it is now, alone with it; raise UnknownGroup for one that has ended."""
    rows = Group.objects.select_for_update(no_key=True, of=("self",)).select_related("category")
    current = rows.filter(pk=group.pk, closed_at=None).first()
    if current is None:
        raise UnknownGroup
    return current


def refuse_unless_admin(group: Group, person: User) -> Membership:
    """Return an admin's place in the group; raise IsBanned, NotAMember, NotAnAdmin."""
    place = place_in(group, person)
    if not is_admin(place.role):
        raise NotAnAdmin
    return place
