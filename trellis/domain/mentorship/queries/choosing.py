"""The sessions of some length that somebody can book with a mentor: for who chooses among them."""

from datetime import date, datetime, timedelta

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.queries.holding import holding
from trellis.domain.mentorship.queries.slots import schedule_of, taken_times
from trellis.domain.mentorship.queries.why_not import is_full_for
from trellis.domain.mentorship.rules.clocks import Stretch
from trellis.domain.mentorship.rules.slots import (
    Slot,
    bookable_days,
    bookable_slots,
    midnight,
    reason_against,
)
from trellis.domain.messaging.queries.blocking import is_blocked_between

_DAY = timedelta(days=1)


def sessions_free_for(
    mentee: User, mentor: Mentor, *, minutes: int, first: date, last: date, now: datetime
) -> list[Slot]:
    """Return the sessions of so many minutes that somebody can book at SOOSH, in order.

    `first` and `last` are days of the mentor's calendar. Booking refuses none of them for another reason than
    that somebody was faster, or what holds of who asks (guardians, what they hold unpaid).
    """
    if not mentor.is_shown or mentee.pk == mentor.user_id or is_blocked_between(mentee.pk, mentor.user_id):
        return []
    if is_full_for(mentor, mentee, now=now):
        return []
    schedule = schedule_of(mentor, now=now)
    first, last = bookable_days(schedule, first=first, last=last, now=now)
    if last < first:
        return []
    since, until = midnight(first, schedule.timezone), midnight(last, schedule.timezone) + 2 * _DAY
    taken = taken_times(mentor, first=since, last=until, now=now)
    length, busy = timedelta(minutes=minutes), _busy_times(mentee, since, until, now)
    starts = (
        each.starts_at for each in bookable_slots(schedule, taken=taken, first=first, last=last, now=now)
    )
    return [
        Slot(start, start + length)
        for start in starts
        if not any(start < end and begin < start + length for begin, end in busy)
        and reason_against(schedule, taken=taken, starts_at=start, ends_at=start + length, now=now) is None
    ]


def _busy_times(mentee: User, first: datetime, last: datetime, now: datetime) -> list[Stretch]:
    held = Booking.objects.filter(
        holding(now),
        mentee_id=mentee.pk,
        starts_at__gt=first - _DAY,
        starts_at__lt=last,
    )
    return list(held.values_list("starts_at", "ends_at"))
