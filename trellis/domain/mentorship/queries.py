"""What can be asked of mentorship."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DecimalField, Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower, NullIf

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import HOLDING, Availability, Booking, Mentor, Status
from trellis.domain.mentorship.rules.bookings import Role
from trellis.domain.mentorship.rules.slots import (
    Schedule,
    Slot,
    Window,
    bookable_days,
    bookable_slots,
    midnight,
)
from trellis.domain.mentorship.rules.words import expertise_query, search_query

_DAY = timedelta(days=1)
# The average by which mentors are ordered; NULL while nobody has given one.
RATING = Cast("rating_sum", DecimalField(max_digits=20, decimal_places=10)) / NullIf("rating_count", 0)


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
    order; `expertise` is one whole skill, whatever its case. Any text is a valid question.
    """
    mentors = Mentor.objects.filter(is_approved=True, user__is_active=True).select_related("user")
    if search.strip():
        query = search_query(search)
        mentors = mentors.filter(search=query) if query else mentors.none()
    if expertise.strip():
        mentors = _with_expertise(mentors, expertise.strip())
    return mentors.order_by("-id")


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


def schedule_of(mentor: Mentor) -> Schedule:
    """Return what decides which slots the mentor has (one query)."""
    rows = list(Availability.objects.filter(mentor_id=mentor.pk).order_by("specific_date", "start_minute"))
    return Schedule(
        timezone=mentor.availability_timezone,
        session_minutes=mentor.session_minutes,
        buffer_minutes=mentor.buffer_minutes,
        minimum_notice_minutes=mentor.minimum_notice_minutes,
        weekly=tuple(_window(row) for row in rows if row.is_recurring),
        dated=tuple(_window(row) for row in rows if not row.is_recurring),
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


def booking_for(user: User, public_id: UUID) -> Booking | None:
    """Return a booking to those who take part in it, and to staff."""
    booking = _whole().filter(public_id=public_id).first()
    if booking is None or user.acts_as_staff or user.pk in {booking.mentor.user_id, booking.mentee_id}:
        return booking
    return None


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


def _window(row: Availability) -> Window:
    return Window(
        day_of_week=row.day_of_week,
        date=row.specific_date,
        start_minute=row.start_minute,
        end_minute=row.end_minute,
        is_active=row.is_active,
    )


def _with_expertise(mentors: QuerySet[Mentor], expertise: str) -> QuerySet[Mentor]:
    query = expertise_query(expertise)
    if query is None:
        return mentors.none()
    # The index finds whose skills have these words; of those, who has no other words in that skill.
    lowered = Cast(Lower(Cast("expertise", TextField())), ArrayField(TextField()))
    has_it: dict[str, Any] = {"lowered__contains": [expertise.lower()]}
    return mentors.filter(search=query).alias(lowered=lowered).filter(**has_it)
