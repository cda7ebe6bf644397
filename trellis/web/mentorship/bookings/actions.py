"""What can be done about a booking from its card."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.queries.bookings import booking_for
from trellis.domain.mentorship.services import bookings as verbs
from trellis.domain.mentorship.services.feedback import add_feedback
from trellis.web.mentorship.access import signed_in
from trellis.web.mentorship.bookings import forms as ours
from trellis.web.mentorship.bookings.cards import Card, card_of
from trellis.web.mentorship.pages import render_mentorship, render_part, wants_part
from trellis.web.mentorship.sentences import SAYABLE, sentence_for
from trellis.web.mentorship.visitors import user_of


class _Mistake(Exception):
    """The form `opened` has errors."""

    def __init__(self, opened: str, form: forms.Form) -> None:
        super().__init__(opened)
        self.opened = opened
        self.form = form


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Do one thing to a booking; answer with its card to htmx, else lead back to the list."""
    booking = booking_for(user_of(request), public_id)
    if booking is None or verb not in _VERBS:
        raise Http404
    if request.method != "POST":
        return redirect(_list_of(request, booking))
    told: dict[str, Any]
    try:
        told, status = {"said": _VERBS[verb](request, booking)}, 200
    except _Mistake as mistake:
        told = {"opened": mistake.opened, "errors": mistake.form.errors, "given": mistake.form.data}
        told |= {"said": _first_error(mistake.form), "went_wrong": True}
        status = 422
    except SAYABLE as error:
        told, status = {"said": sentence_for(error), "went_wrong": True}, 409
    return _answer(request, booking, told, status)


def _confirm(request: HttpRequest, booking: Booking) -> str:
    verbs.confirm(**_common(request, booking))
    return f"Confirmed. {booking.mentee.first_name or 'The mentee'} is told by mail."


def _complete(request: HttpRequest, booking: Booking) -> str:
    verbs.complete(**_common(request, booking))
    other = "mentee" if booking.mentor.user_id == user_of(request).pk else "mentor"
    return f"Marked as completed. Leave a few words for the {other}, if you like."


def _no_show(request: HttpRequest, booking: Booking) -> str:
    verbs.mark_no_show(**_common(request, booking))
    return "Written down that nobody came."


def _cancel(request: HttpRequest, booking: Booking) -> str:
    form = _valid(ours.ReasonForm(request.POST), "cancel")
    verbs.cancel(**_common(request, booking), reason=form.cleaned_data["reason"])
    return "Cancelled. The other side is told by mail."


def _link(request: HttpRequest, booking: Booking) -> str:
    form = _valid(ours.LinkForm(request.POST), "link")
    verbs.add_meeting_link(**_common(request, booking), **form.cleaned_data)
    return "The meeting link is saved, and the mentee is told."


def _feedback(request: HttpRequest, booking: Booking) -> str:
    is_mentor = booking.mentor.user_id == user_of(request).pk
    form = _valid(
        (ours.MentorFeedbackForm if is_mentor else ours.MenteeFeedbackForm)(request.POST), "feedback"
    )
    add_feedback(
        booking=booking,
        actor=user_of(request),
        rating=form.cleaned_data.get("rating"),
        text=form.cleaned_data["text"],
        now=timezone.now(),
    )
    return "Thank you for your feedback."


_VERBS: dict[str, Callable[[HttpRequest, Booking], str]] = {
    "confirm": _confirm,
    "complete": _complete,
    "no-show": _no_show,
    "cancel": _cancel,
    "link": _link,
    "feedback": _feedback,
}


def _common(request: HttpRequest, booking: Booking) -> dict[str, Any]:
    return {
        "booking": booking,
        "actor": user_of(request),
        "version": ours.version_in(request.POST),
        "now": timezone.now(),
    }


def _valid(form: forms.Form, opened: str) -> forms.Form:
    if not form.is_valid():
        raise _Mistake(opened, form)
    return form


def _first_error(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def _answer(request: HttpRequest, booking: Booking, told: dict[str, Any], status: int) -> HttpResponse:
    if not wants_part(request) and status == 200:
        messages.success(request, told["said"])
        return redirect(_list_of(request, booking))
    card = _card_now(request, booking, told)
    if not wants_part(request):
        return render_mentorship(
            request, "web/mentorship/bookings/booking.html", {"card": card}, status=status
        )
    part = render_part(
        request, "web/mentorship/bookings/_card.html", {"card": card}, announce=told["said"], status=status
    )
    return trigger_client_event(part, "booking-changed")


def _card_now(request: HttpRequest, booking: Booking, told: dict[str, Any]) -> Card:
    """Return the booking as it stands now, which may not be what the verb was given."""
    user = user_of(request)
    now = timezone.now()
    fresh = Booking.objects.select_related("mentor__user", "mentee").get(pk=booking.pk)
    return card_of(fresh, viewer=user, now=now, **told)


def _list_of(request: HttpRequest, booking: Booking) -> str:
    is_mentor = booking.mentor.user_id == user_of(request).pk
    return "web:mentor-bookings" if is_mentor else "web:my-bookings"
