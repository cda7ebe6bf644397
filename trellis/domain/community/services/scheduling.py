"""Events: making one, changing it, calling it off. Those who come are told of what they must know."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from trellis.core.db.columns import write_columns
from trellis.domain.accounts.models import User
from trellis.domain.community import events
from trellis.domain.community.models import Gathering, Group, Occurrence
from trellis.domain.community.refusals import EventOff, EventOver, NotAnAdmin, TooFewPlaces
from trellis.domain.community.rules.choices import GatheringStatus
from trellis.domain.community.rules.gatherings import is_off
from trellis.domain.community.rules.moderation import is_admin
from trellis.domain.community.rules.plans import (
    FIELDS,
    TIMES,
    WHERE,
    in_whole_days,
    refuse_out_of_time,
    spans_of,
)
from trellis.domain.community.rules.recurrence import Span
from trellis.domain.community.services.attending import fill_places, locked_gathering
from trellis.domain.community.services.places import held_place
from trellis.domain.messaging.services.silencing import refuse_if_silenced

_AT_FIRST: dict[str, Any] = {
    **dict.fromkeys(("description", "place", "online_link", "frequency"), ""),
    **dict.fromkeys(("times", "until", "capacity")),
    "is_all_day": False,
    "every": 1,
}


def plan_gathering(*, group: Group, actor: User, said: Mapping[str, Any], now: datetime) -> Gathering:
    """Make an event of a group, as its admin, of what is `said` by the names of FIELDS.

    Raises NotAnAdmin, NotAMember, IsBanned, Silenced, BadTime, BadRepetition.
    """
    refuse_if_silenced(person=actor, now=now)
    with transaction.atomic():
        if not is_admin(held_place(group.pk, actor).role):
            raise NotAnAdmin
        return _made(group, actor.pk, said, now)


def plan_house_gathering(*, said: Mapping[str, Any], actor_id: int | None, now: datetime) -> Gathering:
    """Make an event of the house, from the back office; raise BadTime, BadRepetition."""
    with transaction.atomic():
        return _made(None, actor_id, said, now)


def change_gathering(
    *, gathering: Gathering, actor: User, changes: Mapping[str, Any], now: datetime
) -> Gathering:
    """Have an event be otherwise, as an admin of its group; who waits moves up where there is more room.

    Raises NotAnAdmin and others, EventOff, EventOver, TooFewPlaces, BadTime, BadRepetition.
    """
    refuse_if_silenced(person=actor, now=now)
    with transaction.atomic():
        _refuse_unless_organizer(gathering, actor)
        return _changed(locked_gathering(gathering), actor.pk, changes, now)


def change_house_gathering(
    *, gathering: Gathering, changes: Mapping[str, Any], actor_id: int, now: datetime
) -> Gathering:
    """Do the same from the back office."""
    with transaction.atomic():
        return _changed(locked_gathering(gathering), actor_id, changes, now)


def cancel_gathering(*, gathering: Gathering, actor: User, now: datetime) -> Gathering:
    """Call an event off, as an admin of its group: all who come, or wait, are told; twice is once.

    Raises NotAnAdmin and others, EventOver.
    """
    with transaction.atomic():
        _refuse_unless_organizer(gathering, actor)
        return _cancelled(locked_gathering(gathering), actor.pk, now)


def cancel_house_gathering(*, gathering: Gathering, actor_id: int, now: datetime) -> Gathering:
    """Do the same from the back office; raise EventOver."""
    with transaction.atomic():
        return _cancelled(locked_gathering(gathering), actor_id, now)


def _refuse_unless_organizer(gathering: Gathering, actor: User) -> None:
    if gathering.group_id is None or not is_admin(held_place(gathering.group_id, actor).role):
        raise NotAnAdmin


def _made(group: Group | None, actor_id: int | None, said: Mapping[str, Any], now: datetime) -> Gathering:
    values = _in_utc(in_whole_days({**_AT_FIRST, **said}))
    refuse_out_of_time(values["starts_at"], now=now)
    times = spans_of(values)
    row = Gathering(group=group, over_at=_end_of(times), created_at=now, updated_at=now, **values)
    row.save(force_insert=True)
    _take_place(row, times)
    events.gathering_made.publish(actor_id=actor_id, subject=row, data={}, now=now)
    return row


def _changed(row: Gathering, actor_id: int, changes: Mapping[str, Any], now: datetime) -> Gathering:
    if is_off(row):
        raise EventOff
    if row.over_at <= now:
        raise EventOver
    before = {name: getattr(row, name) for name in FIELDS}
    after = _in_utc(in_whole_days({**before, **changes}))
    others = {name: value for name, value in after.items() if before[name] != value}
    if not others:
        return row
    if row.attending_count > (after["capacity"] or row.attending_count):
        raise TooFewPlaces
    if TIMES & others.keys():
        others["over_at"] = _moved(row, before, after, now)
    write_columns(row, now, **others)
    told: events.Changed = {
        "fields": sorted(others),
        "is_moved": bool((TIMES | WHERE) & others.keys()),
    }
    events.gathering_changed.publish(actor_id=actor_id, subject=row, data=told, now=now)
    if "capacity" in others:
        fill_places(row, now=now)
    return row


def _moved(row: Gathering, before: Mapping[str, Any], after: Mapping[str, Any], now: datetime) -> datetime:
    """Have it take place at other times; return when it is over. What has begun begins where it did."""
    if before["starts_at"] != after["starts_at"]:
        refuse_out_of_time(after["starts_at"], now=now)
    times = spans_of(after)
    row.occurrences.all().delete()
    _take_place(row, times)
    return _end_of(times)


def _cancelled(row: Gathering, actor_id: int, now: datetime) -> Gathering:
    if is_off(row):
        return row
    if row.over_at <= now:
        raise EventOver
    write_columns(row, now, status=GatheringStatus.CANCELLED)
    events.gathering_cancelled.publish(actor_id=actor_id, subject=row, data={}, now=now)
    return row


def _take_place(row: Gathering, times: list[Span]) -> None:
    Occurrence.objects.bulk_create(
        Occurrence(gathering=row, starts_at=each.starts_at, ends_at=each.ends_at) for each in times
    )


def _end_of(times: list[Span]) -> datetime:
    return max(each.ends_at for each in times)


def _in_utc(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.astimezone(UTC) if isinstance(value, datetime) else value
        for name, value in values.items()
    }
