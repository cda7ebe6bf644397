"""What can be asked of bookings, and of what people say of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from trellis.core.post import ics
from trellis.domain.accounts.models import User
from trellis.domain.guardians.queries import who_guards
from trellis.domain.guardians.rules import in_need
from trellis.domain.mentorship.models import Booking, ConfirmedBy, Mentor, Status
from trellis.domain.mentorship.queries.holding import holding
from trellis.domain.mentorship.queries.mentors import average_rating
from trellis.domain.mentorship.refusals import NotParticipant
from trellis.domain.mentorship.rules.bookings import Role
from trellis.domain.mentorship.rules.calendars import entry_of
from trellis.domain.mentorship.rules.meetings import read_meeting_token
from trellis.domain.mentorship.rules.rooms import Seat, people_of
from trellis.domain.mentorship.rules.stages import CANCELLED, Stage
from trellis.domain.messaging.queries.blocking import is_blocked_between

_IN_FEED = (Status.PENDING, Status.CONFIRMED, Status.COMPLETED)
_LONGEST_FEED = 500
REVIEW_ID = "md5('review ' || {public_id})::uuid"
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
    return bookings.filter(holding(now), ends_at__gt=now).order_by("starts_at", "id")


def at_stage(bookings: QuerySet[Booking], stage: Stage, *, now: datetime) -> QuerySet[Booking]:
    """Return those of the bookings that stand at a stage (rules/stages.py) at `now`."""
    pending = Q(status=Status.PENDING, expires_at__gt=now)
    by_payment = Q(confirmed_by=ConfirmedBy.PAYMENT)
    conditions = {
        Stage.WAITS_FOR_MENTOR: pending & ~by_payment,
        Stage.WAITS_FOR_PAYMENT: pending & by_payment,
        Stage.SCHEDULED: Q(status=Status.CONFIRMED),
        Stage.COMPLETED: Q(status=Status.COMPLETED),
        Stage.CANCELLED: Q(status__in=CANCELLED) | Q(status=Status.PENDING, expires_at__lte=now),
        Stage.MISSED: Q(status=Status.NO_SHOW),
    }
    return bookings.filter(conditions[stage])


def booking_of(user: User, public_id: UUID) -> Booking:
    """Return a booking to its two people; raise NotParticipant for all others, and where there is none."""
    takes_part = Q(mentee=user) | Q(mentor__user=user)
    booking = _whole().filter(takes_part, public_id=public_id).first()
    if booking is None:
        raise NotParticipant
    return booking


def booking_for(user: User, public_id: UUID) -> Booking | None:
    """Return a booking to those who take part in it, and to staff."""
    booking = _whole().filter(public_id=public_id).first()
    if booking is None or user.acts_as_staff or user.pk in {booking.mentor.user_id, booking.mentee_id}:
        return booking
    return None


def seat_of(*, user: User, public_id: UUID, now: datetime) -> Seat | None:
    """Return the user's seat in the room of this booking.

    None for everybody but its two people, and who guards the one of them that is a minor.
    """
    booking = _whole().filter(public_id=public_id).first()
    if booking is None:
        return None
    people = people_of(booking)
    minor = next(iter(in_need(people, now)), None)
    guardians = tuple(who_guards(people, now=now)) if minor else ()
    if user.pk not in {each.pk for each in (*people, *guardians)}:
        return None
    # Who guards one of the two meets the other first.
    known = user.pk if user.pk in {each.pk for each in people} else minor and minor.pk
    other = next(each for each in people if each.pk != known)
    is_apart = is_blocked_between(*(each.pk for each in people))
    return Seat(booking, user, other, guardians, minor, is_apart)


def sessions_with(minor: User, *, now: datetime) -> QuerySet[Booking]:
    """Return the sessions of a minor that are to come, the next one first: for who guards them."""
    own = Mentor.objects.filter(user_id=minor.pk).values_list("pk", flat=True)
    takes_part = Q(mentee=minor) | Q(mentor_id__in=list(own))
    return upcoming(_whole().filter(takes_part), now=now)


def seat_in(*, user: User, public_id: UUID, now: datetime) -> Seat:
    """Return the user's seat in the room of this booking; raise NotParticipant where they have none."""
    seat = seat_of(user=user, public_id=public_id, now=now)
    if seat is None:
        raise NotParticipant
    return seat


def person_let_in(*, token: str, public_id: UUID, now: datetime) -> User | None:
    """Return whom a meeting token of this booking lets in: nobody whose sign-ins have all ended since."""
    told = read_meeting_token(token, now=now)
    if told is None or told.booking_id != public_id:
        return None
    people = User.objects.filter(pk=told.user_id, token_generation=told.generation, is_active=True)
    person = people.first()
    if person is not None:
        person.sign_in_id = told.sign_in_id
    return person


def calendar_entries_of(user: User) -> Iterator[ics.Entry]:
    """Give all of a person's sessions as they stand in a calendar; no address of anybody is in it."""
    for booking in bookings_of(user, statuses=_IN_FEED)[:_LONGEST_FEED]:
        yield entry_of(booking, user)


def reviews_of(mentor: Mentor) -> QuerySet[Booking]:
    """Return the sessions held with this mentor that have stars, the latest first."""
    held = Booking.objects.filter(mentor_id=mentor.pk, status=Status.COMPLETED, rating__isnull=False)
    return held.order_by("-starts_at", "-pk")


def reviews_given(mentor: Mentor) -> QuerySet[Booking, int]:
    """Return the keys of the sessions with this mentor that have stars, the latest given first."""
    given = Booking.objects.filter(mentor_id=mentor.pk, rating__isnull=False)
    return given.order_by("-rated_at", "-pk").values_list("pk", flat=True)


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


def _whole() -> QuerySet[Booking]:
    return Booking.objects.select_related("mentor__user", "mentee", "bundle")
