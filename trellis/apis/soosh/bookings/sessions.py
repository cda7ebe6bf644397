"""`bookings/{booking_id}/join` and `…/complete`: coming into a session, and saying that it took place."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.bookings.output import BookedSessionOutput, booking_json, meeting_id_of
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.domain.mentorship.queries.bookings import booking_of, seat_in
from trellis.domain.mentorship.rules.joining import entrance_of
from trellis.domain.mentorship.services.completion import complete_once


class EntranceOutput(serializers.Serializer[Any]):
    """The way into a session. The token opens its room, and nothing else, for the caller, until it closes."""

    meeting_url = serializers.URLField()
    meeting_token = serializers.CharField(allow_null=True)
    meeting_id = serializers.CharField()
    starts_at = serializers.DateTimeField()
    can_join = serializers.BooleanField()
    time_until_start_minutes = serializers.IntegerField()


class CompletedOutput(serializers.Serializer[Any]):
    """A session as it stands after it was held."""

    booking = BookedSessionOutput()


class JoinView(SooshView):
    """`bookings/{booking_id}/join`."""

    @extend_schema(request=None, responses=EntranceOutput)
    def post(self, request: Request, booking_id: UUID) -> Response:
        """Say where a session is held, and let the caller in once its room is open. No body is read."""
        now = timezone.now()
        seat = seat_in(user=caller_of(request), public_id=booking_id)
        entrance = entrance_of(seat, now=now)
        shown = {
            "meeting_url": entrance.url,
            "meeting_token": entrance.token,
            "meeting_id": meeting_id_of(seat.booking, now),
            "starts_at": entrance.starts_at,
            "can_join": entrance.can_join,
            "time_until_start_minutes": entrance.minutes_until_start,
        }
        return Response(EntranceOutput(shown).data)


class CompleteView(SooshView):
    """`bookings/{booking_id}/complete`."""

    @extend_schema(request=None, responses=CompletedOutput)
    @idempotent
    def post(self, request: Request, booking_id: UUID) -> Response:
        """Say that a session took place, once it is over; what is complete stays so. No body is read."""
        viewer, now = caller_of(request), timezone.now()
        held = complete_once(booking=booking_of(viewer, booking_id), actor=viewer, now=now)
        return Response({"booking": booking_json(held, viewer=viewer, now=now)})
