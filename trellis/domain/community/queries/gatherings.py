"""Which events there are for somebody, when they take place next, and who comes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField

from trellis.core.db.arrays import IsNoneOf
from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.accounts.models import User
from trellis.domain.community.models import Attendance, Ban, Gathering, Group, Membership, Occurrence
from trellis.domain.community.queries.groups import VIEWER, banned_from
from trellis.domain.community.refusals import IsBanned, NotComing, UnknownEvent
from trellis.domain.community.rules.choices import GatheringStatus, Role, Turnout, When

# What lists print of a row, in SQL. `{now}` is an argument.
NEXT_SQL = (
    "SELECT min(occurrence.starts_at) FROM community_occurrence AS occurrence"
    " WHERE occurrence.gathering_id = {id} AND occurrence.ends_at > {now}"
)
OWN_STATUS_SQL = (
    "SELECT attendance.status FROM community_attendance AS attendance"
    " WHERE attendance.gathering_id = {id} AND attendance.person_id = {viewer_id}"
)
# How many have a place or wait, up to and with the viewer: who waits is told how many are served before.
OWN_PLACE_SQL = (
    "SELECT CASE WHEN own.status = 'waiting' THEN (SELECT count(*) FROM community_attendance AS other"
    " WHERE other.gathering_id = {id} AND other.status = 'waiting' AND other.id <= own.id) END"
    " FROM community_attendance AS own WHERE own.gathering_id = {id} AND own.person_id = {viewer_id}"
)
LINK_SQL = (
    "CASE WHEN {online_link} <> '' AND (EXISTS (SELECT 1 FROM community_attendance AS attendance"
    " WHERE attendance.gathering_id = {id} AND attendance.person_id = {viewer_id}"
    " AND attendance.status = 'attending') OR EXISTS (SELECT 1 FROM community_membership AS place"
    " WHERE place.group_id = {group_id} AND place.person_id = {viewer_id} AND place.role = 'admin'))"
    " THEN {online_link} END"
)


_OWN = Attendance.objects.filter(gathering=OuterRef("pk"), person=VIEWER)
# Which event it is, whether the viewer comes or waits, organizes it, or is banned from its group; and when
# that has ended.
_EVENT = PreparedQuery(
    Gathering.objects.filter(public_id=Argument("public_id", UUIDField()))
    .annotate(
        turnout=Subquery(_OWN.values("status")),
        is_organizer=Exists(
            Membership.objects.filter(group=OuterRef("group"), person=VIEWER, role=Role.ADMIN)
        ),
        is_banned=Exists(Ban.objects.filter(group=OuterRef("group"), person=VIEWER)),
    )
    .values_list("pk", "turnout", "is_organizer", "is_banned", "group__closed_at")
)


def gatherings_for(viewer: User | Argument, *, when: When, now: datetime | Argument) -> QuerySet[Gathering]:
    """Return the events that somebody may see: what comes first first, or what is over, the latest first.

    What was called off is not among what is to come.
    """
    ended = Group.objects.filter(pk=OuterRef("group"), closed_at__isnull=False)
    rows = Gathering.objects.filter(IsNoneOf("group_id", banned_from(viewer)), ~Exists(ended))
    if when == When.PAST:
        return rows.filter(over_at__lte=now).order_by("-over_at", "-pk")
    coming = Occurrence.objects.filter(gathering=OuterRef("pk"), ends_at__gt=now).order_by("starts_at")
    upcoming = rows.filter(over_at__gt=now, status=GatheringStatus.SCHEDULED)
    soonest = Case(
        # Of what happens once nothing has to be looked up.
        models.When(frequency="", then=F("starts_at")),
        default=Subquery(coming.values("starts_at")[:1], output_field=DateTimeField()),
    )
    return upcoming.annotate(soonest=soonest).order_by("soonest", "pk")


def narrowed(
    rows: QuerySet[Gathering],
    *,
    viewer: User | Argument,
    words: str = "",
    group: Group | Argument | None = None,
    is_attending: bool | None = None,
    first: datetime | None = None,
    last: datetime | None = None,
) -> QuerySet[Gathering]:
    """Return those with the words, of a group, that one comes to or not, with a time between two moments."""
    if words:
        rows = rows.filter(Q(title__holds=words) | Q(description__holds=words))
    if group is not None:
        rows = rows.filter(group=group)
    if is_attending is not None:
        own = Exists(Attendance.objects.filter(gathering=OuterRef("pk"), person=viewer))
        rows = rows.filter(own if is_attending else ~own)
    between: dict[str, Any] = {"ends_at__gt": first, "starts_at__lt": last}
    asked = {name: value for name, value in between.items() if value is not None}
    if asked:
        rows = rows.filter(Exists(Occurrence.objects.filter(gathering=OuterRef("pk"), **asked)))
    return rows


def gathering_for(viewer: User, public_id: UUID) -> Gathering:
    """Return an event to somebody; raise UnknownEvent, and IsBanned where they may not be in its group."""
    found = Gathering.objects.select_related("group__category").filter(public_id=public_id).first()
    if found is None or (found.group is not None and found.group.closed_at is not None):
        raise UnknownEvent
    if Ban.objects.filter(group=found.group_id, person=viewer).exists():
        raise IsBanned
    return found


def attendance_of_key(gathering: Gathering, person_id: int) -> Attendance | None:
    """Return that somebody comes, or waits; None where neither."""
    return Attendance.objects.filter(gathering=gathering, person_id=person_id).first()


def shared_with(viewer: User, public_id: UUID) -> int:
    """Return the key of an event to who comes, or organizes; raise UnknownEvent, IsBanned, NotComing."""
    found = _EVENT.rows(public_id=public_id, viewer_id=viewer.pk)
    if not found or found[0][-1] is not None:
        raise UnknownEvent
    key, turnout, is_organizer, is_banned, _ = found[0]
    if is_banned:
        raise IsBanned
    if turnout != Turnout.ATTENDING and not is_organizer:
        raise NotComing
    return int(key)


def attendances_at(gathering: Gathering | Argument) -> QuerySet[Attendance]:
    """Return who comes, then who waits, each in their order."""
    return Attendance.objects.filter(gathering=gathering).order_by("status", "pk")


def people_of(gathering: Gathering, turnouts: Collection[Turnout] = tuple(Turnout)) -> list[User]:
    """Return the accounts of those who come, and wait, unless only one of these is asked for."""
    rows = Attendance.objects.filter(gathering=gathering, status__in=turnouts, person__is_active=True)
    return [each.person for each in rows.select_related("person").order_by("pk")]


def next_of(gathering: Gathering, *, now: datetime) -> datetime | None:
    """Return what NEXT_SQL gives."""
    coming = gathering.occurrences.filter(ends_at__gt=now).order_by("starts_at")
    return coming.values_list("starts_at", flat=True).first()


def waiting_place(own: Attendance | None) -> int | None:
    """Return what OWN_PLACE_SQL gives."""
    if own is None or own.status != Turnout.WAITING:
        return None
    rows = Attendance.objects.filter(gathering=own.gathering_id, status=Turnout.WAITING, pk__lte=own.pk)
    return rows.count()


def link_for(gathering: Gathering, viewer_id: int) -> str | None:
    """Return what LINK_SQL gives."""
    own = gathering.attendances.filter(person_id=viewer_id, status=Turnout.ATTENDING).exists()
    admins = Membership.objects.filter(group=gathering.group_id, person_id=viewer_id, role=Role.ADMIN)
    return gathering.online_link or None if own or admins.exists() else None
