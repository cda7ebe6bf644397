"""How a session claims time: the locks, the limit, the schedule, and what the constraints refuse.

docs/decisions/double-booking.md says why each of them is there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Value

from trellis.core.db.errors import LOCK_NOT_AVAILABLE, constraint_of, sqlstate_of
from trellis.core.db.locks import lock, try_lock
from trellis.core.throttling import Window
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, ConfirmedBy, Mentor
from trellis.domain.mentorship.queries.holding import holding
from trellis.domain.mentorship.queries.why_not import in_words, why_not_free, why_not_priced
from trellis.domain.mentorship.refusals import NotBookable, SlotTaken, TooManyBookings
from trellis.domain.mentorship.rules.limits import BOOKINGS_AN_HOUR
from trellis.domain.mentorship.rules.reasons import Reason
from trellis.domain.mentorship.services.lapsing import lapse_of
from trellis.domain.messaging.services.blocking import wait_for_blocks

_HOUR = timedelta(hours=1)
# Somebody else was faster.
_LOST = (Reason.TAKEN, Reason.NO_ROOM)
_EXCLUSION_VIOLATION = "23P01"


def alone_with(
    mentor_id: int,
    mentee_id: int,
    starts_at: datetime,
    ends_at: datetime,
    besides: Booking | None = None,
    *,
    now: datetime,
) -> Mentor:
    """Take both locks, the mentor's first, and return the mentor as they are then.

    What either of them holds and has lapsed is let go with that, so that the constraints know it, too.
    Raises SlotTaken at once, before and after waiting for the mentor, when somebody holds the time:
    the queue for a wanted slot is short only if its losers leave it quickly. Who waits in vain is told
    so as well, if the time was taken meanwhile: asking again would not help them.
    """
    refuse_taken = partial(_refuse_taken, mentor_id, starts_at, ends_at, besides, now)
    refuse_taken()
    if not try_lock("mentor", mentor_id):
        _wait_for(mentor_id, refuse_taken)
    lock("mentee", mentee_id)
    lapse_of(mentor_id, mentee_id, now=now)
    return Mentor.objects.select_related("user").get(pk=mentor_id)


def _wait_for(mentor_id: int, refuse_taken: Callable[[], None]) -> None:
    try:
        with transaction.atomic():  # a lock that is not had must not spoil the transaction around it
            lock("mentor", mentor_id)
    except OperationalError as error:
        if sqlstate_of(error) == LOCK_NOT_AVAILABLE:
            refuse_taken()
        raise
    refuse_taken()


def _refuse_taken(
    mentor_id: int, starts_at: datetime, ends_at: datetime, besides: Booking | None, now: datetime
) -> None:
    held = Booking.objects.filter(
        holding(now),
        mentor_id=mentor_id,
        starts_at__lt=ends_at,
        # No booking lasts a day; PostgreSQL subtracts it, whose years begin before Python's.
        starts_at__gt=Value(starts_at) - timedelta(days=1),
        blocked_until__gt=starts_at,
    )
    if (held if besides is None else held.exclude(pk=besides.pk)).exists():
        raise SlotTaken


@contextmanager
def clashes_refused() -> Iterator[None]:
    """Turn what an exclusion constraint refuses into SlotTaken."""
    try:
        yield
    except IntegrityError as error:
        if sqlstate_of(error) != _EXCLUSION_VIOLATION:
            raise
        raise SlotTaken("mentee" if constraint_of(error) == "booking_mentee_once" else "mentor") from None


def refuse_too_many(mentee: User, now: datetime) -> None:
    """Raise TooManyBookings for who has asked three times within the hour; needs the mentee's lock.

    What the payment confirms, or nobody, counts for nothing: the limit is on what mentors have to answer.
    """
    if not settings.TRELLIS_RATE_LIMITS:
        return
    asked = Booking.objects.filter(mentee=mentee, confirmed_by=ConfirmedBy.MENTOR)
    made = asked.filter(created_at__gt=now - _HOUR).order_by("-created_at")
    recent = list(made.values_list("created_at", flat=True)[:BOOKINGS_AN_HOUR])
    if len(recent) == BOOKINGS_AN_HOUR:
        first, hour = recent[-1].timestamp(), int(_HOUR.total_seconds())
        hits = BOOKINGS_AN_HOUR + 1
        raise TooManyBookings([Window("bookings", BOOKINGS_AN_HOUR, hour, hits, first, now.timestamp())])


def refuse_unless_free(
    mentor: Mentor,
    mentee: User,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    besides: Booking | None = None,
    *,
    is_free: bool = True,
) -> None:
    """Raise NotBookable or SlotTaken unless the mentor offers this time and has it; needs their lock.

    `is_free` is whether it is a session of Mansa, or one of SOOSH, which has a price, if any. `besides` is a
    booking whose own time does not count, as it is about to move: whoever has it keeps it, whom they block
    since then or not. That the mentee has another session then is the constraint's to say.
    """
    if besides is None:
        wait_for_blocks([mentee.pk])
    ask = why_not_free if is_free else why_not_priced
    reason = ask(mentor, starts_at, ends_at, mentee=mentee, besides=besides, now=now)
    if reason in _LOST:
        raise SlotTaken
    if reason is not None:
        raise NotBookable(in_words(reason, mentor))


def time_fields(mentor: Mentor, starts_at: datetime, ends_at: datetime) -> dict[str, datetime]:
    """Return the columns that hold a booking's time."""
    buffer = timedelta(minutes=mentor.buffer_minutes)
    return {"starts_at": starts_at, "ends_at": ends_at, "blocked_until": ends_at + buffer}
