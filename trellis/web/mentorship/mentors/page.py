"""One mentor: who they are, when they are free, and the form that asks for a session."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect, push_url

from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.mentors import mentor_by_public_id, packages_of
from trellis.domain.mentorship.rules.limits import HOURS_TO_ANSWER
from trellis.domain.mentorship.rules.terms import terms_in_words
from trellis.domain.mentorship.services.bookings import book
from trellis.web.components.zones import viewer_zone, zone_options
from trellis.web.mentorship.access import signed_in
from trellis.web.mentorship.bookings.forms import BookingForm
from trellis.web.mentorship.bookings.week import Week, told, value_of, week_of
from trellis.web.mentorship.mentors.reviews import reviews_of
from trellis.web.mentorship.pages import render_mentorship, render_part, wants_part
from trellis.web.mentorship.sentences import SAYABLE, sentence_for
from trellis.web.mentorship.visitors import user_of, visitor_of


@require_http_methods(["GET", "HEAD", "POST"])
def mentor_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the mentor; htmx asks for other weeks, and sends the form."""
    mentor = mentor_by_public_id(public_id, viewer=visitor_of(request).user)
    if mentor is None:
        return render_mentorship(request, "web/mentorship/mentors/no_mentor.html", status=404)
    if request.method == "POST":
        return _book(request, mentor)
    now = timezone.now()
    week = week_of(mentor, wanted=request.GET.get("week", ""), zone=viewer_zone(request), now=now)
    context = _context(request, mentor, week, BookingForm(), now)
    if wants_part(request):
        part = render_part(request, "web/mentorship/bookings/_week.html", context, announce=told(week))
        return push_url(part, f"{request.path}?week={week.first}")
    return render_mentorship(
        request, "web/mentorship/mentors/page.html", {**context, "reviews": reviews_of(mentor)}
    )


@signed_in
def _book(request: HttpRequest, mentor: Mentor) -> HttpResponse:
    form = BookingForm(request.POST)
    if not form.is_valid():
        return _again(request, mentor, form, problem="", status=422)
    given = form.cleaned_data
    starts_at, ends_at = given["slot"]
    try:
        book(
            mentor=mentor,
            mentee=user_of(request),
            starts_at=starts_at,
            ends_at=ends_at,
            topic=given["topic"],
            description=given["description"],
            now=timezone.now(),
        )
    except SAYABLE as error:
        return _again(request, mentor, form, problem=sentence_for(error), status=409)
    name = mentor.user.full_name
    told_of_time = f"They have {HOURS_TO_ANSWER} hours to answer; you get a mail."
    messages.success(request, f"Your request is on its way to {name}. {told_of_time}")
    if wants_part(request):
        return HttpResponseClientRedirect(reverse("web:my-bookings"))
    return redirect("web:my-bookings")


def _again(
    request: HttpRequest, mentor: Mentor, form: BookingForm, *, problem: str, status: int
) -> HttpResponse:
    """Show the form once more, with what was written and the times that are free by now."""
    now = timezone.now()
    wanted = request.POST.get("week", "")
    week = week_of(mentor, wanted=wanted, zone=viewer_zone(request), now=now)
    context = {**_context(request, mentor, week, form, now), "problem": problem}
    if wants_part(request):
        said = problem or "The form has a mistake."
        return render_part(
            request, "web/mentorship/bookings/_booking_form.html", context, announce=said, status=status
        )
    full = {**context, "reviews": reviews_of(mentor)}
    return render_mentorship(request, "web/mentorship/mentors/page.html", full, status=status)


def _context(
    request: HttpRequest, mentor: Mentor, week: Week, form: BookingForm, now: datetime
) -> dict[str, Any]:
    zone = viewer_zone(request)
    slot = form.cleaned_data.get("slot") if form.is_bound and form.is_valid() else None
    return {
        "mentor": mentor,
        "terms": terms_in_words(mentor, packages_of(mentor)),
        "week": week,
        "form": form,
        "chosen": value_of(*slot) if slot else request.POST.get("slot", ""),
        "zones": zone_options(zone.name, now=now),
        "hours_to_answer": HOURS_TO_ANSWER,
        "is_own": visitor_of(request).user == mentor.user,
        "section": "browse",
    }
