"""The meeting room of a booking: waiting, trying out the devices, talking."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.queries.bookings import seat_of
from trellis.domain.mentorship.rules.rooms import Door, Seat
from trellis.domain.notifications.rules import name_of
from trellis.web.components.zones import keep_zone, viewer_zone
from trellis.web.rooms.pages import render_room

_CLOSED = {
    Door.UNCONFIRMED: "unconfirmed",
    Door.OVER: "over",
    Door.CANCELLED: "cancelled",
    Door.UNGUARDED: "guardian",
    Door.SHUT: "closed",
}
_SESSIONS = {"mentor": "web:mentor-bookings", "mentee": "web:my-bookings", "guardian": "web:guardians"}


@never_cache
@require_safe
def meet(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """Show the room to the booking's two people, and who guards a minor of them; to others there is none."""
    user = request.user
    if not isinstance(user, User):
        return redirect(f"{reverse('web:mentorship-auth')}?{urlencode({'next': request.path})}")
    now = timezone.now()
    seat = seat_of(user=user, public_id=booking_id, now=now)
    if seat is None:
        raise Http404
    door = seat.door(now=now)
    if door in _CLOSED:
        return _answer(request, "web/mentorship/room/closed.html", seat, {"reason": _CLOSED[door]})
    return _answer(request, "web/mentorship/room/page.html", seat, {"room": _room(seat, now=now)})


def _room(seat: Seat, *, now: datetime) -> dict[str, Any]:
    """Return what the page's script needs to know. Times are the server's: the client's may be wrong."""
    return {
        "socket": f"/ws/meet/{seat.booking.public_id}",
        "other": seat.other.first_name or seat.other.full_name,
        # Who the two are to the others, where there are more than two to be told apart.
        "person": seat.person if seat.is_guarded else "",
        "main": seat.role_of(seat.other) if seat.is_guarded else "other",
        "awaited": _awaited(seat) if seat.is_guarded and not seat.guards(seat.user.pk) else "",
        "now": now.isoformat(),
        "opens_at": seat.opens_at.isoformat(),
        "starts_at": seat.booking.starts_at.isoformat(),
    }


def _awaited(seat: Seat) -> str:
    """Return whom this one waits for before they meet anybody, in words."""
    names = " or ".join(name_of(each) for each in seat.guardians)
    if seat.minor == seat.user:
        return f"your guardian {names}"
    return f"{names}, the guardian of {seat.other.first_name or seat.other.full_name}"


def _answer(request: HttpRequest, template: str, seat: Seat, more: dict[str, Any]) -> HttpResponse:
    keep_zone(request)
    zone = viewer_zone(request)
    minor = seat.minor
    context = {
        "booking": seat.booking,
        "zone": zone,
        "other": seat.other,
        "other_role": seat.role_of(seat.other),
        "minor": minor,
        "is_minor": minor == seat.user,
        "is_guardian": seat.role == "guardian",
        "guardians": " or ".join(name_of(each) for each in seat.guardians),
        "chat_with": "everybody in the room" if minor else seat.other.full_name,
        "bookings_page": reverse(_SESSIONS[seat.role]),
        "opens_before_minutes": seat.booking.opens_before_minutes,
        **more,
    }
    with timezone.override(zone.info):
        return render_room(request, template, context)
