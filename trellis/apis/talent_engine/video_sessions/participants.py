"""`video-sessions/{join,leave,toggle_mute,toggle_camera}/`: for members, and for candidates.

Whose seat a request takes, and by what right: docs/decisions/interviews.md.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import refuse_foreign_tenant
from trellis.apis.talent_engine.description import ABSENT
from trellis.apis.talent_engine.video_sessions.base import InterviewView
from trellis.apis.talent_engine.video_sessions.input import CameraInput, MuteInput, SeatInput
from trellis.apis.talent_engine.video_sessions.output import LeftOutput, ParticipantSerializer
from trellis.core.http.open_contract import is_service
from trellis.core.http.views import validated
from trellis.core.writing.addresses import is_same_address
from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import Participant
from trellis.domain.interviews.queries.seats import (
    seat_at,
    seat_for,
    seat_of_candidate,
    seat_of_member,
    session_of_candidates,
)
from trellis.domain.interviews.refusals import NotInvited
from trellis.domain.interviews.rules.seats import Seat
from trellis.domain.interviews.services import participants
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import membership_of

# To a candidate who only says their address, which proves nothing.
_HOW = (
    "An address alone does not admit. Send the `invitation` of the link that was mailed to it,"
    " or ask who invited you to send the mail again."
)


class SeatView(InterviewView):
    """A view for whoever has a seat in a session."""

    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse who is nobody before what they sent is looked at more closely."""
        super().initial(request, *args, **kwargs)
        if request.method == "POST" and not isinstance(request.user, User):
            _refuse_nobody(request)

    def seat(self, request: Request, given: dict[str, Any], now: datetime) -> Seat:
        """Return the seat that the request may take; raise NotAuthenticated, PermissionDenied, NotFound."""
        email = given.get("email")
        if given.get("invitation"):
            return _invited_seat(given, now)
        if isinstance(request.user, User):
            member = membership_of(request.user)
            if member is not None:
                return _seat_for_member(request, member, given, now)
            if email is None:
                raise exceptions.PermissionDenied
            if not settings.TRELLIS_OPEN_CONTRACT:
                raise exceptions.PermissionDenied(_HOW)
        elif email is None:
            raise exceptions.NotAuthenticated
        return _seat_by_address(given, now)


class JoinView(SeatView):
    """`join/`."""

    @extend_schema(request=SeatInput, responses={200: ParticipantSerializer, 404: ABSENT})
    def post(self, request: Request) -> Response:
        """Join, or come back; joining twice is joining once."""
        now, given = timezone.now(), validated(SeatInput, request)
        return _shown(participants.join(seat=self.seat(request, given, now), now=now))


class LeaveView(SeatView):
    """`leave/`."""

    @extend_schema(request=SeatInput, responses={200: LeftOutput, 404: ABSENT})
    def post(self, request: Request) -> Response:
        """Leave; the seat is kept for coming back."""
        now, given = timezone.now(), validated(SeatInput, request)
        participants.leave(seat=self.seat(request, given, now), now=now)
        return Response({"status": "Left session"})


class ToggleMuteView(SeatView):
    """`toggle_mute/`."""

    @extend_schema(request=MuteInput, responses={200: ParticipantSerializer, 404: ABSENT})
    def post(self, request: Request) -> Response:
        """Mute or unmute."""
        now, given = timezone.now(), validated(MuteInput, request)
        seat = self.seat(request, given, now)
        return _shown(participants.set_devices(seat=seat, muted=given["mute"], now=now))


class ToggleCameraView(SeatView):
    """`toggle_camera/`."""

    @extend_schema(request=CameraInput, responses={200: ParticipantSerializer, 404: ABSENT})
    def post(self, request: Request) -> Response:
        """Switch the camera on or off."""
        now, given = timezone.now(), validated(CameraInput, request)
        seat = self.seat(request, given, now)
        return _shown(participants.set_devices(seat=seat, camera_on=given["camera_on"], now=now))


def _refuse_nobody(request: Request) -> None:
    """Raise NotAuthenticated for a caller without a token who says in no way that counts who they are."""
    said = _said(request)
    if said.get("invitation"):
        return
    if not said.get("email"):
        raise exceptions.NotAuthenticated
    if not settings.TRELLIS_OPEN_CONTRACT and not is_service(request):
        raise exceptions.NotAuthenticated(_HOW)


def _said(request: Request) -> Mapping[str, Any]:
    """Return the body; of one that is none, nothing: it cannot say who sent it."""
    try:
        return request.data if isinstance(request.data, Mapping) else {}
    except exceptions.APIException:
        return {}


def _shown(participant: Participant) -> Response:
    return Response(ParticipantSerializer(participant).data)


def _invited_seat(given: dict[str, Any], now: datetime) -> Seat:
    seat = seat_of_candidate(token=given["invitation"], session_id=given["session_id"], now=now)
    if seat is None:
        raise NotInvited
    email = given.get("email")
    if email and not is_same_address(email, str(seat.email)):
        raise exceptions.ValidationError({"email": ["The invitation was sent to another address."]})
    return seat


def _seat_for_member(request: Request, member: Membership, given: dict[str, Any], now: datetime) -> Seat:
    refuse_foreign_tenant(request.data, member.organization_id)
    own = seat_of_member(user=member.user, session_id=given["session_id"])
    if own is None:
        raise exceptions.NotFound
    seat = seat_for(own, email=given.get("email"), now=now)
    if seat is None:
        raise exceptions.PermissionDenied
    return seat


def _seat_by_address(given: dict[str, Any], now: datetime) -> Seat:
    """Return the seat of who only says their address, as the document's candidate does."""
    session = session_of_candidates(given["session_id"])
    seat = seat_at(session=session, email=given["email"], now=now)
    if seat is None:
        raise NotInvited
    return seat
