"""`bookings/{booking_id}/join`, `…/meeting-link`, `…/complete`: coming into a session, and its end."""

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
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.writing.fields import LineField
from trellis.domain.mentorship.queries.bookings import booking_of, seat_in
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.rules.meetings import entrance_of
from trellis.domain.mentorship.services.bookings import add_meeting_link
from trellis.domain.mentorship.services.completion import complete_once


class EntranceOutput(serializers.Serializer[Any]):
    """The way into a session. The token opens its room, and nothing else, for the caller, until it closes."""

    meeting_url = serializers.URLField()
    meeting_token = serializers.CharField(allow_null=True)
    meeting_id = serializers.CharField()
    starts_at = serializers.DateTimeField()
    can_join = serializers.BooleanField()
    time_until_start_minutes = serializers.IntegerField()


class MeetingLinkInput(Input):
    """Where the session is held instead of in its room; without a platform it is told from the link."""

    meeting_link = LineField(max_length=limits.LONGEST_MEETING_URL)
    meeting_platform = LineField(
        max_length=limits.LONGEST_PLATFORM, required=False, allow_blank=True, default=""
    )


class ChangedSessionOutput(serializers.Serializer[Any]):
    """A session as it stands now."""

    booking = BookedSessionOutput()


class JoinView(SooshView):
    """`bookings/{booking_id}/join`."""

    @extend_schema(request=None, responses=EntranceOutput)
    def post(self, request: Request, booking_id: UUID) -> Response:
        """Say where a session is held, and let the caller in once its room is open. No body is read."""
        now = timezone.now()
        seat = seat_in(user=caller_of(request), public_id=booking_id, now=now)
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

    @extend_schema(request=None, responses=ChangedSessionOutput)
    @idempotent
    def post(self, request: Request, booking_id: UUID) -> Response:
        """Say that a session took place, once it is over; what is complete stays so. No body is read."""
        viewer, now = caller_of(request), timezone.now()
        held = complete_once(booking=booking_of(viewer, booking_id), actor=viewer, now=now)
        return Response({"booking": booking_json(held, viewer=viewer, now=now)})


class MeetingLinkView(SooshView):
    """`bookings/{booking_id}/meeting-link`, an addition."""

    @extend_schema(request=MeetingLinkInput, responses=ChangedSessionOutput)
    def put(self, request: Request, booking_id: UUID) -> Response:
        """Say where one's own session is held instead of in its room, as its mentor, before it begins."""
        given, viewer, now = validated(MeetingLinkInput, request), caller_of(request), timezone.now()
        linked = add_meeting_link(
            booking=booking_of(viewer, booking_id),
            actor=viewer,
            url=given["meeting_link"],
            platform=given["meeting_platform"],
            version=None,
            now=now,
        )
        return Response({"booking": booking_json(linked, viewer=viewer, now=now)})
