"""What the two people of a booking do with it: answer, move, call off, link, and say how it was."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.mansa.base import MansaView, caller_of
from trellis.apis.mansa.bookings.input import (
    FeedbackInput,
    MeetingLinkInput,
    RescheduleInput,
    StatusInput,
)
from trellis.apis.mansa.bookings.output import BookingOutput, booking_json
from trellis.apis.mansa.bookings.views import guess_zone_of, own_booking, time_meant
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.refusals import NotAllowed
from trellis.domain.mentorship.rules.bookings import CANCELLED_BY, role_in
from trellis.domain.mentorship.services import bookings, feedback


class UpdateStatusView(MansaView):
    """`PATCH bookings/{id}/update_status/`."""

    @extend_schema(request=StatusInput, responses=BookingOutput)
    def patch(self, request: Request, booking_id: UUID) -> Response:
        """Confirm, complete, mark as no-show or cancel: the domain knows who may, and when."""
        booking = own_booking(request, booking_id)
        changed = _bring(booking, request, validated(StatusInput, request))
        return Response(booking_json(changed, viewer=caller_of(request)))


class AddMeetingLinkView(MansaView):
    """`PATCH bookings/{id}/add_meeting_link/`."""

    @extend_schema(request=MeetingLinkInput, responses=BookingOutput)
    def patch(self, request: Request, booking_id: UUID) -> Response:
        """Set or change the link of one's own confirmed session, as its mentor."""
        booking, given = own_booking(request, booking_id), validated(MeetingLinkInput, request)
        linked = bookings.add_meeting_link(
            booking=booking,
            actor=caller_of(request),
            url=given["meeting_link"],
            platform=given["meeting_platform"],
            version=given["booking_version"],
            now=timezone.now(),
        )
        return Response(booking_json(linked, viewer=caller_of(request)))


class AddFeedbackView(MansaView):
    """`POST bookings/{id}/add_feedback/`."""

    @extend_schema(request=FeedbackInput, responses=BookingOutput)
    @idempotent
    def post(self, request: Request, booking_id: UUID) -> Response:
        """Say how a completed session was, each side once."""
        booking, given = own_booking(request, booking_id), validated(FeedbackInput, request)
        text = given["feedback"]
        if role_in(booking, caller_of(request)) == "mentor":
            text = text or given["mentor_feedback"]
        told = feedback.add_feedback(
            booking=booking, actor=caller_of(request), rating=given["rating"], text=text, now=timezone.now()
        )
        return Response(booking_json(told, viewer=caller_of(request)))


class RescheduleView(MansaView):
    """`PATCH bookings/{id}/reschedule/`, an addition."""

    @extend_schema(request=RescheduleInput, responses=BookingOutput)
    def patch(self, request: Request, booking_id: UUID) -> Response:
        """Move a session that has not begun; what a mentee moves the mentor confirms anew."""
        booking, given = own_booking(request, booking_id), validated(RescheduleInput, request)
        now = timezone.now()
        guess_zone_of(caller_of(request), given)
        wanted = time_meant(given, booking.mentor, now=now, besides=booking)
        moved = bookings.reschedule(
            booking=booking,
            actor=caller_of(request),
            starts_at=wanted.starts_at,
            ends_at=wanted.ends_at,
            version=given["booking_version"],
            now=now,
        )
        return Response(booking_json(moved, viewer=caller_of(request)))


def _bring(booking: Booking, request: Request, given: dict[str, Any]) -> Booking:
    who: dict[str, Any] = {
        "booking": booking,
        "actor": caller_of(request),
        "version": given["booking_version"],
        "now": timezone.now(),
    }
    match given["status"]:
        case Status.CONFIRMED:
            link, platform = given["meeting_link"], given["meeting_platform"]
            return bookings.confirm(**who, meeting_url=link, meeting_platform=platform)
        case Status.COMPLETED:
            return bookings.complete(**who)
        case Status.NO_SHOW:
            return bookings.mark_no_show(**who)
    own = CANCELLED_BY[role_in(booking, caller_of(request))]
    if given["status"] not in {own, "cancelled"}:
        raise NotAllowed
    return bookings.cancel(**who, reason=given["reason"])
