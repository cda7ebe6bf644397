"""Coming to events: who asks in time has a place, who comes later waits, in order.

The place in the group is held first, then the event's row, by which places are given one after another.
"""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.community import events
from trellis.domain.community.models import Attendance, Gathering
from trellis.domain.community.refusals import EventOff, EventOver, UnknownEvent
from trellis.domain.community.rules.choices import Turnout
from trellis.domain.community.rules.gatherings import has_place, has_room, is_off
from trellis.domain.community.services.guarding import refuse_unguarded_minor
from trellis.domain.community.services.places import held_place


@retried_once
def attend(*, gathering: Gathering, person: User, now: datetime) -> Attendance:
    """Come to an event, or wait for a place; who does already, does as before.

    Raises EventOff, EventOver, NeedsGuardian; of a group's event IsBanned, NotAMember.
    """
    with transaction.atomic():
        if gathering.group_id is not None:
            held_place(gathering.group_id, person)
        row = locked_gathering(gathering)
        found = Attendance.objects.filter(gathering=row, person=person).first()
        if found is not None:
            return found
        if is_off(row):
            raise EventOff
        if row.over_at <= now:
            raise EventOver
        status = Turnout.ATTENDING if has_room(row) else Turnout.WAITING
        made = Attendance.objects.create(gathering=row, person=person, status=status, asked_at=now)
        refuse_unguarded_minor(person, now=now)
        told: events.Answered = {"person_id": person.pk, "status": str(status)}
        events.answered.publish(actor_id=person.pk, subject=row, data=told, now=now)
    return made


@retried_once
def withdraw(*, gathering: Gathering, person: User, now: datetime) -> None:
    """Come, or wait, no more; who has waited longest has the place. Said twice it is said once."""
    with transaction.atomic():
        _withdraw(locked_gathering(gathering), person, now)


def withdraw_from_group(*, group_id: int, person: User, now: datetime) -> None:
    """Give up what somebody would come to in a group that they leave. Called in a transaction."""
    own = Gathering.objects.filter(group=group_id, over_at__gt=now, attendances__person=person)
    for gathering in own.order_by("pk"):
        _withdraw(locked_gathering(gathering), person, now)


def withdraw_all(*, user: User, now: datetime) -> None:
    """Give up all that somebody would come to, who goes for good; each in a transaction of its own."""
    for gathering in Gathering.objects.filter(over_at__gt=now, attendances__person=user).order_by("pk"):
        withdraw(gathering=gathering, person=user, now=now)


def fill_places(gathering: Gathering, *, now: datetime) -> None:
    """Give the places that are free to those who wait, in order; in the transaction that holds the event."""
    gathering.refresh_from_db(fields=["attending_count", "waiting_count"])
    if is_off(gathering) or gathering.over_at <= now:
        return
    waiting = Attendance.objects.filter(gathering=gathering, status=Turnout.WAITING)
    for each in waiting.filter(person__is_active=True).select_related("person").order_by("pk"):
        if not has_room(gathering):
            return
        set_columns(each, status=Turnout.ATTENDING, moved_up_at=now)
        gathering.attending_count += 1
        events.moved_up.publish(actor_id=None, subject=gathering, data={"person_id": each.person_id}, now=now)


def _withdraw(gathering: Gathering, person: User, now: datetime) -> None:
    own = Attendance.objects.filter(gathering=gathering, person=person).first()
    if own is None:
        return
    own.delete()
    events.withdrawn.publish(actor_id=person.pk, subject=gathering, data={"person_id": person.pk}, now=now)
    if has_place(own):
        fill_places(gathering, now=now)


def locked_gathering(gathering: Gathering) -> Gathering:
    """Return an event as it is now, alone with it; raise UnknownEvent."""
    rows = Gathering.objects.select_for_update(no_key=True, of=("self",)).select_related("group")
    current = rows.filter(pk=gathering.pk).first()
    if current is None:
        raise UnknownEvent
    return current
