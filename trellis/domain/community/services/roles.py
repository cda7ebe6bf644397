"""Who is what in a group, who is taken out of it, and who may not come again."""

from datetime import datetime

from django.db import transaction

from trellis.domain.accounts.models import User
from trellis.domain.community import events
from trellis.domain.community.models import Ban, Group, Membership
from trellis.domain.community.queries.groups import place_in
from trellis.domain.community.refusals import (
    LastAdmin,
    NotAModerator,
    NotInGroup,
    OneselfBanned,
    OutOfReach,
)
from trellis.domain.community.rules.choices import Role
from trellis.domain.community.rules.moderation import can_moderate, is_admin, outranks
from trellis.domain.community.services.groups import locked_group, refuse_unless_admin, take_out


def give_role(*, group: Group, actor: User, person: User, role: Role, now: datetime) -> Membership:
    """Have somebody be something in a group, as its admin.

    Raises LastAdmin, NotInGroup, NotAnAdmin, NotAMember, IsBanned.
    """
    with transaction.atomic():
        current = locked_group(group)
        refuse_unless_admin(current, actor)
        return _given(current, person, role, actor_id=actor.pk, now=now)


def give_role_as_staff(*, group: Group, person: User, role: Role, actor_id: int, now: datetime) -> Membership:
    """Do the same from the back office. Raises LastAdmin, NotInGroup, UnknownGroup."""
    with transaction.atomic():
        return _given(locked_group(group), person, role, actor_id=actor_id, now=now)


def remove_person(*, group: Group, actor: User, person: User, now: datetime) -> None:
    """Take somebody out of a group, who may come again. Raises NotAModerator, NotInGroup, OutOfReach."""
    with transaction.atomic():
        current = locked_group(group)
        own = refuse_unless_moderator(current, actor)
        place = _place_below(current, own, person)
        if place is None:
            raise NotInGroup
        take_out(current, place, now=now)
        events.taken_out.publish(actor_id=actor.pk, subject=current, data={"person_id": person.pk}, now=now)


def ban(*, group: Group, actor: User, person: User, why: str, now: datetime) -> Ban:
    """Have somebody be in a group no more, nor come to it or read in it; whether or not they are in it.

    Who is banned already stays so, as it was. Raises NotAModerator, OutOfReach, OneselfBanned.
    """
    if person.pk == actor.pk:
        raise OneselfBanned
    with transaction.atomic():
        current = locked_group(group)
        own = refuse_unless_moderator(current, actor)
        place = _place_below(current, own, person)
        if place is not None:
            take_out(current, place, now=now)
        made, is_new = Ban.objects.get_or_create(
            group=current, person=person, defaults={"why": why, "at": now}
        )
        if is_new:
            events.banned.publish(
                actor_id=actor.pk,
                subject=current,
                data={"person_id": person.pk},
                personal={"why": why},
                now=now,
            )
    return made


def unban(*, group: Group, actor: User, person: User, now: datetime) -> None:
    """Let somebody come again; of who is not banned nothing happens. Raises NotAModerator."""
    with transaction.atomic():
        current = locked_group(group)
        refuse_unless_moderator(current, actor)
        gone, _ = Ban.objects.filter(group=current, person=person).delete()
        if gone:
            events.unbanned.publish(
                actor_id=actor.pk, subject=current, data={"person_id": person.pk}, now=now
            )


def refuse_unless_moderator(group: Group, person: User) -> Membership:
    """Return the place of somebody who moderates the group; raise IsBanned, NotAMember, NotAModerator."""
    place = place_in(group, person)
    if not can_moderate(place.role):
        raise NotAModerator
    return place


def _given(group: Group, person: User, role: Role, *, actor_id: int, now: datetime) -> Membership:
    place = Membership.objects.filter(group=group, person=person).first()
    if place is None:
        raise NotInGroup
    if place.role == role:
        return place
    others = Membership.objects.filter(group=group, role=Role.ADMIN).exclude(pk=place.pk)
    if is_admin(place.role) and not others.exists():
        raise LastAdmin
    place.role = role
    place.save(update_fields=["role"])
    told: events.RoleGiven = {"person_id": person.pk, "role": str(role)}
    events.role_given.publish(actor_id=actor_id, subject=group, data=told, now=now)
    return place


def _place_below(group: Group, own: Membership, person: User) -> Membership | None:
    """Return the place of somebody whom the other outranks, None where they have none; raise OutOfReach."""
    place = Membership.objects.filter(group=group, person=person).select_related("person").first()
    if place is not None and not outranks(own.role, place.role):
        raise OutOfReach
    return place
