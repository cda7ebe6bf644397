"""What can be asked of mentorship."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, DecimalField, F, Func, Q, QuerySet, TextField
from django.db.models.functions import Cast, NullIf

from trellis.core.db.words import AsWritten, query_for, quoted
from trellis.core.post import ics
from trellis.domain.accounts.models import User
from trellis.domain.directory.queries import roles_for
from trellis.domain.mentorship.models import HOLDING, Availability, Booking, Mentor, Status
from trellis.domain.mentorship.refusals import NotMentor
from trellis.domain.mentorship.rules.bookings import Role
from trellis.domain.mentorship.rules.calendars import entry_of
from trellis.domain.mentorship.rules.clocks import NamedTime, readings
from trellis.domain.mentorship.rules.rooms import Seat
from trellis.domain.mentorship.rules.slots import (
    Schedule,
    Slot,
    Window,
    bookable_days,
    bookable_slots,
    meant,
    midnight,
)
from trellis.domain.mentorship.rules.words import whole_area

_DAY = timedelta(days=1)
_MOST_COMMON = 40
_IN_FEED = (Status.PENDING, Status.CONFIRMED, Status.COMPLETED)
_LONGEST_FEED = 500
# The average by which mentors are ordered; NULL while nobody has given one.
RATING = Cast("rating_sum", DecimalField(max_digits=20, decimal_places=10)) / NullIf("rating_count", 0)
# What lists print of a row, in SQL.
NAME_OF_MENTOR = "btrim({user.first_name} || ' ' || {user.last_name})"
RATING_OF_MENTOR = "round({rating_sum}::numeric / nullif({rating_count}, 0), 2)"  # as average_rating
SHORT_NAME_OF_MENTEE = """
    btrim({mentee.first_name} || CASE WHEN {mentee.last_name} = '' THEN ''
        ELSE ' ' || left({mentee.last_name}, 1) || '.' END)
"""


@dataclass(frozen=True)
class MentorStatistics:
    """A mentor's figures: requests that wait, sessions to come, sessions held, the average of ratings."""

    pending: int
    upcoming: int
    completed: int
    total_sessions: int
    rating: Decimal | None
    rating_count: int


def approved_mentors(*, search: str = "", expertise: str = "") -> QuerySet[Mentor]:
    """Return the mentors whom everybody may see, newest first, with their users.

    `search` finds words of name, skills, company and title by their beginnings, all of them in any
    order; `expertise` is one whole skill, whatever its case and accents. Any text is a valid question.
    """
    mentors = Mentor.objects.filter(is_approved=True, user__is_active=True).select_related("user")
    if search.strip():
        query = query_for(search)
        mentors = mentors.filter(search=query) if query else mentors.none()
    if expertise.strip():
        mentors = mentors.filter(search=AsWritten(quoted(whole_area(expertise))))
    return mentors.order_by("-id")


def common_areas() -> list[str]:
    """Return the areas of expertise that most approved mentors name, by name."""
    each = Func(F("expertise"), function="unnest", output_field=TextField())
    areas = Mentor.objects.filter(is_approved=True).annotate(area=each).values("area")
    most = areas.annotate(mentors=Count("pk")).order_by("-mentors", "area").values_list("area", flat=True)
    return sorted(most[:_MOST_COMMON], key=str.casefold)


def mentor_by_public_id(public_id: UUID, *, viewer: User | None) -> Mentor | None:
    """Return a mentor whom `viewer` may see: one not approved only by themselves and by staff."""
    mentors = Mentor.objects.select_related("user").filter(public_id=public_id, user__is_active=True)
    mentor = mentors.first()
    if mentor is None or mentor.is_approved:
        return mentor
    may_see = viewer is not None and (viewer.acts_as_staff or viewer.pk == mentor.user_id)
    return mentor if may_see else None


def mentor_of_user(user: User) -> Mentor | None:
    """Return the mentor profile of an account, approved or not."""
    return Mentor.objects.select_related("user").filter(user_id=user.pk).first()


def mentor_or_blank(user: User) -> Mentor:
    """Return the mentor profile of an account, for whom the directory alone knows as a mentor a blank one.

    A blank one is no row: `services.mentors.begin_profile` makes it when there is something to keep. Raises
    NotMentor for everybody else.
    """
    mentor = mentor_of_user(user)
    if mentor is None and not roles_for(user).is_mentor:
        raise NotMentor
    return mentor or Mentor(user=user)


def schedule_of(mentor: Mentor) -> Schedule:
    """Return what decides which slots the mentor has (one query)."""
    rows = list(Availability.objects.filter(mentor_id=mentor.pk).order_by("specific_date", "start_minute"))
    return Schedule(
        timezone=mentor.availability_timezone,
        session_minutes=mentor.session_minutes,
        buffer_minutes=mentor.buffer_minutes,
        minimum_notice_minutes=mentor.minimum_notice_minutes,
        weekly=tuple(window_of(row) for row in rows if row.is_recurring),
        dated=tuple(window_of(row) for row in rows if not row.is_recurring),
    )


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
    mentor: Mentor, *, first: datetime, last: datetime, besides: Booking | None = None
) -> list[tuple[datetime, datetime]]:
    """Return the times between two moments that bookings hold, each until the end of its buffer.

    `besides` is a booking that does not count, as it is about to move.
    """
    held = Booking.objects.filter(
        mentor_id=mentor.pk,
        status__in=HOLDING,
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
    schedule = schedule_of(mentor)
    first, last = bookable_days(schedule, first=first, last=last, now=now)
    if last < first:
        return []
    taken = taken_times(
        mentor,
        first=midnight(first, schedule.timezone),
        last=midnight(last, schedule.timezone) + 2 * _DAY,
    )
    return bookable_slots(schedule, taken=taken, first=first, last=last, now=now)


def slots_shown(mentor: Mentor, *, first: date, last: date, zone: ZoneInfo, now: datetime) -> list[Slot]:
    """Return the slots that can be booked from `first` to `last`, days of the clock of `zone`."""
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
    taken = taken_times(mentor, first=first, last=until, besides=besides)
    return meant(schedule_of(mentor), found, taken=taken, now=now)


def bookings_of(user: User, *, role: Role | None = None, statuses: Collection[str] = ()) -> QuerySet[Booking]:
    """Return the bookings that `user` takes part in, in `role` or in either, newest start first."""
    takes_part = Q()
    if role != "mentee":
        # Two steps, so that either side is found by its own index.
        own = Mentor.objects.filter(user_id=user.pk).values_list("pk", flat=True)
        takes_part |= Q(mentor_id__in=list(own))
    if role != "mentor":
        takes_part |= Q(mentee_id=user.pk)
    bookings = _whole().filter(takes_part)
    if statuses:
        bookings = bookings.filter(status__in=statuses)
    return bookings.order_by("-starts_at", "-id")


def upcoming(bookings: QuerySet[Booking], *, now: datetime) -> QuerySet[Booking]:
    """Return those of the bookings that are still to come, the next one first."""
    return bookings.filter(status__in=HOLDING, ends_at__gt=now).order_by("starts_at", "id")


def booking_for(user: User, public_id: UUID) -> Booking | None:
    """Return a booking to those who take part in it, and to staff."""
    booking = _whole().filter(public_id=public_id).first()
    if booking is None or user.acts_as_staff or user.pk in {booking.mentor.user_id, booking.mentee_id}:
        return booking
    return None


def seat_of(*, user: User, public_id: UUID) -> Seat | None:
    """Return the user's seat in the room of this booking; None for everybody but its two people."""
    booking = _whole().filter(Q(mentee=user) | Q(mentor__user=user), public_id=public_id).first()
    if booking is None:
        return None
    other = booking.mentee if booking.mentor.user_id == user.pk else booking.mentor.user
    return Seat(booking, user, other)


def calendar_entries_of(user: User) -> Iterator[ics.Entry]:
    """Give all of a person's sessions as they stand in a calendar; no address of anybody is in it."""
    for booking in bookings_of(user, statuses=_IN_FEED)[:_LONGEST_FEED]:
        yield entry_of(booking, user)


def reviews_of(mentor: Mentor) -> QuerySet[Booking]:
    """Return the sessions held with this mentor that have stars, the latest first."""
    held = Booking.objects.filter(mentor_id=mentor.pk, status=Status.COMPLETED, rating__isnull=False)
    return held.order_by("-starts_at", "-pk")


def mentor_statistics(mentor: Mentor, *, now: datetime) -> MentorStatistics:
    """Return the figures of a mentor's dashboard (one query beside the mentor)."""
    counts = Booking.objects.filter(mentor_id=mentor.pk).aggregate(
        pending=Count("pk", filter=Q(status=Status.PENDING, expires_at__gt=now)),
        upcoming=Count("pk", filter=Q(status=Status.CONFIRMED, ends_at__gt=now)),
        completed=Count("pk", filter=Q(status=Status.COMPLETED)),
    )
    return MentorStatistics(
        **counts,
        total_sessions=mentor.total_sessions,
        rating=average_rating(mentor),
        rating_count=mentor.rating_count,
    )


def average_rating(mentor: Mentor) -> Decimal | None:
    """Return the mentor's rating to two places; None while nobody has given one."""
    if not mentor.rating_count:
        return None
    return (Decimal(mentor.rating_sum) / mentor.rating_count).quantize(
        Decimal("0.01"), rounding=ROUND_HALF_UP
    )


def _whole() -> QuerySet[Booking]:
    return Booking.objects.select_related("mentor__user", "mentee")
