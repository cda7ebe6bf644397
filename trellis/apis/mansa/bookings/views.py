"""`/api/v1/mentorship/bookings/`: asking for a session, and the sessions that one takes part in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.mansa.base import MansaView, caller_of
from trellis.apis.mansa.bookings.filters import BookingsQuery
from trellis.apis.mansa.bookings.input import BookingInput
from trellis.apis.mansa.bookings.output import BookingOutput, EventOutput, booking_json, event_json
from trellis.core.events import history_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.numbered import NumberedPageQuery, NumberedPages, described_page
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.zones import guess_zone
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.queries.bookings import booking_for, bookings_of, upcoming
from trellis.domain.mentorship.queries.mentors import mentor_by_public_id
from trellis.domain.mentorship.queries.slots import session_meant
from trellis.domain.mentorship.rules.clocks import NamedTime
from trellis.domain.mentorship.rules.slots import Slot
from trellis.domain.mentorship.services.bookings import book


class BookingsView(MansaView):
    """`GET, POST bookings/`."""

    @extend_schema(
        operation_id="api_v1_mentorship_bookings_list",
        parameters=[BookingsQuery, NumberedPageQuery],
        responses=described_page(BookingOutput),
    )
    def get(self, request: Request) -> Response:
        """List the caller's bookings, latest session first; the upcoming ones, soonest first."""
        query = BookingsQuery(data=request.GET)
        query.is_valid(raise_exception=True)
        return _page(_asked_for(caller_of(request), query.validated_data), request)

    @extend_schema(request=BookingInput, responses={201: BookingOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask a mentor for a session, which holds its time until it is answered or lapses."""
        asked, mentee = validated(BookingInput, request), caller_of(request)
        mentor = _bookable_mentor(asked["mentor_id"], mentee)
        now = timezone.now()
        guess_zone_of(mentee, asked)
        wanted = time_meant(asked, mentor, now=now)
        booking = book(
            mentor=mentor,
            mentee=mentee,
            starts_at=wanted.starts_at,
            ends_at=wanted.ends_at,
            topic=asked["topic"],
            description=asked["description"],
            now=now,
        )
        return Response(booking_json(booking, viewer=mentee), status=status.HTTP_201_CREATED)


class BookingView(MansaView):
    """`GET bookings/{id}/`, an addition."""

    @extend_schema(responses=BookingOutput)
    def get(self, request: Request, booking_id: UUID) -> Response:
        """Show one of the caller's bookings."""
        return Response(booking_json(own_booking(request, booking_id), viewer=caller_of(request)))


class HistoryView(MansaView):
    """`GET bookings/{id}/history/`, an addition."""

    @extend_schema(parameters=[NumberedPageQuery], responses=described_page(EventOutput))
    def get(self, request: Request, booking_id: UUID) -> Response:
        """List what happened to one of the caller's bookings, in order."""
        booking = own_booking(request, booking_id)
        pages = NumberedPages()
        events = pages.paginate_queryset(history_of(booking), request) or []
        return pages.get_paginated_response([event_json(event, booking) for event in events])


def own_booking(request: Request, booking_id: UUID) -> Booking:
    """Return the booking; raise NotFound alike for one that is not there and one of others."""
    booking = booking_for(caller_of(request), booking_id)
    if booking is None:
        raise exceptions.NotFound
    return booking


def time_meant(
    asked: dict[str, Any], mentor: Mentor, *, now: datetime, besides: Booking | None = None
) -> Slot:
    """Return the session that a SessionTimeInput names; `besides` is one that is about to move."""
    written = asked.get("session_date")
    named = NamedTime(
        timezone=asked.get("timezone", mentor.availability_timezone),
        day=written and written.day,
        perhaps_at=written and written.at,
        start_minute=asked.get("start_time"),
        end_minute=asked.get("end_time"),
        fold=asked.get("fold"),
        starts_at=asked.get("starts_at"),
        ends_at=asked.get("ends_at"),
    )
    return session_meant(mentor, named, now=now, besides=besides)


def guess_zone_of(user: User, asked: dict[str, Any]) -> None:
    """Take the zone by whose clock somebody asks for theirs, where nothing is known: mails tell it then."""
    if "timezone" in asked:
        guess_zone(user=user, name=asked["timezone"])


def _asked_for(user: User, asked: dict[str, Any]) -> QuerySet[Booking]:
    bookings = bookings_of(user, role=asked.get("role"), statuses=asked.get("status", ()))
    if not asked["upcoming"]:
        return bookings
    return upcoming(bookings, now=timezone.now())


def _page(bookings: QuerySet[Booking], request: Request) -> Response:
    # Plain DRF, not rendered by PostgreSQL: docs/decisions/mansa-wording.md says why.
    pages = NumberedPages()
    shown = pages.paginate_queryset(bookings, request) or []
    return pages.get_paginated_response([booking_json(each, viewer=caller_of(request)) for each in shown])


def _bookable_mentor(mentor_id: UUID, user: User) -> Mentor:
    mentor = mentor_by_public_id(mentor_id, viewer=user)
    if mentor is None:
        raise exceptions.ValidationError({"mentor_id": ["There is no such mentor."]})
    return mentor
