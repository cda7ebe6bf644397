"""When a mentor can be booked next: a column of theirs, so that lists can be narrowed and ordered by it.

What changes it (reactions) only makes it unknown, in its own transaction. It is reckoned anew by the clock,
and by whoever reads it first: what is stored was true when it was written, and nothing has changed since.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Min, Q

from trellis.core.events import Happened, Nothing
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.mentorship.queries.holding import holding
from trellis.domain.mentorship.queries.slots import schedules_of
from trellis.domain.mentorship.rules.clocks import Stretch
from trellis.domain.mentorship.rules.slots import NextSlot, next_slot

_AT_ONCE = 500
# Rows are locked in order, so that two who reckon do not wait for each other in a ring. Whoever is in the
# middle of a change is waited for, and then what was reckoned is not written.
_STORE = """
WITH fresh AS (
    SELECT * FROM unnest(%s::bigint[], %s::integer[], %s::timestamptz[], %s::timestamptz[])
        AS f (id, seen, next_at, until)
), locked AS (
    SELECT m.id FROM mentorship_mentor AS m WHERE m.id IN (SELECT id FROM fresh)
    ORDER BY m.id FOR NO KEY UPDATE
)
UPDATE mentorship_mentor AS m SET next_slot_at = f.next_at, next_slot_until = f.until
FROM fresh AS f JOIN locked USING (id) WHERE m.id = f.id AND m.slot_changes = f.seen
"""


def forget_of_booking(event: Happened[Booking, Any]) -> None:
    """Make the mentor's next time unknown: one of theirs was taken, or is free again."""
    forget(event.subject.mentor_id)


def forget_of_hours(event: Happened[Mentor, Nothing]) -> None:
    """Make the mentor's next time unknown: they have other hours."""
    forget(event.subject.pk)


def forget(mentor_id: int) -> None:
    """Make the next time of a mentor unknown, and what somebody reckons just now void."""
    rows = Mentor.objects.filter(pk=mentor_id)
    rows.update(next_slot_until=None, slot_changes=F("slot_changes") + 1)


def reckon_unknown(*, now: datetime, among: Collection[int] | None = None) -> int:
    """Reckon the next times that are not known, `among` these mentors or of all; return how many."""
    unknown = Mentor.objects.filter(Q(next_slot_until=None) | Q(next_slot_until__lt=now))
    # Everybody who is shown: the index of what is unknown has no others.
    unknown = unknown.filter(is_shown=True) if among is None else unknown.filter(pk__in=among)
    count, last = 0, 0
    while mentors := list(unknown.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        _store(mentors, _reckoned(mentors, now))
        count, last = count + len(mentors), mentors[-1].pk
    return count


def next_slot_of(mentor: Mentor, *, now: datetime) -> datetime | None:
    """Return the next time of a mentor that can be booked, reckoned anew where it is not known."""
    if mentor.next_slot_until is not None and mentor.next_slot_until >= now:
        return mentor.next_slot_at
    reckoned = _reckoned([mentor], now)
    _store([mentor], reckoned)
    return reckoned[mentor.pk].starts_at


def _reckoned(mentors: Sequence[Mentor], now: datetime) -> dict[int, NextSlot]:
    schedules = schedules_of(mentors, now=now)
    taken = _taken(schedules.keys(), now)
    found = {key: next_slot(each, taken=taken.get(key, ()), now=now) for key, each in schedules.items()}
    # A time that is held and not confirmed may be free again, which nobody tells.
    for key, lapses_at in _first_lapses(schedules.keys(), now).items():
        until = min(found[key].until, lapses_at - datetime.resolution)
        found[key] = found[key]._replace(until=until)
    return found


def _first_lapses(mentors: Collection[int], now: datetime) -> dict[int, datetime]:
    """Return when the first of the times lapses that are held and not confirmed, by mentor."""
    held = Booking.objects.filter(mentor_id__in=mentors, status=Status.PENDING, expires_at__gt=now)
    return dict(held.values_list("mentor_id").annotate(first=Min("expires_at")).order_by())


def _taken(mentors: Collection[int], now: datetime) -> Mapping[int, list[Stretch]]:
    """Return all times that are held from now on, by mentor."""
    taken: defaultdict[int, list[Stretch]] = defaultdict(list)
    held = Booking.objects.filter(holding(now), mentor_id__in=mentors, blocked_until__gt=now)
    for key, starts_at, until in held.values_list("mentor_id", "starts_at", "blocked_until"):
        taken[key].append((starts_at, until))
    return taken


def _store(mentors: Sequence[Mentor], reckoned: Mapping[int, NextSlot]) -> None:
    found = [reckoned[mentor.pk] for mentor in mentors]
    columns: Any = [
        [mentor.pk for mentor in mentors],
        [mentor.slot_changes for mentor in mentors],
        [each.starts_at for each in found],
        [each.until for each in found],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, columns)
