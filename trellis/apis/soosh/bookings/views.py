"""`bookings`: one's own sessions (soosh-api.md, section 6)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.bookings.filters import BookedSessionsQuery
from trellis.apis.soosh.bookings.input import CancellationInput
from trellis.apis.soosh.bookings.output import (
    STAGES,
    BookedSessionOutput,
    CalledOffOutput,
    booking_json,
    refund_json,
)
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.views import validated
from trellis.core.paging.headers import add_page_headers, counted_rows
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.queries.bookings import at_stage, booking_of, bookings_of, upcoming
from trellis.domain.mentorship.services.cancelling import call_off

_QUERY = BookedSessionsQuery()


class BookedSessionsOutput(serializers.Serializer[Any]):
    """A page of bookings; the headers tell which."""

    bookings = BookedSessionOutput(many=True)


class BookingsView(SooshView):
    """`bookings`."""

    @extend_schema(
        operation_id="bookings_list", parameters=[BookedSessionsQuery], responses=BookedSessionsOutput
    )
    def get(self, request: Request) -> Response:
        """List one's own bookings, the latest session first; of the upcoming ones the soonest."""
        asked, viewer, now = _QUERY.run_validation(request.GET), caller_of(request), timezone.now()
        found = _asked_for(viewer, asked, now)
        rows, page = counted_rows(found, number=asked["page"], size=asked["limit"])
        response = Response({"bookings": [booking_json(each, viewer=viewer, now=now) for each in rows]})
        add_page_headers(response, page)
        return response


class BookingView(SooshView):
    """`bookings/{booking_id}`."""

    @extend_schema(responses=BookedSessionOutput)
    def get(self, request: Request, booking_id: UUID) -> Response:
        """Show one of one's own bookings."""
        viewer = caller_of(request)
        booking = booking_of(viewer, booking_id)
        return Response(booking_json(booking, viewer=viewer, now=timezone.now()))


class CancelView(SooshView):
    """`bookings/{booking_id}/cancel`."""

    @extend_schema(request=CancellationInput, responses=CalledOffOutput)
    def post(self, request: Request, booking_id: UUID) -> Response:
        """Call a session off, and give back what the policy says; said again it stays as it is."""
        viewer, now = caller_of(request), timezone.now()
        given = validated(CancellationInput, request)
        booking = call_off(
            booking=booking_of(viewer, booking_id),
            actor=viewer,
            reason=given["cancellation_reason"],
            now=now,
        )
        return Response(
            {"booking": booking_json(booking, viewer=viewer, now=now), "refund": _refund_json(booking)}
        )


def _refund_json(booking: Booking) -> dict[str, Any] | None:
    if booking.given_back_minor is None:
        return None
    return refund_json(booking.given_back_minor, booking.currency, booking.refund)


def _asked_for(viewer: User, asked: dict[str, Any], now: datetime) -> QuerySet[Booking]:
    rows = bookings_of(viewer, role=asked.get("role") or None)
    if asked.get("status"):
        rows = at_stage(rows, STAGES[asked["status"]], now=now)
    return upcoming(rows, now=now) if asked["upcoming"] else rows
