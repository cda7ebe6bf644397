"""Moving a session to another time of the same mentor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect, push_url

from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.queries.bookings import booking_for
from trellis.domain.mentorship.services.bookings import reschedule
from trellis.web.components.zones import viewer_zone, zone_options
from trellis.web.mentorship.access import signed_in
from trellis.web.mentorship.bookings.cards import card_of
from trellis.web.mentorship.bookings.forms import SlotForm, version_in
from trellis.web.mentorship.bookings.week import told, week_of
from trellis.web.mentorship.pages import render_mentorship, render_part, wants_part
from trellis.web.mentorship.sentences import SAYABLE, sentence_for
from trellis.web.mentorship.visitors import user_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reschedule_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show when the session could be, and move it there."""
    booking = booking_for(user_of(request), public_id)
    if booking is None:
        raise Http404
    if request.method == "POST":
        return _move(request, booking)
    context = _context(request, booking, SlotForm(), wanted=request.GET.get("week", ""))
    if wants_part(request):
        said = told(context["week"])
        part = render_part(request, "web/mentorship/bookings/_week.html", context, announce=said)
        return push_url(part, f"{request.path}?week={context['week'].first}")
    return render_mentorship(request, "web/mentorship/bookings/reschedule.html", context)


def _move(request: HttpRequest, booking: Booking) -> HttpResponse:
    form = SlotForm(request.POST)
    if not form.is_valid():
        return _again(request, booking, form, problem="", status=422)
    starts_at, ends_at = form.cleaned_data["slot"]
    try:
        reschedule(
            booking=booking,
            actor=user_of(request),
            starts_at=starts_at,
            ends_at=ends_at,
            version=version_in(request.POST),
            now=timezone.now(),
        )
    except SAYABLE as error:
        return _again(request, booking, form, problem=sentence_for(error), status=409)
    messages.success(request, "The session has a new time. The other side is told by mail.")
    is_mentor = booking.mentor.user_id == user_of(request).pk
    target = redirect("web:mentor-bookings" if is_mentor else "web:my-bookings")
    return HttpResponseClientRedirect(target.url) if wants_part(request) else target


def _again(
    request: HttpRequest, booking: Booking, form: SlotForm, *, problem: str, status: int
) -> HttpResponse:
    fresh = Booking.objects.select_related("mentor__user", "mentee").get(pk=booking.pk)
    context = {
        **_context(request, fresh, form, wanted=request.POST.get("week", "")),
        "problem": problem,
    }
    if wants_part(request):
        said = problem or "Choose a time first."
        return render_part(
            request, "web/mentorship/bookings/_reschedule_form.html", context, announce=said, status=status
        )
    return render_mentorship(request, "web/mentorship/bookings/reschedule.html", context, status=status)


def _context(request: HttpRequest, booking: Booking, form: SlotForm, *, wanted: str) -> dict[str, Any]:
    now = timezone.now()
    zone = viewer_zone(request)
    card = card_of(booking, viewer=user_of(request), now=now)
    return {
        "booking": booking,
        "card": card,
        "mentor": booking.mentor,
        "week": week_of(booking.mentor, wanted=wanted, zone=zone, now=now),
        "form": form,
        "chosen": request.POST.get("slot", ""),
        "zones": zone_options(zone.name, now=now),
        "section": "mentor-bookings" if card.is_mentor_side else "mentee-bookings",
    }
