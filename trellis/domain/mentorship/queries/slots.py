"""What can be asked of when a mentor is there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from trellis.domain.mentorship.models import Availability, Booking, Mentor, Status, Terms
from trellis.domain.mentorship.queries.holding import holding
from trellis.domain.mentorship.rules.clocks import NamedTime, readings
from trellis.domain.mentorship.rules.slots import (
    Schedule,
    Slot,
    Window,
    bookable_days,
    bookable_slots,
    meant,
    midnight,
    week_of,
)

_DAY = timedelta(days=1)
# Sessions that were held, or would have been, are some of a week's.
_COUNTING = (Status.COMPLETED, Status.NO_SHOW)


def schedule_of(mentor: Mentor, *, besides: Booking | None = None, now: datetime) -> Schedule:
    """Return what decides which slots the mentor has (one query, two for who gives so many a week).

    `besides` is a booking that does not count, as it is about to move.
    """
    rows = list(Availability.objects.filter(mentor_id=mentor.pk).order_by("specific_date", "start_minute"))
    full = _full_weeks([mentor], besides=besides, now=now).get(mentor.pk, ())
    return schedule_with(mentor, rows, full_weeks=full)


def schedule_with(
    mentor: Mentor, rows: Iterable[Availability], *, full_weeks: Iterable[date] = ()
) -> Schedule:
    """Return the schedule that a mentor's rows of availability make."""
    windows = [window_of(row) for row in rows]
    return Schedule(
        timezone=mentor.availability_timezone,
        session_minutes=mentor.session_minutes,
        buffer_minutes=mentor.buffer_minutes,
        minimum_notice_minutes=mentor.minimum_notice_minutes,
        weekly=tuple(window for window in windows if window.date is None),
        dated=tuple(window for window in windows if window.date is not None),
        full_weeks=frozenset(full_weeks),
    )


def schedules_of(mentors: Sequence[Mentor], *, now: datetime) -> dict[int, Schedule]:
    """Return the schedule of each mentor, by its key (two queries)."""
    rows: defaultdict[int, list[Availability]] = defaultdict(list)
    full = _full_weeks(mentors, now=now)
    keys = [mentor.pk for mentor in mentors]
    for row in Availability.objects.filter(mentor_id__in=keys).order_by("specific_date", "start_minute"):
        rows[row.mentor_id].append(row)
    return {each.pk: schedule_with(each, rows[each.pk], full_weeks=full.get(each.pk, ())) for each in mentors}


def _full_weeks(
    mentors: Sequence[Mentor], *, besides: Booking | None = None, now: datetime
) -> dict[int, list[date]]:
    """Return the Mondays of the weeks in which mentors have as many sessions as they give."""
    limited = {mentor.pk: mentor for mentor in mentors if mentor.sessions_a_week is not None}
    if not limited:
        return {}
    counting = Booking.objects.filter(Q(status__in=_COUNTING) | holding(now), mentor_id__in=limited)
    if besides is not None:
        counting = counting.exclude(pk=besides.pk)
    counts: Counter[tuple[int, date]] = Counter(
        (key, week_of(starts_at, limited[key].availability_timezone))
        for key, starts_at in counting.values_list("mentor_id", "starts_at").iterator()
    )
    full: defaultdict[int, list[date]] = defaultdict(list)
    for (key, week), count in counts.items():
        if count >= (limited[key].sessions_a_week or 0):
            full[key].append(week)
    return full


def window_of(row: Availability) -> Window:
    """Return a row of availability as the schedule reckons with it."""
    return Window(
        day_of_week=row.day_of_week,
        date=row.specific_date,
        start_minute=row.start_minute,
        end_minute=row.end_minute,
        is_active=row.is_active,
    )


def availability_of(mentor: Mentor) -> QuerySet[Availability]:
    """Return the mentor's windows as rows: the weekly ones by day, then the dated ones by date."""
    rows = Availability.objects.filter(mentor_id=mentor.pk)
    return rows.order_by("-is_recurring", "specific_date", "day_of_week", "start_minute")


def taken_times(
    mentor: Mentor, *, first: datetime, last: datetime, besides: Booking | None = None, now: datetime
) -> list[tuple[datetime, datetime]]:
    """Return the times between two moments that bookings hold, each until the end of its buffer.

    `besides` is a booking that does not count, as it is about to move.
    """
    held = Booking.objects.filter(
        holding(now),
        mentor_id=mentor.pk,
        starts_at__lt=last,
        # No booking lasts a day; this lets the index of starts end the search.
        starts_at__gt=first - _DAY,
        blocked_until__gt=first,
    )
    if besides is not None:
        held = held.exclude(pk=besides.pk)
    return list(held.order_by("starts_at").values_list("starts_at", "blocked_until"))


def slots_of(mentor: Mentor, *, first: date, last: date, now: datetime) -> list[Slot]:
    """Return the slots from `first` to `last`, days of the mentor's calendar, that can be booked."""
    schedule = schedule_of(mentor, now=now)
    first, last = bookable_days(schedule, first=first, last=last, now=now)
    if last < first:
        return []
    taken = taken_times(
        mentor,
        first=midnight(first, schedule.timezone),
        last=midnight(last, schedule.timezone) + 2 * _DAY,
        now=now,
    )
    return bookable_slots(schedule, taken=taken, first=first, last=last, now=now)


def slots_shown(mentor: Mentor, *, first: date, last: date, zone: ZoneInfo, now: datetime) -> list[Slot]:
    """Return the free sessions that can be asked for from `first` to `last`, days of the clock of `zone`."""
    if mentor.terms == Terms.PRICED:
        return []
    # A day of the viewer's calendar may lie in two of the mentor's.
    slots = slots_of(mentor, first=first - _DAY, last=last + _DAY, now=now)
    return [slot for slot in slots if first <= slot.starts_at.astimezone(zone).date() <= last]


def session_meant(mentor: Mentor, named: NamedTime, *, now: datetime, besides: Booking | None = None) -> Slot:
    """Return the session with this mentor that somebody names; where clocks show it twice, slots decide.

    `besides` is a booking that does not count, as it is about to move. Raises InvalidTime.
    """
    found = readings(named)
    if len(found) == 1:
        return Slot(*found[0])
    first, last = min(start for start, _ in found), max(end for _, end in found)
    until = last + timedelta(minutes=mentor.buffer_minutes)
    taken = taken_times(mentor, first=first, last=until, besides=besides, now=now)
    return meant(schedule_of(mentor, now=now), found, taken=taken, now=now)
