"""Why a time with a mentor cannot be booked, by who asks, and where.

Booking refuses by the same functions, so that what is told here is what would happen.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor, Terms
from trellis.domain.mentorship.queries.holding import holding
from trellis.domain.mentorship.queries.slots import schedule_of, taken_times
from trellis.domain.mentorship.rules.reasons import Reason, words_for
from trellis.domain.mentorship.rules.slots import FURTHEST_AHEAD, Taken, reason_against
from trellis.domain.messaging.queries.blocking import is_blocked_between

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Verdict:
    """Whether a session can be booked between two moments; if not, the reason, and the rule in words."""

    starts_at: datetime
    ends_at: datetime
    reason: Reason | None
    explanation: str | None

    @property
    def is_bookable(self) -> bool:
        """Whether nothing stands against it."""
        return self.reason is None


def verdict_on(
    mentor: Mentor,
    starts_at: datetime,
    *,
    minutes: int | None = None,
    asker: User | None,
    is_free: bool,
    now: datetime,
) -> Verdict:
    """Return whether `asker`, or anybody, can book this time, a free session or one at the mentor's price.

    A session lasts as long as the mentor's do unless `minutes` are given.
    """
    ends_at = starts_at + timedelta(minutes=minutes or mentor.session_minutes)
    ask = why_not_free if is_free else why_not
    reason = ask(mentor, starts_at, ends_at, mentee=asker, now=now)
    if reason is None and asker is not None and is_busy(asker, starts_at, ends_at, now=now):
        reason = Reason.MENTEE_BUSY
    return Verdict(starts_at, ends_at, reason, None if reason is None else in_words(reason, mentor))


def why_not_free(
    mentor: Mentor,
    starts_at: datetime,
    ends_at: datetime,
    *,
    mentee: User | None,
    besides: Booking | None = None,
    now: datetime,
) -> Reason | None:
    """Return why nobody, or `mentee`, can ask for a free session between two moments; None where they can.

    `besides` is a booking that does not count, as it is about to move.
    """
    if not (mentor.is_approved and mentor.user.is_active):
        return Reason.NOT_BOOKABLE
    if mentor.terms == Terms.PRICED and besides is None:
        return Reason.ONLY_PRICED
    return why_not(mentor, starts_at, ends_at, mentee=mentee, besides=besides, now=now)


def why_not_priced(
    mentor: Mentor,
    starts_at: datetime,
    ends_at: datetime,
    *,
    mentee: User | None,
    besides: Booking | None = None,
    now: datetime,
) -> Reason | None:
    """Return why nobody, or `mentee`, can book a session of SOOSH between two moments; None where so."""
    if not mentor.is_shown and besides is None:
        return Reason.NOT_BOOKABLE
    return why_not(mentor, starts_at, ends_at, mentee=mentee, besides=besides, now=now)


def why_not(
    mentor: Mentor,
    starts_at: datetime,
    ends_at: datetime,
    *,
    mentee: User | None,
    besides: Booking | None = None,
    now: datetime,
) -> Reason | None:
    """Return why a session with a mentor who can be booked cannot be then, whatever its price."""
    if mentee is not None and mentee.pk == mentor.user_id:
        return Reason.OWN
    if mentee is not None and besides is None and is_blocked_between(mentee.pk, mentor.user_id):
        return Reason.NOT_BOOKABLE
    taken: Taken = ()
    # Of other times it does not matter who has them, and some are at the end of all calendars.
    if now <= starts_at <= now + FURTHEST_AHEAD:
        until = ends_at + timedelta(minutes=mentor.buffer_minutes)
        taken = taken_times(mentor, first=starts_at, last=until, besides=besides, now=now)
    schedule = schedule_of(mentor, besides=besides, now=now)
    reason = reason_against(schedule, taken=taken, starts_at=starts_at, ends_at=ends_at, now=now)
    if reason is None and mentee is not None and is_full_for(mentor, mentee, now=now):
        return Reason.MENTEES_FULL
    return reason


def is_full_for(mentor: Mentor, mentee: User, *, now: datetime) -> bool:
    """Tell whether the mentor has as many mentees at once as they take, and this is none of them."""
    if mentor.mentees_at_once is None:
        return False
    coming = Booking.objects.filter(holding(now), mentor_id=mentor.pk, ends_at__gt=now)
    mentees = set(coming.values_list("mentee_id", flat=True).distinct())
    return mentee.pk not in mentees and len(mentees) >= mentor.mentees_at_once


def is_busy(
    mentee: User, starts_at: datetime, ends_at: datetime, *, besides: Booking | None = None, now: datetime
) -> bool:
    """Tell whether somebody has another session in this time, as a mentee; `besides` is about to move."""
    held = Booking.objects.filter(holding(now), mentee_id=mentee.pk, starts_at__lt=ends_at)
    if besides is not None:
        held = held.exclude(pk=besides.pk)
    return held.filter(starts_at__gt=starts_at - _DAY, ends_at__gt=starts_at).exists()


def in_words(reason: Reason, mentor: Mentor) -> str:
    """Return the rule that took the time away, in a sentence."""
    return words_for(
        reason,
        session=mentor.session_minutes,
        buffer=mentor.buffer_minutes,
        notice=mentor.minimum_notice_minutes,
    )
